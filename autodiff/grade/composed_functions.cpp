#include "matgrad/autodiff/grade/composed_functions.hpp"

#include <algorithm>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/activation.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix_norm.hpp"
#include "matgrad/autodiff/operations/order.hpp"
#include "matgrad/autodiff/operations/rounding.hpp"
#include "matgrad/autodiff/operations/singular_values.hpp"
#include "matgrad/autodiff/rewrite/interner.hpp"
#include "matgrad/autodiff/show/variable_uses.hpp"

namespace matgrad::grading {
namespace {

/// The number in front of what a choice takes below 0.
double coefficient(const Expr& expr) {
  const std::vector<double>* coefficients = sum_coefficients(expr);
  return coefficients != nullptr && coefficients->size() == 1 ? coefficients->front() : 1;
}

bool are_singular_values(const Expr& expr) {
  static const Expr model = singular_values(variable("A", 1, 1));
  return have_same_operation(expr, model);
}

bool is_sort_of_columns(const Expr& expr) {
  static const Expr model = sort_columns(variable("A", 1, 1));
  return have_same_operation(expr, model);
}

std::string parameter_text(double number, double usual) {
  return number == usual ? "" : ", " + to_text(constant(number));
}

}  // namespace

bool is_same_formula(const Expr& a, const Expr& b) {
  if (a.hash() != b.hash()) return false;
  const std::vector<Expr> merged = merge({a, b});
  return merged[0] == merged[1];
}

std::optional<ComposedFunction> composed_function(const Expr& node) {
  if (is_call<select>(node)) {
    const Expr& u = node.input(1);
    const double c = coefficient(node.input(2));
    if (is_same_formula(node, leaky_relu(u, c)))
      return ComposedFunction{node, u, "leaky_relu(", parameter_text(c, 0.01) + ")"};
    if (is_same_formula(node, elu(u, c))) return ComposedFunction{node, u, "elu(", parameter_text(c, 1) + ")"};
  }
  const std::vector<double>* coefficients = sum_coefficients(node);
  if (coefficients != nullptr && coefficients->size() == 1 && is_call<select>(node.input(0))) {
    const Expr& u = node.input(0).input(1);
    if (is_same_formula(node, selu(u))) return ComposedFunction{node, u, "selu(", ")"};
  }
  if (is_call<minimum>(node) && is_call<maximum>(node.input(0))) {
    const Expr &u = node.input(0).input(0), &lo = node.input(0).input(1), &hi = node.input(1);
    if (is_same_formula(node, clamp(u, lo, hi)))
      return ComposedFunction{node, u, "clamp(", ", " + to_text(lo) + ", " + to_text(hi) + ")"};
  }
  if (node.inputs().size() == 1 && are_singular_values(node.input(0))) {
    const Expr& a = node.input(0).input(0);
    if (is_same_formula(node, spectral_norm(a))) return ComposedFunction{node, a, "spectral_norm(", ")"};
    if (is_same_formula(node, nuclear_norm(a))) return ComposedFunction{node, a, "nuclear_norm(", ")"};
  }
  if (is_sort_of_columns(node) && node.cols() == 1 && is_same_formula(node, sort(node.input(0))))
    return ComposedFunction{node, node.input(0), "sort(", ")"};
  return std::nullopt;
}

std::unordered_set<const Node*> inside_composed_functions(const Graph& graph) {
  std::unordered_set<const Node*> found;
  for (const Expr& node : graph.nodes()) {
    const std::optional<ComposedFunction> function = composed_function(node);
    if (!function) continue;
    const Graph whole(node), argument(function->argument);
    for (const Expr& inner : whole.nodes())
      if (!(inner == node) && !argument.contains(inner)) found.insert(inner.id());
  }
  return found;
}

bool is_used_in_one_function(const Graph& graph, const Expr& variable) {
  for (const Expr& node : graph.nodes()) {
    const std::optional<ComposedFunction> function = composed_function(node);
    if (!function || !(function->argument == variable)) continue;
    const std::unordered_set<const Node*> inside = inside_composed_functions(Graph(node));
    const auto lies_in_it = [&](const VariableUse& use) {
      const Expr& consumer = use.links.front().consumer;
      return consumer == node || inside.contains(consumer.id());
    };
    return std::ranges::all_of(VariableUses(graph).of(variable), lies_in_it);
  }
  return false;
}

}  // namespace matgrad::grading
