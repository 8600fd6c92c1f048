#pragma once

#include <Eigen/Core>

#include <span>
#include <string>
#include <vector>

#include <matgrad/autodiff/check/draw_values.hpp>

namespace matgrad::cli {

/// The values of expressions. Throws what evaluation throws; where a result is not finite, NonFiniteError that
/// names the operation in which this began.
std::vector<Eigen::MatrixXd> finite_values(const std::vector<Expr>& exprs, const LeafValues<>& values);

/// Results come from a form that keeps its digits: 1 − x² is computed as (1 − x) (1 + x). Where the formula,
/// evaluated exactly as it is written, gives another number, a sentence that says so; else empty, and for long
/// computations.
std::string difference_as_written(const std::string& name, const Expr& formula, const Eigen::MatrixXd& result,
                                  const LeafValues<>& values);

/// The Jacobian of a vector y with respect to each of xs: a row for each entry of y, a column for each entry of x,
/// column by column. Throws Error where that fills the memory.
std::vector<Eigen::MatrixXd> jacobians(const Expr& y, const std::vector<Expr>& xs, const LeafValues<>& values);

}  // namespace matgrad::cli
