#include "support/random_expression.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <ostream>
#include <random>
#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>

#include "support/random_values.hpp"
#include "support/reference_matrices.hpp"

namespace matgrad::tests {
namespace {

class Builder {
 public:
  explicit Builder(unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<Index> size(1, 5);
    const Index m = size(random), n = size(random);
    for (const char* name : {"A", "B"}) pool_.push_back(variable(name, m, n));
    pool_.push_back(variable("C", n, m));
    pool_.push_back(variable("M", m, m));
    pool_.push_back(variable("x", n));
    pool_.push_back(variable("y", m));
    pool_.push_back(variable("u", n));
    pool_.push_back(variable("s", 1));
    pool_.push_back(variable("t", 1));
    pool_.push_back(variable("b", 1, 1, Fact::positive));
    pool_.push_back(variable("S", m, m, Fact::symmetric));
    pool_.push_back(variable("P", m, m, Fact::positive_definite));
    pool_.push_back(variable("D", n, n, Fact::diagonal));
    pool_.push_back(variable("L", m, m, Fact::lower_triangular));
    pool_.push_back(variable("T", m, n, Fact::column_stochastic));
    pool_.push_back(variable("Q", m, n, Fact::positive));
    leaves_ = random_leaves(pool_, seed + 1);
  }

  void take(const Step& step) {
    step_ = step;
    const Expr a = step[3] % 4 != 0 ? pool_.back() : chosen(step[1]);  // mostly deeper
    if (const std::optional<Expr> built = apply(step[0] % 45, a); built && is_tame(*built))
      pool_.push_back(*built);
  }

  RandomExpression result() const { return {pool_.back(), leaves_}; }

 private:
  using Fits = std::function<bool(const Expr&)>;

  // Later parts are taken more often: expressions become deep.
  Expr chosen(std::uint16_t choice) const {
    const std::size_t n = pool_.size(), k = choice % (n * n);
    return pool_[std::max(k / n, k % n)];
  }
  std::optional<Expr> fitting(const Fits& fits) const {
    std::vector<Expr> candidates;
    std::ranges::copy_if(pool_, std::back_inserter(candidates), fits);
    if (candidates.empty()) return std::nullopt;
    const std::size_t n = candidates.size(), k = step_[2] % (n * n);
    return candidates[std::max(k / n, k % n)];
  }
  using Binary = std::function<Expr(const Expr&, const Expr&)>;
  std::optional<Expr> with(const Fits& fits, const Binary& build, const Expr& a) const {
    const std::optional<Expr> b = fitting(fits);
    return b ? std::optional(build(a, *b)) : std::nullopt;
  }

  std::optional<Expr> apply(int operation, const Expr& a) {
    const bool is_square = a.rows() == a.cols();
    const Fits same = [&](const Expr& e) { return e.shape() == a.shape(); };
    const Fits broadcasts = [&](const Expr& e) {
      return same(e) || e.shape().is_scalar() || a.shape().is_scalar();
    };
    const Fits multiplies = [&](const Expr& e) { return e.rows() == a.cols(); };
    const Fits is_scalar = [](const Expr& e) { return e.shape().is_scalar(); };
    const Fits is_column = [](const Expr& e) { return e.cols() == 1; };
    const Fits is_row = [](const Expr& e) { return e.rows() == 1; };
    const Fits divides = [&](const Expr& e) { return e.rows() == a.rows(); };
    const Fits beside = [&](const Expr& e) { return e.rows() == a.rows() && e.cols() + a.cols() <= 8; };
    const Fits below = [&](const Expr& e) { return e.cols() == a.cols() && e.rows() + a.rows() <= 8; };
    const Expr definite = a * transpose(a) + identity(a.rows());
    constexpr std::array numbers = {-1.0, 2.0, 0.5, -3.0, 0.0, 1.0};
    switch (operation) {
      case 0:
      case 1:
        return with(
            broadcasts, [](const Expr& p, const Expr& q) { return p + q; }, a);
      case 2:
      case 3:
        return with(
            broadcasts, [](const Expr& p, const Expr& q) { return p - q; }, a);
      case 4:
        return numbers[step_[2] % numbers.size()] * a;
      case 5:
      case 6:
      case 7:
      case 8:
        return with(
            multiplies, [](const Expr& p, const Expr& q) { return p * q; }, a);
      case 9:
      case 10:
        return transpose(a);
      case 11:
      case 12:
        return with(
            broadcasts, [](const Expr& p, const Expr& q) { return hadamard(p, q); }, a);
      case 13:
        return with(
            is_scalar, [](const Expr& p, const Expr& s) { return s * p; }, a);
      case 14:
        return sigmoid(a);
      case 15:
        return tanh(a);
      case 16:
        return exp(0.5 * a);
      case 17:
        return softplus(a);
      case 18:
        return square_or_swish(a);
      case 19:
        return kinked(a);
      case 20:
        return sqrt(1 + square(a));
      case 21:
        return log(1 + square(a));
      case 22:
        return with(
            broadcasts, [](const Expr& p, const Expr& q) { return divide(p, 1 + square(q)); }, a);
      case 23:
        return with(
            is_scalar, [](const Expr& p, const Expr& s) { return p / (1 + square(s)); }, a);
      case 24:
        return step_[2] % 2 == 0 ? sum(a) : mean(a);
      case 25:
        return step_[2] % 2 == 0 ? row_sums(a) : column_sums(a);
      case 26:
        return is_square ? trace(a) : squared_norm(a);
      case 27:
        return norm(a);
      case 28:
      case 29:
        return with(
            same, [](const Expr& p, const Expr& q) { return dot(p, q); }, a);
      case 30:
        return with(
            is_column, [](const Expr& p, const Expr& v) { return columns(v, p); }, a);
      case 31:
        return with(
            is_row, [](const Expr& p, const Expr& v) { return rows(v, p); }, a);
      case 32:
        return slice(a, a.rows() / 2, a.cols() / 2, a.rows() - a.rows() / 2, a.cols() - a.cols() / 2);
      case 33:
        return with(
            beside,
            [](const Expr& p, const Expr& q) {
              return concatenate_horizontally({p, q});
            },
            a);
      case 34:
        return with(
            below,
            [](const Expr& p, const Expr& q) {
              return concatenate_vertically({p, q});
            },
            a);
      case 35:
        return step_[2] % 2 == 0 ? diagonal(a) : as_diagonal(reshape(a, a.shape().size(), 1));
      case 36:
        return is_square ? inverse(a) : inverse(definite);
      case 37:
        return with(
            divides, [&](const Expr& p, const Expr& q) { return solve(is_square ? p : definite, q); }, a);
      case 38:
        return step_[2] % 2 == 0 ? log_det(definite) : cholesky(definite);
      case 39:
        return is_square ? determinant(a) : log_det(definite);
      case 40:
      case 41:
        return named("N" + std::to_string(pool_.size()), a);
      case 42:
        return step_[2] % 2 == 0 ? softmax(a) : log_softmax(a);
      case 43:
        return logsumexp(a);
      default:
        return step_[2] % 3 == 0 ? identity(a.rows()) : step_[2] % 3 == 1 ? ones_like(a) : zeros_like(a);
    }
  }
  Expr square_or_swish(const Expr& a) const { return step_[2] % 2 == 0 ? square(a) : swish(a); }
  Expr kinked(const Expr& a) const {
    if (step_[2] % 3 == 0) return relu(a);
    return step_[2] % 3 == 1 ? abs(a) : maximum(a, 0.5);
  }

