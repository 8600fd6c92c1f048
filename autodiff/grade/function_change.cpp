#include <cmath>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/local_change.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_function.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/products.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/softmax.hpp"

namespace matgrad::grading {
namespace {

constexpr const char* transposes = "∂L/∂A = (∂L/∂Z) Bᵀ and ∂L/∂B = Aᵀ (∂L/∂Z) for Z = A B";

/// f⁽ᵏ⁾(z) for a function known by name.
Expr derivative(const std::string& name, int order, const Expr& at) {
  Expr result = elementwise_function(name)(at);
  for (int k = 0; k < order; ++k) result = result.op().vjp(0, result, ones_like(result)).inputs().back();
  return result;
}

void add_orders(std::vector<LocalChange>& changes, const Expr& node, const Describe& describe) {
  const auto f = unknown_function(node);
  if (!f) return;
  const std::string call = describe(node);
  for (const int order : {f->order - 1, f->order + 1}) {
    if (order < 0) continue;
    const auto make = [name = f->name, order](const ExprList& inputs) {
      return derivative(name, order, inputs[0]);
    };
    changes.push_back({order < f->order ? "f for f′" : "f″ for f′",
                       describe(derivative(f->name, order, node.input(0))) + " stands for " + call,
                       "the chain rule multiplies by the derivative of the function", make});
  }
}

/// s² for s³.
void add_exponents(std::vector<LocalChange>& changes, const Expr& node, const Describe& describe) {
  const Expr& base = node.input(0);
  const double exponent = *fixed_exponent(node);
  if (exponent != std::trunc(exponent) || exponent < -3 || exponent > 6 || exponent == 0 || exponent == 1) return;
  for (const double other : {exponent - 1, exponent + 1})
    if (other != 0 && other != 1)
      changes.push_back({"wrong exponent", describe(power(base, other)) + " stands for " + describe(node),
                         "the derivative of xⁿ is n xⁿ⁻¹, that of 1/xⁿ is −n/xⁿ⁺¹",
                         [other](const ExprList& inputs) { return power(inputs[0], other); }});
}

/// a > b for a < b.
void add_reversal(std::vector<LocalChange>& changes, const Expr& node, const Describe& describe) {
  if (!is_call<greater>(node) && !is_call<greater_equal>(node) && !is_call<less>(node) &&
      !is_call<less_equal>(node))
    return;
  changes.push_back({"condition reversed", "the condition " + describe(node) + " is reversed",
                     "see on which side of its kink the function is constant", [node](const ExprList& inputs) {
                       return with_inputs(node, {inputs[1], inputs[0]});
                     }});
}

void add_arguments(std::vector<LocalChange>& changes, const Expr& node, const std::vector<Expr>& others,
                   const Describe& describe) {
  for (const Expr& other : others) {
    if (other.shape() != node.input(0).shape() || other == node.input(0)) continue;
    changes.push_back(
        {"wrong argument",
         describe(node) + " is taken at " + describe(other) + " instead of " + describe(node.input(0)),
         "a derivative is taken where the function was: at its own argument",
         [node, other](const ExprList&) { return with_inputs(node, {other}); }});
  }
}

}  // namespace

bool is_function_of_one(const Expr& node) {
  return node.inputs().size() == 1 && node.shape() == node.input(0).shape() && !is_transpose(node) &&
         !is_named(node) && sum_coefficients(node) == nullptr && node.op().uses_value(0);
}

std::vector<LocalChange> changes_of_function(const Expr& node, const std::vector<Expr>& others,
                                             const Describe& describe) {
  std::vector<LocalChange> changes;
  const std::size_t n = node.inputs().size();
  if (n == 0) return changes;
  const bool is_division = is_call<divide>(node) || is_divide_or_zero(node);
  add_orders(changes, node, describe);
  if (n == 1 && node.op().uses_value(0)) add_arguments(changes, node, others, describe);
  for (std::size_t i = 0; i < n; ++i) {
    if (!node.op().uses_value(i) || node.input(i).shape() != node.shape()) continue;
    const std::string words = is_division && i == 0 ? "the division by " + describe(node.input(1)) + " is missing"
                                                    : describe(node.input(i)) + " stands for " + describe(node);
    changes.push_back({"operation missing", words, "", [i](const ExprList& inputs) { return inputs[i]; }});
  }
  if (is_division) {
    changes.push_back({"product for quotient", "a product stands for the quotient " + describe(node), "",
                       [](const ExprList& inputs) { return hadamard(inputs); }});
    if (!number_value(node.input(0)))
      changes.push_back({"factor missing", "the numerator of " + describe(node) + " is missing", "",
                         [](const ExprList& inputs) { return divide(1.0, inputs[1]); }});
    changes.push_back({"factor twice", "the divisor " + describe(node.input(1)) + " is there once too often", "",
                       [](const ExprList& inputs) { return divide(divide(inputs[0], inputs[1]), inputs[1]); }});
  }
  add_reversal(changes, node, describe);
  if (fixed_exponent(node)) add_exponents(changes, node, describe);
  if (fixed_exponent(node) && is_function_of_one(node.input(0))) {
    const Expr inside = with_inputs(node.input(0), {with_inputs(node, {node.input(0).input(0)})});
    changes.push_back({"power in the wrong place",
                       describe(inside) + " stands for " + describe(node) + ": the power is taken of the argument",
                       "in f(a)² the value of the function is squared, in f(a²) its argument",
                       [node](const ExprList& inputs) {
                         return with_inputs(inputs[0], {with_inputs(node, {inputs[0].input(0)})});
                       }});
  }
  if (is_call<softmax>(node))
    changes.push_back(
        {"normalisation missing",
         describe(exp(node.input(0))) + " stands for " + describe(node) + ": the division by its sum is missing",
         "", [](const ExprList& inputs) { return exp(inputs[0]); }});
  if (is_call<solve>(node)) {
    changes.push_back({"inverse missing", "a product stands for " + describe(node), "",
                       [](const ExprList& inputs) { return inputs[0] * inputs[1]; }});
    changes.push_back(
        {"factor not transposed", "the inverse in " + describe(node) + " stands transposed", "",
         [](const ExprList& inputs) { return solve(with_transpose_toggled(inputs[0]), inputs[1]); }});
  }
  return changes;
}

std::vector<LocalChange> local_changes(const Expr& node, const std::vector<Expr>& others,
                                       const Describe& describe) {
  if (is_product(node)) return changes_of_product(node, describe);
  if (is_hadamard(node)) return changes_of_elementwise_product(node, describe);
  if (sum_coefficients(node) != nullptr) return changes_of_sum(node, describe);
  if (is_transpose(node))
    return {{"factor not transposed", describe(node) + " stands without its transposition", transposes,
             [](const ExprList& inputs) { return inputs[0]; }}};
  if (is_call<kronecker>(node)) return changes_of_kronecker_product(node, describe);
  std::vector<LocalChange> changes = changes_of_reduction(node, describe);
  std::vector<LocalChange> more = changes_of_function(node, others, describe);
  changes.insert(changes.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  return changes;
}

}  // namespace matgrad::grading
