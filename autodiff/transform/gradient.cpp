#include "matgrad/autodiff/transform/gradient.hpp"

#include <algorithm>
#include <span>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"
#include "matgrad/autodiff/transform/differentiable_form.hpp"
#include "matgrad/autodiff/transform/look_alike.hpp"

namespace matgrad {

Expr of_declared_kind(const Expr& g, const Expr& x) {
  const Facts facts = x.op().declared_facts();
  if (facts.has(Fact::diagonal)) return as_diagonal(diagonal(g));
  if (facts.has(Fact::symmetric)) return weighted_sum({0.5, 0.5}, std::vector{g, transpose(g)});
  return g;
}

namespace {

std::vector<Expr> gradients_of(const Adjoints& adjoints, const std::vector<Expr>& xs) {
  std::vector<Expr> gradients;
  for (const Expr& x : xs) {
    const std::optional<Expr> total = adjoints.total(x);
    gradients.push_back(total ? of_declared_kind(*total, x) : zeros_like(x));
  }
  gradients = tidy(std::move(gradients));
  for (Expr& g : gradients) g = simplest_terms_first(g);
  return gradients;
}

}  // namespace

std::vector<Expr> gradient(const Expr& y, const std::vector<Expr>& xs, const Expr& seed) {
  const std::vector<Expr> form = differentiable_form(y, xs);
  const std::vector<Expr> by(form.begin() + 1, form.end());
  const Adjoints adjoints(form.front(), seed, by);
  if (std::ranges::any_of(by, [&adjoints](const Expr& x) { return !adjoints.total(x); }))
    require_no_look_alike(std::span(&y, 1), xs);
  return gradients_of(adjoints, by);
}

std::vector<Expr> vector_jacobian_product(const Expr& y, const std::vector<Expr>& xs, const Expr& seed) {
  const std::vector<Expr> form = differentiable_form(y, xs);
  const std::vector<Expr> by(form.begin() + 1, form.end());
  return gradients_of(Adjoints(form.front(), seed, by), by);
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
