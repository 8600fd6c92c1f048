#pragma once

#include <string_view>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// What is known of the matrix of an inverse, a solution, a determinant or its logarithm.
enum class Structure { diagonal, triangular, symmetric };

/// An instruction that does what `original` does, which is inverse, solve, log_det, log_abs_det or determinant, in
/// the way that its first input allows: entry by entry (diagonal), from the diagonal alone (triangular;
/// determinants only), by Cholesky (symmetric). Where that fails (a zero on the diagonal, a negative determinant,
/// a matrix that is not definite) it evaluates the original, which succeeds by LU or throws its own error.
Expr by_structure(Structure structure, const Expr& original);
/// The name of the original of such an instruction for a symmetric matrix, else empty.
std::string_view symmetric_original(const Expr& expr);

}  // namespace matgrad
