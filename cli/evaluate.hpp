#pragma once

#include <Eigen/Core>

#include <span>
#include <vector>

#include <matgrad/autodiff/check/draw_values.hpp>

namespace matgrad::cli {

/// The values of expressions. Throws what evaluation throws; where a result is not finite, NonFiniteError that
/// names the operation in which this began.
std::vector<Eigen::MatrixXd> evaluate(const std::vector<Expr>& exprs, const NamedValues& values);

/// The Jacobian of a vector y with respect to each of xs: a row for each entry of y, a column for each entry of x,
/// column by column. Throws Error where that fills the memory.
std::vector<Eigen::MatrixXd> jacobians(const Expr& y, const std::vector<Expr>& xs, const NamedValues& values);

}  // namespace matgrad::cli
