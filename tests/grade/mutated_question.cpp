#include "mutated_question.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>
#include <vector>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/grade/mutation.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/order.hpp>
#include <matgrad/autodiff/operations/piecewise_op.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_expression.hpp"

namespace matgrad::tests {
namespace {

using Random = std::mt19937_64;

std::size_t below(std::size_t bound, Random& random) { return random() % bound; }
double uniform(Random& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }

Expr random_part(Random& random) {
  std::vector<Step> steps(2 + below(5, random));
  for (Step& step : steps)
    for (std::uint16_t& part : step) part = static_cast<std::uint16_t>(random());
  return random_expression(static_cast<unsigned>(random()), steps).expr;
}

Expr piecewise(const Expr& e, Random& random) {
  const double c = std::round(40 * (uniform(random) - 0.5)) / 10;
  switch (below(9, random)) {
    case 0:
      return relu(e);
    case 1:
      return abs(e);
    case 2:
      return hadamard(e, sign(e));
    case 3:
      return maximum(e, c);
    case 4:
      return minimum(e, c);
    case 5:
      return select(greater(e, c), square(e), e);
    case 6:
      return power(1 + abs(e), 1.5);
    case 7:
      return select(less(abs(e), 1 + std::abs(c)), 0.5 * square(e), 2 * abs(e));
    default:
      return e.cols() > 1 ? row_max(e) : column_max(e);
  }
}

struct Question {
  Expr loss, wrt, truth;
};

std::optional<Question> random_question(Random& random, bool with_pieces) {
  Expr e = random_part(random);
  if (e.shape().size() == 0) return std::nullopt;
  if (with_pieces) e = piecewise(e, random);
  const Expr loss = below(2, random) == 0 ? sum(e) : sum(square(e));
  std::vector<Expr> leaves = Graph(loss).leaves();
  if (leaves.empty()) return std::nullopt;
  const Expr wrt = leaves[below(leaves.size(), random)];
  try {
    return Question{loss, wrt, gradient(loss, wrt)};
  } catch (const DerivativeError&) {
    return std::nullopt;
  }
}

/// What a node becomes by a slip that shows only in a region; nothing where there is none.
std::optional<Expr> wrong_elsewhere(const Expr& node, Random& random) {
  const std::string_view name = node.op().name();
  if (name == "abs" || name == "relu") return node.input(0);
  if (name == "sign") return ones_like(node);
  if (name == "greater" || name == "less" || name == "greater_equal" || name == "less_equal")
    return below(2, random) == 0 ? ones_like(node) : zeros_like(node);
  if (name == "select") {
    const Expr chosen = node.input(1 + below(2, random));
    return chosen.shape() == node.shape() ? std::optional(chosen) : std::nullopt;
  }
  if (name == "maximum" || name == "minimum") {
    const Expr chosen = node.input(below(2, random));
    return chosen.shape() == node.shape() ? std::optional(chosen) : std::nullopt;
  }
  if (node.is_leaf() && node.rows() == node.cols() && node.rows() > 1 && node.op().declared_facts().empty())
    return 0.5 * (node + transpose(node));
  if (node.is_leaf() && node.op().declared_facts().empty() && below(4, random) == 0) return abs(node);
  return std::nullopt;
}

/// The same value in other words.
Expr in_other_words(const Expr& node, Random& random) {
  switch (below(6, random)) {
    case 0:
      return transpose(transpose(node));
    case 1:
      return 0.5 * (node + node);
    case 2:
      return 3 * node - 2 * node;
    case 3:
      return hadamard(node, ones_like(node));
    case 4:
      return node.rows() == node.cols() ? identity_like(node) * node : -(-node);
    default:
      if (is_product(node) && node.inputs().size() == 2 && !node.input(0).shape().is_scalar() &&
          !node.input(1).shape().is_scalar())
        return transpose(transpose(node.input(1)) * transpose(node.input(0)));
      return node + zeros_like(node);
  }
}

/// `expr` with one node, at which `change` gives something, changed.
std::optional<Expr> with_one_changed(const Expr& expr,
                                     const std::function<std::optional<Expr>(const Expr&)>& change,
                                     Random& random) {
  const Graph graph(expr);
  std::vector<std::size_t> order(graph.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[below(i, random)]);
  for (const std::size_t i : order) {
    const Expr& node = graph.nodes()[i];
    if (node.shape().size() == 0) continue;
    const std::optional<Expr> changed = change(node);
    if (!changed || changed->shape() != node.shape()) continue;
    // Not inside its own replacement: a leaf stays what it is there.
    const auto replace = [&](const Expr& one, std::vector<Expr> inputs) {
      return one == node ? *changed : with_inputs(one, std::move(inputs));
    };
    try {
      return rebuilt({expr}, replace).front();
    } catch (const Error&) {
      continue;
    }
  }
  return std::nullopt;
}

Eigen::MatrixXd value_of(const Expr& leaf, double size, Random& random) {
  const Facts facts = leaf.op().declared_facts();
  Eigen::MatrixXd a(leaf.rows(), leaf.cols());
  for (double& x : a.reshaped()) {
    x = size * std::pow(10.0, 1.4 * uniform(random) - 0.7);
    if (!facts.has(Fact::nonnegative) && uniform(random) < 0.5) x = -x;
  }
  if (facts.has(Fact::positive_semidefinite) && !facts.has(Fact::diagonal)) {
    a = (a * a.transpose() / (size * static_cast<double>(a.rows()))).eval();
    a.diagonal().array() += size / 3;
  }
  if (facts.has(Fact::symmetric)) a = ((a + a.transpose()) / 2).eval();
  if (facts.has(Fact::lower_triangular)) a = a.triangularView<Eigen::Lower>().toDenseMatrix();
  if (facts.has(Fact::upper_triangular)) a = a.triangularView<Eigen::Upper>().toDenseMatrix();
  if (facts.has(Fact::positive_semidefinite)) a.diagonal() = a.diagonal().cwiseAbs();
  if (facts.has(Fact::column_stochastic))
    for (auto column : a.colwise()) column /= column.sum();
  return a;
}

/// For a variable with facts only a part counts.
Matrix<long double> part_that_counts(const Expr& wrt, const Matrix<long double>& value) {
  const Facts facts = wrt.op().declared_facts();
  if (facts.has(Fact::diagonal)) return value.diagonal().asDiagonal();
  if (facts.has(Fact::symmetric)) return (value + value.transpose()) / 2;
  return value;
}

/// How far truth and answer are apart as a Function computes them: of 1 − σ(u) a sum keeps nothing where σ(u) is
/// nearly 1, in every precision.
Matrix<long double> differences_of_values(const Expr& wrt, const Function<double>& truth_and_answer,
                                          const LeafValues<double>& leaves) {
  std::vector<Argument<double>> arguments;
  for (const auto& leaf : leaves) arguments.emplace_back(leaf.second);
  const auto values = truth_and_answer(std::span<const Argument<double>>(arguments));
  return (part_that_counts(wrt, values[0].cast<long double>()) -
          part_that_counts(wrt, values[1].cast<long double>()))
      .cwiseAbs();
}

/// Whether something in `exprs` lies between two of its pieces, but for rounding: exp(u) > 1 where u is lost
/// beside 1.
bool are_at_kink(std::span<const Expr> exprs, const LeafValues<long double>& leaves) {
  constexpr long double least_margin = 1e-12L;
  const Graph graph(exprs);
  const std::vector<Matrix<long double>> values = reference_values<long double>(graph.nodes(), leaves);
  return std::ranges::any_of(graph.nodes(), [&](const Expr& node) {
    const PiecewiseOp* const op = as_piecewise(node);
    if (op == nullptr) return false;
    std::vector<ConstView<long double>> inputs;
    for (const Expr& input : node.inputs()) {
      const Matrix<long double>& value = values[graph.position(input)];
      inputs.emplace_back(value.data(), value.rows(), value.cols());
    }
    return std::ranges::any_of(op->choices(inputs), [](const Choice& one) { return one.margin < least_margin; });
  });
}

}  // namespace

std::optional<AnsweredQuestion> wrong_in_a_region(std::uint64_t seed) {
  Random random(2 * seed + 1);
  const auto question = random_question(random, below(4, random) != 0);
  if (!question) return std::nullopt;
  const auto answer = with_one_changed(
      question->truth, [&](const Expr& node) { return wrong_elsewhere(node, random); }, random);
  if (!answer) return std::nullopt;
  return AnsweredQuestion{question->loss, question->wrt, question->truth, *answer};
}

std::optional<AnsweredQuestion> wrong_by_a_slip(std::uint64_t seed) {
  Random random(2 * seed);
  const auto question = random_question(random, below(3, random) == 0);
  if (!question) return std::nullopt;
  const auto mutants = grading::mutants(question->truth, [](const Expr&) { return std::string(); }, {});
  std::vector<Expr> fitting;
  for (const grading::Mutant& one : mutants)
    if (one.result.shape() == question->wrt.shape()) fitting.push_back(one.result);
  if (fitting.empty()) return std::nullopt;
  return AnsweredQuestion{question->loss, question->wrt, question->truth, fitting[below(fitting.size(), random)]};
}

std::optional<AnsweredQuestion> rewritten(std::uint64_t seed) {
  Random random(seed ^ 0x5bd1e995);
  const auto question = random_question(random, below(2, random) == 0);
  if (!question) return std::nullopt;
  Expr answer = question->truth;
  for (std::size_t i = 0; i < 1 + below(4, random); ++i)
    if (const auto changed = with_one_changed(
            answer, [&](const Expr& node) { return std::optional(in_other_words(node, random)); }, random))
      answer = *changed;
  return AnsweredQuestion{question->loss, question->wrt, question->truth, answer};
}

int points_of_difference(const AnsweredQuestion& question, std::uint64_t seed, int points, int enough) {
  Random random(seed);
  const std::vector<Expr> both{question.truth, question.answer, question.loss};
  const std::vector<Expr> leaves = Graph(std::span<const Expr>(both)).leaves();
  const Function<double> stable(leaves, both);
  int found = 0;
  for (int point = 0; point < points && found < enough; ++point) {
    const double size =
        point % 2 == 0 ? 0.2 * std::pow(7.5, uniform(random)) : std::pow(10.0, 4 * uniform(random) - 2);
    LeafValues<long double> exact;
    LeafValues<double> rounded;
    for (const Expr& leaf : leaves) {
      rounded.emplace_back(leaf, value_of(leaf, size, random));
      exact.emplace_back(leaf, rounded.back().second.cast<long double>());
    }
    try {
      const auto fine = reference_values<long double>(both, exact);
      const auto coarse = reference_values<double>(both, rounded);
      if (!fine[0].allFinite() || !fine[1].allFinite() || !fine[2].allFinite()) continue;
      const auto a = part_that_counts(question.wrt, fine[1]), t = part_that_counts(question.wrt, fine[0]);
      const Matrix<long double> difference = (a - t).cwiseAbs();
      const Matrix<long double> error = (fine[0] - coarse[0].cast<long double>()).cwiseAbs() +
                                        (fine[1] - coarse[1].cast<long double>()).cwiseAbs();
      const Matrix<long double> scale = a.cwiseAbs().cwiseMax(t.cwiseAbs());
      const Matrix<long double> allowed = 1e-6L * scale.array() + 10 * error.maxCoeff();
      if (!error.allFinite() || !(difference.array() > allowed.array()).any()) continue;
      const auto lasting = differences_of_values(question.wrt, stable, rounded);
      if (!(difference.array() > allowed.array() && lasting.array() > allowed.array()).any()) continue;
      if (!are_at_kink(std::span(both).first(2), exact)) ++found;
    } catch (const Error&) {
      continue;  // outside the domain
    }
  }
  return found;
}

}  // namespace matgrad::tests
