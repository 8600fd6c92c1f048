#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Triangular parts and diagonals at an offset k: diagonal k holds the entries A(i, i + k), so it lies above the
// main diagonal for k > 0 and below it for k < 0. With g = ∂L/∂Z for the result Z:

/// A on and below diagonal k, zeros above: Zᵢⱼ = Aᵢⱼ for j − i ≤ k. m×n gives m×n. Derivative: ∂L/∂A =
/// lower_triangle(g, k).
Expr lower_triangle(const Operand& a, Index k = 0);
/// A on and above diagonal k, zeros below: Zᵢⱼ = Aᵢⱼ for j − i ≥ k. m×n gives m×n. Derivative: ∂L/∂A =
/// upper_triangle(g, k).
Expr upper_triangle(const Operand& a, Index k = 0);

/// The entries A(i, i + k): m×n gives a column, empty where diagonal k lies outside of A. k = 0 is diagonal(A).
/// Derivative: ∂L/∂A = diagonal_like(g, A, k).
Expr diagonal(const Operand& a, Index k);
/// The square matrix with v on diagonal k and zeros elsewhere: n×1 gives (n + |k|)×(n + |k|). k = 0 is
/// as_diagonal(v). Derivative: ∂L/∂v = diagonal(g, k). Throws ShapeError unless v is a column.
Expr as_diagonal(const Operand& v, Index k);
/// The matrix of A's shape with v on diagonal k and zeros elsewhere; only the shape of A is used. k = 0 is
/// diagonal_like(v, A). Derivative: ∂L/∂v = diagonal(g, k). Throws ShapeError unless v has the length of diagonal
/// k.
Expr diagonal_like(const Operand& v, const Operand& a, Index k);

}  // namespace matgrad
