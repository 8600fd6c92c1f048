#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Rows, columns and entries chosen by index, counted from 0; an index may occur several times. select(condition,
// A, B) chooses by a condition, slice a whole block. With g = ∂L/∂Z for the result Z:

/// The rows A(r₁, :), …, A(rₖ, :) in this order: m×n gives k×n. Derivative: ∂L/∂A = scatter_add_rows(g, r, A).
/// Throws ShapeError for an index that is not in 0, …, m − 1. For rows that are data, of which the numbers stand
/// in a row R, write transpose(one_hot(R, m)) * A.
Expr gather_rows(const Operand& a, std::vector<Index> rows);
/// The columns A(:, c₁), …, A(:, cₖ): m×n gives m×k, as gather_rows. Derivative: ∂L/∂A = scatter_add_columns(g, c,
/// A). For columns that are data write A * one_hot(C, n).
Expr gather_columns(const Operand& a, std::vector<Index> columns);

/// The matrix of A's shape in which row i of B is added to row rᵢ of zeros: k×n and m×n give m×n; only the shape
/// of A is used. The adjoint of gather_rows; A + scatter_add_rows(B, r, A) adds to the rows of A. Derivative:
/// ∂L/∂B = gather_rows(g, r). Throws ShapeError for an index that is not in 0, …, m − 1, unless B has a row for
/// each index, or where the numbers of columns differ.
Expr scatter_add_rows(const Operand& b, std::vector<Index> rows, const Operand& a);
/// The same for columns: m×k and m×n give m×n. Derivative: ∂L/∂B = gather_columns(g, c).
Expr scatter_add_columns(const Operand& b, std::vector<Index> columns, const Operand& a);

/// Zᵢⱼ = A(Pᵢⱼ, j): in column j the entries of A that column j of P names; m×n and k×n give k×n. P holds whole
/// numbers: argsort_columns and column_argmax make such. Derivative: ∂L/∂A = scatter_add_along_columns(g, P, A);
/// none flows to P. Throws ShapeError where the numbers of columns differ, DomainError for an entry of P that is
/// not one of 0, …, m − 1.
Expr take_along_columns(const Operand& a, const Operand& positions);
/// Zᵢⱼ = A(i, Pᵢⱼ): m×n and m×k give m×k. Derivative: ∂L/∂A = scatter_add_along_rows(g, P, A).
Expr take_along_rows(const Operand& a, const Operand& positions);
/// The matrix of A's shape in which each Bᵢⱼ is added to entry (Pᵢⱼ, j) of zeros: k×n, k×n and m×n give m×n; only
/// the shape of A is used. The adjoint of take_along_columns. Derivative: ∂L/∂B = take_along_columns(g, P); none
/// flows to P. Throws ShapeError where the shapes of B and P or the numbers of columns differ, DomainError as
/// above.
Expr scatter_add_along_columns(const Operand& b, const Operand& positions, const Operand& a);
/// The same along rows: Bᵢⱼ is added to entry (i, Pᵢⱼ); m×k, m×k and m×n give m×n.
Expr scatter_add_along_rows(const Operand& b, const Operand& positions, const Operand& a);

/// The matrix with Z(yⱼ, j) = 1 and zeros elsewhere, for labels y: 1×n gives k×n for k classes, one column for
/// each sample; y holds whole numbers. It has no derivative: DerivativeError. Throws ShapeError unless y is a row
/// or for negative k, DomainError for a label that is not one of 0, …, k − 1.
Expr one_hot(const Operand& labels, Index classes);
/// Whether `expr` was built by one_hot.
bool is_one_hot(const Expr& expr);

}  // namespace matgrad
