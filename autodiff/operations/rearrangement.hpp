#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Rows and columns reversed, moved and copied. columns(b, X) and rows(b, X) repeat a vector as often as X asks
// for. With g = ∂L/∂Z for the result Z:

/// The rows of A in reverse order, upside down: m×n gives m×n. Derivative: ∂L/∂A = flip_rows(g).
Expr flip_rows(const Operand& a);
/// The columns of A in reverse order. Derivative: ∂L/∂A = flip_columns(g).
Expr flip_columns(const Operand& a);

/// A with row i moved to row (i + k) mod m: m×n gives m×n; k may be negative. Derivative: ∂L/∂A = roll_rows(g,
/// −k).
Expr roll_rows(const Operand& a, Index k);
/// A with column j moved to column (j + k) mod n. Derivative: ∂L/∂A = roll_columns(g, −k).
Expr roll_columns(const Operand& a, Index k);

/// A with row i moved to row i + k: m×n gives m×n; what leaves A is lost, the rows that come free hold the number
/// `filling`; k may be negative. Derivative: ∂L/∂A = shift_rows(g, −k).
Expr shift_rows(const Operand& a, Index k, double filling = 0);
/// The same for columns. Derivative: ∂L/∂A = shift_columns(g, −k).
Expr shift_columns(const Operand& a, Index k, double filling = 0);

/// r×c copies of A side by side: m×n gives rm×cn, composed as the Kronecker product of ones(r, c) and A.
/// Derivative: ∂L/∂A = block_sum(g, ones(r, c)), the sum of the copies' parts. Throws ShapeError unless r, c ≥ 1.
Expr tile(const Operand& a, Index r, Index c);
/// Each entry of A repeated in a block r×c: m×n gives rm×cn, composed as the Kronecker product of A and ones(r,
/// c). Derivative: ∂L/∂A = block_inner_products(g, ones(r, c)), the sum of each block. Throws ShapeError unless r,
/// c ≥ 1.
Expr repeat(const Operand& a, Index r, Index c = 1);

}  // namespace matgrad
