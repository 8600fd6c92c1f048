#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Running sums and products, differences and recurrences along the columns or the rows of a matrix. With g = ∂L/∂Z
// for the result Z:

/// Zᵢⱼ = Σ_{k≤i} Aₖⱼ, down each column: m×n gives m×n. Derivative: the same from the other end, ∂L/∂A =
/// flip_rows(cumulative_column_sums(flip_rows(g))).
Expr cumulative_column_sums(const Operand& a);
/// Zᵢⱼ = Σ_{k≤j} Aᵢₖ, along each row.
Expr cumulative_row_sums(const Operand& a);

/// Zᵢⱼ = Π_{k≤i} Aₖⱼ, down each column: m×n gives m×n. Derivative: with Pᵢⱼ = Π_{k<i} Aₖⱼ and Sᵢⱼ = gᵢⱼ + Aᵢ₊₁ⱼ
/// Sᵢ₊₁ⱼ it is ∂L/∂A = P ∘ S, without a division: exact where entries are 0, in every order.
Expr cumulative_column_products(const Operand& a);
/// Zᵢⱼ = Π_{k≤j} Aᵢₖ, along each row.
Expr cumulative_row_products(const Operand& a);

/// The product of each column, 1 for an empty one: m×n gives 1×n. Derivative: ∂L/∂Aᵢⱼ = gⱼ Π_{k≠i} Aₖⱼ, as
/// products of what stands before and behind: exact where entries are 0, in every order.
Expr column_products(const Operand& a);
/// The product of each row: m×n gives m×1.
Expr row_products(const Operand& a);

/// Zᵢⱼ = Aᵢ₊₁ⱼ − Aᵢⱼ: m×n gives (m−1)×n. Derivative: ∂L/∂A = place(g, 1, 0, A) − place(g, 0, 0, A). Throws
/// ShapeError for m = 0.
Expr column_differences(const Operand& a);
/// Zᵢⱼ = Aᵢⱼ₊₁ − Aᵢⱼ: m×n gives m×(n−1). Throws ShapeError for n = 0.
Expr row_differences(const Operand& a);

/// The first-order linear recurrence Zᵢⱼ = Aᵢⱼ Zᵢ₋₁ⱼ + Bᵢⱼ down each column, with Z₀ⱼ = B₀ⱼ: both m×n, gives m×n;
/// the first row of A does not count. Moving averages, autoregression. Derivative: with T =
/// reverse_column_recurrence(A, g) it is ∂L/∂B = T, ∂L/∂A = shift_rows(Z, 1) ∘ T. Throws ShapeError.
/// Source: Blelloch (1990), Prefix sums and their applications, 1.4.
Expr column_recurrence(const Operand& a, const Operand& b);
/// Zᵢⱼ = Aᵢ₊₁ⱼ Zᵢ₊₁ⱼ + Bᵢⱼ upwards from the last row, its adjoint: discounted sums of what is to come. Derivative:
/// with S = column_recurrence(A, g) it is ∂L/∂B = S, ∂L/∂A = shift_rows(S, 1) ∘ Z.
Expr reverse_column_recurrence(const Operand& a, const Operand& b);
/// The same along rows: Zᵢⱼ = Aᵢⱼ Zᵢⱼ₋₁ + Bᵢⱼ, and Zᵢⱼ = Aᵢⱼ₊₁ Zᵢⱼ₊₁ + Bᵢⱼ.
Expr row_recurrence(const Operand& a, const Operand& b);
Expr reverse_row_recurrence(const Operand& a, const Operand& b);

}  // namespace matgrad
