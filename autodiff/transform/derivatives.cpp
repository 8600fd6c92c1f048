#include "matgrad/autodiff/transform/derivatives.hpp"

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

namespace matgrad {

Expr directional_derivative(const Expr& y, const std::vector<Expr>& xs, const std::vector<Expr>& directions) {
  if (xs.size() != directions.size())
    throw ShapeError("directional_derivative: " + counted(xs.size(), "variable") + " but " +
                     counted(directions.size(), "direction"));
  const Expr u = variable("u", y.rows(), y.cols());
  const std::vector<Expr> back = gradient(y, xs, u);
  std::vector<Expr> products;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    if (directions[i].shape() != xs[i].shape())
      throw ShapeError("directional_derivative: the direction " + described(directions[i]) +
                       " must have the shape of " + described(xs[i]));
    products.push_back(dot(back[i], directions[i]));
  }
  if (products.empty()) return zeros_like(y);
  const Expr total = weighted_sum(std::vector<double>(products.size(), 1.0), products);
  // Linear in u, so the derivative no longer contains u; where it does so only by shape, y stands in.
  return substitute(gradient(total, u), Substitution{{u, y}});
}

Expr directional_derivative(const Expr& y, const Expr& x, const Expr& direction) {
  return directional_derivative(y, std::vector{x}, std::vector{direction});
}

Expr jacobian(const Expr& y, const Expr& x) {
  const Index entries = y.shape().size();
  if (entries == 0) return zeros(0, x.shape().size());
  const Expr u = variable("u", y.rows(), y.cols());
  const Expr slope = gradient(y, x, u);
  const Expr row = transpose(x.cols() == 1 ? slope : reshape(slope, x.shape().size(), 1));
  std::vector<Expr> rows;
  for (Index i = 0; i < entries; ++i) {
    Eigen::MatrixXd unit = Eigen::MatrixXd::Zero(y.rows(), y.cols());
    unit.data()[i] = 1;
    rows.push_back(substitute(row, Substitution{{u, constant(unit)}}));
  }
  return tidy(rows.size() == 1 ? rows.front() : concatenate_vertically(rows));
}

Expr hessian(const Expr& y, const Expr& x) { return jacobian(gradient(y, x), x); }

Expr hessian_product(const Expr& y, const Expr& x, const Expr& direction) {
  if (direction.shape() != x.shape())
    throw ShapeError("hessian_product: the direction " + described(direction) + " must have the shape of " +
                     described(x));
  return gradient(dot(gradient(y, x), direction), x);
}

}  // namespace matgrad
