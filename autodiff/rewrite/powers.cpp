#include "matgrad/autodiff/rewrite/powers.hpp"

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

Expr with_powers(const Expr& expr, Interner& interner) {
  std::vector<Expr> left(expr.inputs().begin(), expr.inputs().end()), factors;
  while (!left.empty()) {
    const Expr first = left.front();
    const auto count = std::erase(left, first);
    factors.push_back(count == 1 ? first : interner.intern(power(first, static_cast<double>(count))));
  }
  if (factors.size() == expr.inputs().size()) return expr;
  return factors.size() == 1 ? factors[0] : interner.intern(hadamard(std::move(factors)));
}

}  // namespace

std::vector<Expr> gather_powers(const std::vector<Expr>& exprs, NormalForm& form) {
  return rebuilt(exprs, [&form](const Expr& node, std::vector<Expr> inputs) {
    if (is_named(node)) return node;
    const Expr same = form.interner().intern(with_inputs(node, std::move(inputs)));
    return is_hadamard(same) ? with_powers(same, form.interner()) : same;
  });
}

}  // namespace matgrad
