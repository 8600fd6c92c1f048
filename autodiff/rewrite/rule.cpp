#include "matgrad/autodiff/rewrite/rule.hpp"

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

// Patterns are a few nodes deep, so matching may recurse.
bool all_match(std::span<const Expr> patterns, std::span<const Expr> exprs, const FactsOf& facts,
               Binding& binding) {
  for (std::size_t i = 0; i < patterns.size(); ++i)
    if (!matches(patterns[i], exprs[i], facts, binding)) return false;
  return true;
}

// In a sum of two terms or an elementwise product of two factors the order does not matter.
bool match_swapped(const Expr& pattern, const Expr& expr, const FactsOf& facts, Binding& binding) {
  const Binding before = binding;
  if (all_match(pattern.inputs(), expr.inputs(), facts, binding)) return true;
  binding = before;
  const std::vector<double>* coefficients = sum_coefficients(pattern);
  const bool commutes = pattern.inputs().size() == 2 && (is_hadamard(pattern) || coefficients != nullptr);
  if (!commutes || (coefficients != nullptr && (*coefficients)[0] != (*coefficients)[1])) return false;
  const std::vector<Expr> swapped{expr.input(1), expr.input(0)};
  return all_match(pattern.inputs(), swapped, facts, binding);
}

bool match_product(const Expr& pattern, const Expr& expr, const FactsOf& facts, Binding& binding) {
  const std::size_t n = pattern.inputs().size();
  if (expr.inputs().size() < n) return false;
  // A scalar among the factors is none of the matrices that a pattern speaks of.
  for (std::size_t i = 0; i < n; ++i)
    if (expr.input(i).shape().is_scalar() && !pattern.input(i).shape().is_scalar()) return false;
  if (!all_match(pattern.inputs().first(n - 1), expr.inputs().first(n - 1), facts, binding)) return false;
  const std::span<const Expr> rest = expr.inputs().subspan(n - 1);
  const Expr tail = rest.size() == 1 ? rest[0] : product(std::vector<Expr>(rest.begin(), rest.end()));
  return matches(pattern.input(n - 1), tail, facts, binding);
}

}  // namespace

bool accepts(const Expr& wildcard, const Expr& expr, const FactsOf& facts, Binding& binding) {
  if (const auto bound = binding.find(wildcard.id()); bound != binding.end()) return bound->second == expr;
  const Shape shape = wildcard.shape();
  if (shape.is_scalar() && !expr.shape().is_scalar()) return false;
  if (shape.rows > 1 && shape.cols == 1 && expr.cols() != 1) return false;
  if (const Facts required = wildcard.op().declared_facts(); !required.empty() && !facts(expr).has_all(required))
    return false;
  binding.emplace(wildcard.id(), expr);
  return true;
}

bool matches(const Expr& pattern, const Expr& expr, const FactsOf& facts, Binding& binding) {
  if (pattern.is_leaf()) return accepts(pattern, expr, facts, binding);
  // An identity or ones in a pattern stand for some of any size; the shapes around them fit.
  if (is_identity(pattern)) return is_identity(expr);
  if (is_ones(pattern)) return is_ones(expr);
  if (!have_same_operation(pattern, expr)) return false;
  if (is_product(pattern)) return match_product(pattern, expr, facts, binding);
  return pattern.inputs().size() == expr.inputs().size() && match_swapped(pattern, expr, facts, binding);
}

}  // namespace matgrad
