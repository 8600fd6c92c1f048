#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Matrices as vectors and back. With g = ∂L/∂Z for the result Z:

/// vec(A), the columns of A one below the other: m×n gives mn×1. ∂L/∂A = reshape_like(g, A); reshape(v, m, n) and
/// reshape_like(v, A) are its inverse. vec(A X B) = (Bᵀ ⊗ A) vec(X).
/// Source: Petersen and Pedersen (2012), The Matrix Cookbook, section 10.2.2.
Expr vec(const Operand& a);

/// vech(A), the lower triangle of A column by column, the diagonal included: n×n gives n(n+1)/2×1.
/// ∂L/∂A = fill_lower_triangle(g). Throws ShapeError unless A is square.
/// Source: Magnus and Neudecker (2019), Matrix Differential Calculus, section 3.8.
Expr vech(const Operand& a);

/// The lower triangular matrix whose lower triangle is v, column by column: n(n+1)/2×1 gives n×n, with zeros above
/// the diagonal. vech(fill_lower_triangle(v)) = v. ∂L/∂v = vech(g). Throws ShapeError unless v is a column of 0,
/// 1, 3, 6, 10, … entries.
Expr fill_lower_triangle(const Operand& v);

}  // namespace matgrad
