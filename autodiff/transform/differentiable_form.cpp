#include "matgrad/autodiff/transform/differentiable_form.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/distance.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

/// √(number · scalars / divisors) · pairwise_distances(X, Y), gathered from the root of a multiple of squared
/// distances.
class Distances {
 public:
  explicit Distances(std::span<const Expr> kept) : kept_(kept) {}

  std::optional<Expr> of_root(const Expr& root) {
    if (!is_call<sqrt>(root) && fixed_exponent(root) != 0.5) return std::nullopt;
    Expr inside = root.input(0);
    while (!is_call<pairwise_squared_distances>(inside)) {
      if (is_kept(inside)) return std::nullopt;
      const std::optional<Expr> next = below(inside);
      if (!next) return std::nullopt;
      inside = *next;
    }
    if (is_kept(inside)) return std::nullopt;
    Expr result = pairwise_distances(inside.input(0), inside.input(1));
    for (const Expr& scalar : scalars_) result = sqrt(scalar) * result;
    for (const Expr& divisor : divisors_) result = result / sqrt(divisor);
    return number_ == 1 ? result : std::sqrt(number_) * result;
  }

 private:
  bool is_kept(const Expr& expr) const { return std::ranges::find(kept_, expr) != kept_.end(); }

  /// The operand that `expr` is a nonnegative multiple of, if it is one as far as is known here.
  std::optional<Expr> below(const Expr& expr) {
    if (is_named(expr)) return expr.input(0);
    const std::vector<double>* coefficients = sum_coefficients(expr);
    if (coefficients != nullptr && coefficients->size() == 1 && coefficients->front() > 0) {
      number_ *= coefficients->front();
      return expr.input(0);
    }
    const bool has_guard = is_call<abs>(expr) || is_call<relu>(expr) ||
                           (is_call<maximum>(expr) && number_value(expr.input(1)) == 0.0);
    if (has_guard) {
      is_guarded_ = true;
      return expr.input(0);
    }
    if (is_call<divide>(expr) && expr.input(1).shape().is_scalar()) return without(expr, 1, divisors_);
    if ((is_product(expr) || is_hadamard(expr)) && expr.inputs().size() == 2)
      for (std::size_t i : {0u, 1u})
        if (expr.input(i).shape().is_scalar()) return without(expr, i, scalars_);
    return std::nullopt;
  }

  /// A scalar under a guard may be negative, where the root of the whole has a value and its own has none.
  std::optional<Expr> without(const Expr& expr, std::size_t i, std::vector<Expr>& taken) {
    const std::optional<double> number = number_value(expr.input(i));
    if (number ? !(*number > 0) : is_guarded_) return std::nullopt;
    taken.push_back(expr.input(i));
    return expr.input(1 - i);
  }

  std::span<const Expr> kept_;
  double number_ = 1;
  std::vector<Expr> scalars_, divisors_;
  bool is_guarded_ = false;
};

}  // namespace

std::vector<Expr> differentiable_form(const Expr& y, const std::vector<Expr>& xs) {
  std::vector<Expr> exprs{y};
  exprs.insert(exprs.end(), xs.begin(), xs.end());
  const Graph graph(exprs);
  if (std::ranges::none_of(graph.nodes(), is_call<pairwise_squared_distances>)) return exprs;
  std::unordered_map<const Node*, Expr> distances;
  for (const Expr& node : graph.nodes())
    if (const std::optional<Expr> found = Distances(xs).of_root(node)) distances.emplace(node.id(), *found);
  if (distances.empty()) return exprs;
  exprs = rebuilt(exprs, [&](const Expr& node, std::vector<Expr> inputs) {
    const auto found = distances.find(node.id());
    return found == distances.end() ? with_inputs(node, std::move(inputs)) : found->second;
  });
  // The points may stand on other distances.
  return differentiable_form(exprs.front(), {exprs.begin() + 1, exprs.end()});
}

}  // namespace matgrad