  /// Finite, of moderate size, and no part is near a kink or badly conditioned.
  bool is_tame(const Expr& expr) const {
    if (expr.shape().size() > 64) return false;
    std::vector<ReferenceEvaluation<long double>::Leaf> views;
    for (const auto& [leaf, value] : leaves_)
      views.emplace_back(leaf, ConstView<long double>(value.data(), value.rows(), value.cols()));
    const Graph graph(expr);
    if (graph.size() > 60) return false;
    const std::vector<Expr> nodes(graph.nodes().begin(), graph.nodes().end());
    try {
      const ReferenceEvaluation<long double> evaluation(nodes, views);
      return std::ranges::all_of(nodes, [&](const Expr& node) {
        const auto value = evaluation.value(node);
        if (!value.allFinite() || (value.size() > 0 && value.cwiseAbs().maxCoeff() > 100)) return false;
        return std::ranges::all_of(node.inputs(), [&](const Expr& input) {
          return number_value(input) || suits(node.op().name(), evaluation.value(input).cast<double>());
        });
      });
    } catch (const Error&) {
      return false;
    }
  }
  static bool suits(std::string_view operation, const Eigen::MatrixXd& input) {
    if (input.size() == 0) return true;
    if (operation == "relu" || operation == "abs") return input.cwiseAbs().minCoeff() > 0.05;
    if (operation == "maximum") return (input.array() - 0.5).abs().minCoeff() > 0.05;
    if (operation == "norm") return input.norm() > 0.1;
    const bool factorised = operation == "inverse" || operation == "solve" || operation == "log_det" ||
                            operation == "determinant" || operation == "cholesky";
    if (!factorised || input.rows() != input.cols()) return true;
    const Eigen::VectorXd values = singular_values_of(input);
    return values.minCoeff() > 0.1 && values.maxCoeff() < 30 * values.minCoeff();
  }

  std::vector<Expr> pool_;
  LeafValues<long double> leaves_;
  Step step_{};
};

}  // namespace

std::vector<Expr> RandomExpression::variables() const {
  std::vector<Expr> result;
  for (const auto& [leaf, value] : leaves) result.push_back(leaf);
  return result;
}

std::ostream& operator<<(std::ostream& stream, const RandomExpression& random) {
  stream << to_text(random.expr) << "  (" << to_string(random.expr.shape()) << ")";
  for (const Expr& leaf : Graph(random.expr).leaves())
    stream << ", " << leaf.symbol() << " " << to_string(leaf.shape());
  return stream;
}

RandomExpression random_expression(unsigned seed, const std::vector<Step>& steps) {
  Builder builder(seed);
  for (const Step& step : steps) builder.take(step);
  return builder.result();
}

rc::Gen<RandomExpression> random_expressions() {
  const auto step =
      rc::gen::container<Step>(rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint16_t>()));
  const auto steps = rc::gen::scale(0.4, rc::gen::container<std::vector<Step>>(step));
  return rc::gen::apply(random_expression, rc::gen::inRange(1u, 1000u), steps);
}

}  // namespace matgrad::tests
