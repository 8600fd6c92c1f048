#pragma once

#include <cstddef>
#include <initializer_list>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Fixed matrices, copies and rearrangements. Where an argument gives only its shape, its value is not computed and
// no derivative flows to it; the shape follows when the argument is substituted. With g = ∂L/∂Z for the result Z:

/// Zeros, ones, the identity in the shape of A, of which only the shape is used. `identity_like` throws ShapeError
/// unless A is square.
Expr zeros_like(const Operand& a);
Expr ones_like(const Operand& a);
Expr identity_like(const Operand& a);
/// The same of a given size. Throws ShapeError for a negative one.
Expr zeros(Index rows, Index cols = 1);
Expr ones(Index rows, Index cols = 1);
Expr identity(Index size);
/// Whether `expr` is one of these, made either way.
bool is_zero(const Expr& expr);
bool is_ones(const Expr& expr);
bool is_identity(const Expr& expr);

/// The number mn of entries, and n of columns, of A (m×n), as 1×1; only the shape of A is used.
Expr entry_count(const Operand& a);
Expr column_count(const Operand& a);
/// Whether `expr` is one of these.
bool is_count(const Expr& expr);

/// b 1ᵀ: the column b (m×1) repeated to as many columns as X has: m×n, where only the shape of X is used.
/// Derivative: ∂L/∂b = row_sums(g). Throws ShapeError unless b is a column.
Expr columns(const Operand& b, const Operand& x);
/// 1 b: the row b (1×n) repeated to as many rows as X has: m×n, where only the shape of X is used.
/// Derivative: ∂L/∂b = column_sums(g). Throws ShapeError unless b is a row.
Expr rows(const Operand& b, const Operand& x);

/// The entries Aᵢᵢ: m×n gives min(m, n)×1. Derivative: ∂L/∂A = diagonal_like(g, A).
Expr diagonal(const Operand& a);
/// The square matrix with v on its diagonal: n×1 gives n×n. Derivative: ∂L/∂v = diagonal(g).
/// Throws ShapeError unless v is a column.
Expr as_diagonal(const Operand& v);
/// The matrix of A's shape with v on its diagonal and zeros elsewhere; only the shape of A is used.
/// Derivative: ∂L/∂v = diagonal(g). Throws ShapeError unless v is min(m, n)×1.
Expr diagonal_like(const Operand& v, const Operand& a);
/// Whether `expr` was built by as_diagonal, or by diagonal_like in a square shape.
bool is_as_diagonal(const Expr& expr);

/// The block of the given size whose first entry is A(row, col), counted from 0. Derivative: ∂L/∂A = place(g, row,
/// col, A). Throws ShapeError where the block leaves A.
Expr slice(const Operand& a, Index row, Index col, Index rows, Index cols);
/// Row i and column j of A (m×n), counted from 0: 1×n and m×1, slices of it.
Expr row(const Operand& a, Index i);
Expr column(const Operand& a, Index j);
/// `count` rows or columns of A from `first` on: count×n and m×count, slices of it.
Expr rows(const Operand& a, Index first, Index count);
Expr columns(const Operand& a, Index first, Index count);
/// The block of A in the shape of `block`, of which only the shape is used.
Expr slice_like(const Operand& a, Index row, Index col, const Operand& block);
/// The matrix of A's shape that holds `block` from (row, col) on and zeros elsewhere; only the shape of A is used.
/// Derivative: ∂L/∂block = slice_like(g, row, col, block). Throws ShapeError where the block leaves A.
Expr place(const Operand& block, Index row, Index col, const Operand& a);

/// [A₁ A₂ … Aₖ]: m×n₁, …, m×nₖ give m×(n₁ + … + nₖ). Derivative: ∂L/∂Aᵢ = the columns of g where Aᵢ stands.
/// Throws ShapeError where the numbers of rows differ, or without parts.
Expr concatenate_horizontally(std::initializer_list<Operand> parts);
Expr concatenate_horizontally(const std::vector<Expr>& parts, const char* file = __builtin_FILE(),
                              int line = __builtin_LINE());
/// [A₁; A₂; …; Aₖ]: m₁×n, …, mₖ×n give (m₁ + … + mₖ)×n. Derivative: ∂L/∂Aᵢ = the rows of g where Aᵢ stands.
/// Throws ShapeError where the numbers of columns differ, or without parts.
Expr concatenate_vertically(std::initializer_list<Operand> parts);
Expr concatenate_vertically(const std::vector<Expr>& parts, const char* file = __builtin_FILE(),
                            int line = __builtin_LINE());
/// The block of A that stands where parts[i] stands in their concatenation; only the shapes of the parts are used.
/// Derivative: ∂L/∂A = the concatenation of g and, for the other parts, zeros. Throws ShapeError unless A has the
/// shape of that concatenation.
Expr horizontal_part(const Operand& a, std::size_t i, const std::vector<Expr>& parts);
Expr vertical_part(const Operand& a, std::size_t i, const std::vector<Expr>& parts);

/// The entries of A, column by column, in another shape of as many entries. Derivative: ∂L/∂A = reshape_like(g,
/// A). Throws ShapeError where the numbers of entries differ.
Expr reshape(const Operand& a, Index rows, Index cols);
/// The same in the shape of B, of which only the shape is used.
Expr reshape_like(const Operand& a, const Operand& b);

}  // namespace matgrad
