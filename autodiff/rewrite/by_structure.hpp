#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// What is known of the matrix of an inverse, a solution, a determinant or its logarithm.
enum class Structure { diagonal, triangular };

/// An instruction that does what `original` does, which is inverse, solve, log_det, log_abs_det or determinant, in
/// the way that its first input allows: entry by entry (diagonal), or from the diagonal alone (triangular;
/// determinants only). Where that fails (a zero on the diagonal, a negative determinant) it evaluates the
/// original, which succeeds by LU or throws its own error.
Expr by_structure(Structure structure, const Expr& original);

}  // namespace matgrad
