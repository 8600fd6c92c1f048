#include "matgrad/autodiff/transform/gradient.hpp"

#include <optional>
#include <span>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/products.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"
#include "matgrad/autodiff/transform/differentiable_form.hpp"
#include "matgrad/autodiff/transform/look_alike.hpp"

namespace matgrad {

Expr of_declared_kind(const Expr& g, const Expr& x) {
  const Facts facts = x.op().declared_facts();
  if (facts.has(Fact::diagonal)) return as_diagonal(diagonal(g));
  if (facts.has(Fact::symmetric)) return symmetric_part(g);
  return g;
}

namespace {

void require_scalar(const Expr& y) {
  if (y.shape().is_scalar()) return;
  ShapeError error("gradient: " + described(y) + " is not a scalar");
  error.add_context(
      "contract it first, for example sum(…) or squared_norm(…), give a seed, or ask for the jacobian");
  throw error;
}

/// What y holds of xs must be told from what only looks like it, save where a transform made y.
enum class LookAlikes { refused, left_alone };

/// The gradients as the reverse sweep leaves them.
std::vector<Expr> swept(const Expr& y, const std::vector<Expr>& xs, const Expr& seed, LookAlikes look_alikes) {
  const std::vector<Expr> form = differentiable_form(y, xs);
  const std::vector<Expr> by(form.begin() + 1, form.end());
  const Adjoints adjoints(form.front(), seed, by);
  std::vector<Expr> gradients;
  bool depends_on_all = true;
  for (const Expr& x : by) {
    const std::optional<Expr> total = adjoints.total(x);
    depends_on_all = depends_on_all && total;
    gradients.push_back(total ? of_declared_kind(*total, x) : zeros_like(x));
  }
  if (!depends_on_all && look_alikes == LookAlikes::refused) require_no_look_alike(std::span(&y, 1), xs);
  return gradients;
}

}  // namespace

std::vector<Expr> for_people(std::vector<Expr> derivatives) {
  derivatives = tidy(std::move(derivatives));
  for (Expr& derivative : derivatives) derivative = simplest_terms_first(derivative);
  return derivatives;
}

std::vector<Expr> gradient(const Expr& y, const std::vector<Expr>& xs, const Expr& seed) {
  return for_people(swept(y, xs, seed, LookAlikes::refused));
}

std::vector<Expr> vector_jacobian_product(const Expr& y, const std::vector<Expr>& xs, const Expr& seed) {
  return swept(y, xs, seed, LookAlikes::left_alone);
}

Expr gradient(const Expr& y, const Expr& x, const Expr& seed) { return gradient(y, std::vector{x}, seed).front(); }

std::vector<Expr> gradient(const Expr& y, const std::vector<Expr>& xs) {
  require_scalar(y);
  return gradient(y, xs, constant(1.0));
}

Expr gradient(const Expr& y, const Expr& x) { return gradient(y, std::vector{x}).front(); }

std::vector<Expr> value_and_gradient(const Expr& y, const std::vector<Expr>& xs, const Expr& seed) {
  std::vector<Expr> all = swept(y, xs, seed, LookAlikes::refused);
  all.insert(all.begin(), y);
  return all;
}

std::vector<Expr> value_and_gradient(const Expr& y, const std::vector<Expr>& xs) {
  require_scalar(y);
  return value_and_gradient(y, xs, constant(1.0));
}

std::array<Expr, 2> value_and_gradient(const Expr& y, const Expr& x) {
  return {y, value_and_gradient(y, std::vector{x}).back()};
}

}  // namespace matgrad
