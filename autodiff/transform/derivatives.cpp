#include "matgrad/autodiff/transform/derivatives.hpp"

#include <span>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "matgrad/autodiff/transform/look_alike.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

namespace matgrad {
namespace {

/// The Jacobian of what may be a derivative already: x may have vanished from it.
Expr jacobian_of_part(const Expr& y, const Expr& x) {
  const Index entries = y.shape().size();
  if (entries == 0) return zeros(0, x.shape().size());
  const Expr u = variable_like("u", y);
  const Expr slope = vector_jacobian_product(y, {x}, u).front();
  const Expr row = transpose(x.cols() == 1 ? slope : reshape(slope, x.shape().size(), 1));
  std::vector<Expr> rows;
  for (Index i = 0; i < entries; ++i) {
    Eigen::MatrixXd unit = Eigen::MatrixXd::Zero(y.rows(), y.cols());
    unit.data()[i] = 1;
    rows.push_back(replaced({row}, Substitution{{u, constant(unit)}}).front());
  }
  return for_people({rows.size() == 1 ? rows.front() : concatenate_vertically(rows)}).front();
}

}  // namespace

Expr directional_derivative(const Expr& y, const std::vector<Expr>& xs, const std::vector<Expr>& directions) {
  if (xs.size() != directions.size())
    throw ShapeError("directional_derivative: " + counted(xs.size(), "variable") + " but " +
                     counted(directions.size(), "direction"));
  const Expr u = variable_like("u", y);
  const std::vector<Expr> back = value_and_gradient(y, xs, u);
  std::vector<Expr> products;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    if (directions[i].shape() != xs[i].shape())
      throw ShapeError("directional_derivative: the direction " + described(directions[i]) +
                       " must have the shape of " + described(xs[i]));
    products.push_back(dot(back[i + 1], directions[i]));
  }
  if (products.empty()) return zeros_like(y);
  const Expr total = sum_of(products);
  // Linear in u, so the derivative no longer contains u; where it does so only by shape, y stands in.
  const std::vector<Expr> forward = vector_jacobian_product(total, {u}, constant(1.0));
  return for_people(replaced(forward, Substitution{{u, y}})).front();
}

Expr directional_derivative(const Expr& y, const Expr& x, const Expr& direction) {
  return directional_derivative(y, std::vector{x}, std::vector{direction});
}

Expr jacobian(const Expr& y, const Expr& x) {
  require_no_look_alike(std::span(&y, 1), std::span(&x, 1));
  return jacobian_of_part(y, x);
}

Expr hessian(const Expr& y, const Expr& x) { return jacobian_of_part(value_and_gradient(y, x)[1], x); }

Expr hessian_product(const Expr& y, const Expr& x, const Expr& direction) {
  if (direction.shape() != x.shape())
    throw ShapeError("hessian_product: the direction " + described(direction) + " must have the shape of " +
                     described(x));
  // The direction stands still, also where it is made of x.
  const Expr v = variable_like("v", x);
  const Expr slope = dot(value_and_gradient(y, x)[1], v);
  const std::vector<Expr> product = vector_jacobian_product(slope, {x}, constant(1.0));
  return for_people(replaced(product, Substitution{{v, direction}})).front();
}

}  // namespace matgrad
