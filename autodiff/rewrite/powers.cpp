#include "matgrad/autodiff/rewrite/powers.hpp"

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/fraction.hpp"

namespace matgrad {
namespace {

std::vector<Expr> powers_of(std::vector<Expr> left, Interner& interner) {
  std::vector<Expr> factors;
  while (!left.empty()) {
    const Expr first = left.front();
    const Expr base = repetitions(first) > 1 ? first.input(0) : first;
    std::ptrdiff_t exponent = 0;
    const auto count = std::erase_if(left, [&](const Expr& factor) {
      const std::ptrdiff_t n = factor == base ? 1 : repetitions(factor);
      if (!(factor == base) && (n == 1 || !(factor.input(0) == base))) return false;
      exponent += n;
      return true;
    });
    factors.push_back(count == 1 ? first : interner.intern(power(base, static_cast<double>(exponent))));
  }
  return factors;
}

Expr with_powers(const Expr& expr, Interner& interner) {
  std::vector<Expr> factors = powers_of({expr.inputs().begin(), expr.inputs().end()}, interner);
  if (factors.size() == expr.inputs().size()) return expr;
  return factors.size() == 1 ? factors[0] : interner.intern(hadamard(std::move(factors)));
}

/// Of the scalars of a product.
Expr with_powers_of_scalars(const Expr& expr, Interner& interner) {
  SplitProduct parts = split_product(expr);
  const std::size_t before = parts.scalars.size();
  std::vector<Expr> factors = powers_of(std::move(parts.scalars), interner);
  if (factors.size() == before) return expr;
  factors.insert(factors.end(), parts.chain.begin(), parts.chain.end());
  return factors.size() == 1 ? factors[0] : interner.intern(product(std::move(factors)));
}

}  // namespace

std::vector<Expr> gather_powers(const Graph& graph, NormalFormBuilder& form) {
  return graph.rebuilt([&form](const Expr& node, std::vector<Expr> inputs) {
    if (is_named(node)) return node;
    const Expr same = form.interner().intern(with_inputs(node, std::move(inputs)));
    if (is_product(same)) return with_powers_of_scalars(same, form.interner());
    return is_hadamard(same) ? with_powers(same, form.interner()) : same;
  });
}

}  // namespace matgrad
