#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Greatest and least entries, and sorting. maximum(A, B) and minimum(A, B) compare entry by entry. Of equal
// entries the first counts: it gets the whole adjoint of a maximum (a subgradient), and sorting keeps their order.
// A NaN counts as greatest for a maximum, as least for a minimum, and is sorted to the end. Positions are whole
// numbers counted from 0, as take_along_columns and take_along_rows use them; they have no derivative
// (DerivativeError; use stop_gradient where none is wanted). With g = ∂L/∂Z for the result Z:

/// The greatest and the least entry of each column: m×n gives 1×n. Derivative: ∂L/∂A = g at the first such entry
/// of each column, scatter_add_along_columns(g, column_argmax(A), A). Throws ShapeError for m = 0.
Expr column_max(const Operand& a);
Expr column_min(const Operand& a);
/// The same of each row: m×n gives m×1. Throws ShapeError for n = 0.
Expr row_max(const Operand& a);
Expr row_min(const Operand& a);
/// The greatest and the least of all entries: m×n gives 1×1, composed. Derivative: ∂L/∂A = g at the first such
/// entry, column by column. Throws ShapeError for a matrix without entries.
Expr max(const Operand& a);
Expr min(const Operand& a);

/// The row in which the greatest or least entry of each column stands, the first of equal ones: m×n gives 1×n. No
/// derivative. Throws ShapeError for m = 0, DomainError where Scalar does not hold all positions (float from 2²⁴).
Expr column_argmax(const Operand& a);
Expr column_argmin(const Operand& a);
/// The column in which the greatest or least entry of each row stands: m×n gives m×1.
Expr row_argmax(const Operand& a);
Expr row_argmin(const Operand& a);
/// The position of the greatest or least of all entries, counted column by column: m×n gives 1×1.
Expr argmax(const Operand& a);
Expr argmin(const Operand& a);

/// From which end entries are sorted.
enum class SortOrder { ascending, descending };

/// Each column in order, by a stable sort: m×n gives m×n. Derivative: along the permutation, ∂L/∂A =
/// scatter_add_along_columns(g, argsort_columns(A), A). Throws DomainError as column_argmax.
Expr sort_columns(const Operand& a, SortOrder order = SortOrder::ascending);
/// Each row in order. Derivative: ∂L/∂A = scatter_add_along_rows(g, argsort_rows(A), A).
Expr sort_rows(const Operand& a, SortOrder order = SortOrder::ascending);
/// A column or a row in order, as sort_columns and sort_rows. Throws ShapeError for another matrix.
Expr sort(const Operand& vector, SortOrder order = SortOrder::ascending);

/// The positions P with take_along_columns(A, P) = sort_columns(A): m×n gives m×n. No derivative.
Expr argsort_columns(const Operand& a, SortOrder order = SortOrder::ascending);
/// The positions P with take_along_rows(A, P) = sort_rows(A).
Expr argsort_rows(const Operand& a, SortOrder order = SortOrder::ascending);
/// The same for a column or a row.
Expr argsort(const Operand& vector, SortOrder order = SortOrder::ascending);

}  // namespace matgrad
