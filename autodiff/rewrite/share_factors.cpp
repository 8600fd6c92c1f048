#include "matgrad/autodiff/rewrite/share_factors.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/rewrite/by_structure.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"
#include "matgrad/autodiff/rewrite/interner.hpp"
#include "matgrad/autodiff/rewrite/packed_factors.hpp"

namespace matgrad {
namespace {

double factoring_cost(Index size, bool symmetric) {
  const double n = static_cast<double>(size);
  return (symmetric ? 1.0 : 2.0) / 3.0 * n * n * n;
}

/// The factors of its input, by LU, or of a symmetric one by Cholesky if that is possible. It never throws: what
/// reads them does.
class Factorisation final : public OpOf<Factorisation> {
 public:
  static constexpr std::string_view function = "factor";

  explicit Factorisation(bool symmetric) : symmetric_(symmetric) {}

  auto attributes() const { return std::tuple(std::string(symmetric_ ? "symmetric" : "general")); }
  Shape shape(std::span<const Expr> inputs) const override { return packed_factors_shape(inputs[0].rows()); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const ConstView<Scalar>& a = in[0];
    if (!a.allFinite() || !((symmetric_ && factor_by_cholesky(a, out)) || factor_by_lu(a, out)))
      mark_as_not_factored(out);
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  double cost(const Expr& z) const override { return factoring_cost(z.rows(), symmetric_); }

 private:
  bool symmetric_;
};

/// What one of the operations is to take from factors, and of which matrix.
struct Use {
  std::string_view function;
  Expr matrix;
  bool symmetric, transposed;
};

/// The value of `original` by the factors in its first input; the others are those of the original, of which the
/// first is Aᵀ where A was factored if it is transposed.
class ByFactors final : public OpOf<ByFactors>, public Instruction {
 public:
  static constexpr std::string_view function = "by_factors";

  ByFactors(OpPtr original, const Use& use)
      : original_(std::move(original)),
        computed_(use.function),
        symmetric_(use.symmetric),
        transposed_(use.transposed) {}

  auto attributes() const {
    return std::tuple(std::string(symmetric_ ? "symmetric" : "general"),
                      std::string(computed_) + (transposed_ ? "ᵀ" : ""));
  }
  Shape shape(std::span<const Expr> inputs) const override { return original_->shape(inputs.subspan(1)); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const Inputs<Scalar> others = in.subspan(2);
    const bool finite = std::ranges::all_of(others, [](const auto& input) { return input.allFinite(); });
    if (finite && evaluate_factored(computed_, in[0], transposed_, others, out)) return;
    if (!transposed_) return original_->evaluate(in.subspan(1), out);
    const Matrix<Scalar> a = in[1].transpose();
    const std::array inputs{ConstView<Scalar>(a.data(), a.rows(), a.cols()), in[2]};
    original_->evaluate(Inputs<Scalar>(inputs), out);
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Expr meaning(std::span<const Expr> inputs) const override {
    std::vector<Expr> originals(inputs.begin() + 1, inputs.end());
    if (transposed_) originals[0] = transpose(originals[0]);
    return {original_, std::move(originals)};
  }
  double cost(const Expr& z) const override {
    return original_->cost(Expr(original_, {z.inputs().begin() + 1, z.inputs().end()})) -
           factoring_cost(z.input(0).rows(), symmetric_);
  }

 private:
  OpPtr original_;
  std::string_view computed_;
  bool symmetric_, transposed_;
};

std::optional<Use> use_of_factors(const Expr& node) {
  static const std::vector<Expr> factoring = [] {
    const Expr a = variable("A", 1, 1);
    return std::vector{inverse(a), solve(a, a), log_det(a), log_abs_det(a), determinant(a)};
  }();
  if (const std::string_view function = symmetric_original(node); !function.empty())
    return Use{function, node.input(0), true, false};
  const auto same = [&](const Expr& one) { return one.op().equals(node.op()); };
  if (std::ranges::none_of(factoring, same)) return std::nullopt;
  const bool transposed = is_call<solve>(node) && is_transpose(node.input(0));
  return Use{node.op().name(), transposed ? node.input(0).input(0) : node.input(0), false, transposed};
}

/// How many uses each matrix has, by place in the graph and by whether it is known to be symmetric.
class UseCounts {
 public:
  UseCounts(const Graph& graph, std::span<const Expr> roots) : graph_(graph), counts_(graph.size()) {
    const std::vector<bool> needed = needed_values(graph, roots);
    for (std::size_t i = 0; i < graph.size(); ++i)
      if (const auto use = needed[i] ? use_of_factors(graph.nodes()[i]) : std::nullopt)
        any_shared_ = ++counts_[graph.position(use->matrix)][use->symmetric] > 1 || any_shared_;
  }

  bool any_shared() const { return any_shared_; }
  bool is_shared(const Use& use) const { return counts_[graph_.position(use.matrix)][use.symmetric] > 1; }

 private:
  const Graph& graph_;
  std::vector<std::array<std::size_t, 2>> counts_;
  bool any_shared_ = false;
};

}  // namespace

std::vector<Expr> share_factors(const std::vector<Expr>& exprs, std::vector<Followed>* followed) {
  const Graph graph(exprs);
  const UseCounts counts(graph, exprs);
  if (!counts.any_shared()) return exprs;
  Interner interner;
  return rebuilt(
      exprs,
      [&](const Expr& node, std::vector<Expr> inputs) {
        const std::optional<Use> use = use_of_factors(node);
        if (!use || !counts.is_shared(*use)) return interner.intern(with_inputs(node, std::move(inputs)));
        // Also where only Aᵀ was asked for.
        if (use->transposed) inputs[0] = interner.intern(inputs[0].input(0));
        const Expr factors = interner.intern(std::make_shared<Factorisation>(use->symmetric), {inputs[0]});
        inputs.insert(inputs.begin(), factors);
        return interner.intern(std::make_shared<ByFactors>(node.shared_op(), *use), std::move(inputs));
      },
      followed);
}

}  // namespace matgrad
