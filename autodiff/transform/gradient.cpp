#include "matgrad/autodiff/transform/gradient.hpp"

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"

namespace matgrad {
namespace {

// dL = ⟨G, dX⟩ for dX of the declared kind leaves a part of G open: it is chosen so that G is of that kind itself.
Expr of_declared_kind(const Expr& g, Facts facts) {
  if (facts.has(Fact::diagonal)) return as_diagonal(diagonal(g));
  if (facts.has(Fact::symmetric)) return weighted_sum({0.5, 0.5}, std::vector{g, transpose(g)});
  return g;
}

}  // namespace

std::vector<Expr> gradient(const Expr& y, const std::vector<Expr>& xs, const Expr& seed) {
  const Adjoints adjoints(y, seed, xs);
  std::vector<Expr> gradients;
  for (const Expr& x : xs) {
    const std::optional<Expr> total = adjoints.total(x);
    gradients.push_back(total ? of_declared_kind(*total, x.op().declared_facts()) : zeros_like(x));
  }
  gradients = tidy(std::move(gradients));
  for (Expr& g : gradients) g = simplest_terms_first(g);
  return gradients;
}

Expr gradient(const Expr& y, const Expr& x, const Expr& seed) { return gradient(y, std::vector{x}, seed).front(); }

std::vector<Expr> gradient(const Expr& y, const std::vector<Expr>& xs) {
  if (!y.shape().is_scalar()) {
    ShapeError error("gradient: " + described(y) + " is not a scalar");
    error.add_context(
        "contract it first, for example sum(…) or squared_norm(…), give a seed, or ask for the jacobian");
    throw error;
  }
  return gradient(y, xs, constant(1.0));
}

Expr gradient(const Expr& y, const Expr& x) { return gradient(y, std::vector{x}).front(); }

}  // namespace matgrad
