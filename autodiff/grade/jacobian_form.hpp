#pragma once

#include <optional>
#include <string>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad::grading {

/// The matrix J with rows for the entries of u and columns for those of a gradient, each column by column, where
/// the gradient is Jᵀu: it is linear in the leaf u. As one writes it, I/‖x‖ − x xᵀ/‖x‖³, if it can be read off;
/// else row by row.
Expr jacobian_of(const Expr& gradient, const Expr& u);

/// Jᵀu in the shape of the variable, for an answer J that is taken for a Jacobian.
Expr gradient_by(const Expr& jacobian, const Expr& u, Shape variable);

/// "∂y/∂x", or "the Jacobian by x" where y has no name and is long.
std::string jacobian_name(const Expr& y, const Expr& x);

}  // namespace matgrad::grading
