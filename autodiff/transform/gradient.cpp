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

// dL = ⟨G, dS⟩ for symmetric dS leaves the antisymmetric part of G open; the symmetric one is meant.
Expr symmetric_part(const Expr& g) {
  return weighted_sum({0.5, 0.5}, std::vector{g, transpose(g)});
}

}  // namespace

std::vector<Expr> gradient(const Expr& y, const std::vector<Expr>& xs, const Expr& seed) {
  const Adjoints adjoints(y, seed, xs);
  std::vector<Expr> gradients;
  for (const Expr& x : xs) {
    const std::optional<Expr> total = adjoints.total(x);
    if (!total) gradients.push_back(zeros_like(x));
    else if (x.op().declared_facts().has(Fact::symmetric)) gradients.push_back(symmetric_part(*total));
    else gradients.push_back(*total);
  }
  gradients = tidy(std::move(gradients));
  for (Expr& g : gradients) g = simplest_terms_first(g);
  return gradients;
}

Expr gradient(const Expr& y, const Expr& x, const Expr& seed) { return gradient(y, std::vector{x}, seed).front(); }

std::vector<Expr> gradient(const Expr& y, const std::vector<Expr>& xs) {
  if (!y.shape().is_scalar()) {
    ShapeError error("gradient: " + described(y) + " is not a scalar");
    error.add_context("contract it first, for example sum(…) or squared_norm(…), give a seed, or ask for the jacobian");
    throw error;
  }
  return gradient(y, xs, constant(1.0));
}

Expr gradient(const Expr& y, const Expr& x) { return gradient(y, std::vector{x}).front(); }

}  // namespace matgrad
