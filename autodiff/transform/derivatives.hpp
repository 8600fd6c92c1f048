#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// J v, the derivative of y along the direction v (of x's shape): an expression of y's shape. Forward mode without
/// rules of its own: J v = ∂⟨Jᵀu, v⟩/∂u, since Jᵀu is linear in u.
Expr directional_derivative(const Expr& y, const Expr& x, const Expr& direction);
/// Along several variables at once.
Expr directional_derivative(const Expr& y, const std::vector<Expr>& xs, const std::vector<Expr>& directions);

/// ∂y/∂x as a matrix: a row for each entry of y, a column for each entry of x, both column by column. Takes a
/// reverse sweep for each entry of y.
Expr jacobian(const Expr& y, const Expr& x);

/// ∂²y/∂x² for a scalar y: the Jacobian of the gradient. Throws ShapeError if y is not 1×1.
Expr hessian(const Expr& y, const Expr& x);

/// H v = ∂⟨∂y/∂x, v⟩/∂x for a scalar y and v of x's shape, which stands still, without forming H. Source:
/// Pearlmutter (1994).
Expr hessian_product(const Expr& y, const Expr& x, const Expr& direction);

}  // namespace matgrad
