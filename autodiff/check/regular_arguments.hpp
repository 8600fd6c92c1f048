#pragma once

#include <span>
#include <vector>

#include "matgrad/autodiff/check/draw_values.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/leaf_values.hpp"

namespace matgrad {

/// The matrices in some expressions that must be regular.
struct RegularArguments {
  /// Those that are inverted or factored, or by whose determinant is divided: at a singular one there is no value.
  std::vector<Expr> inverted;
  /// Those of which only the determinant is taken: at a singular one it is 0, but what is computed is rounding.
  std::vector<Expr> determinants;
};
RegularArguments regular_arguments(std::span<const Expr> exprs);

/// Whether the reciprocal condition number of a square matrix, of which rows and columns have been brought to one
/// size, is at most n ε. Matrices of more than 2000 rows are not looked at: the answer is no.
bool is_singular_to_working_precision(const Eigen::MatrixXd& a);

/// "Xᵀ X is singular to working precision".
SingularError singular_to_working_precision(const Expr& matrix);

/// Throws SingularError for the first of what `exprs` invert that is singular to working precision.
void require_regular(std::span<const Expr> exprs, const LeafValues<>& values);

}  // namespace matgrad
