#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Reductions. An empty sum is 0. With z the result and g = ∂L/∂z:

/// Σᵢⱼ Aᵢⱼ: m×n gives 1×1. Derivative: ∂L/∂Aᵢⱼ = g.
Expr sum(const Operand& a);
/// Σᵢⱼ Aᵢⱼ / (mn): m×n gives 1×1. Derivative: ∂L/∂Aᵢⱼ = g / (mn). Throws ShapeError for a matrix without entries.
Expr mean(const Operand& a);
/// A 1, the sum of each row: m×n gives m×1. Derivative: ∂L/∂A = columns(g, A).
Expr row_sums(const Operand& a);
/// 1ᵀ A, the sum of each column: m×n gives 1×n. Derivative: ∂L/∂A = rows(g, A).
Expr column_sums(const Operand& a);
/// tr(A) = Σᵢ Aᵢᵢ: n×n gives 1×1. Derivative: ∂L/∂A = g I. Throws ShapeError unless A is square.
/// Source: Petersen and Pedersen (2012), The Matrix Cookbook, equation 99.
Expr trace(const Operand& a);

/// ⟨A, B⟩ = Σᵢⱼ Aᵢⱼ Bᵢⱼ: both m×n, gives 1×1. Derivative: ∂L/∂A = g B, ∂L/∂B = g A. Throws ShapeError.
Expr dot(const Operand& a, const Operand& b);
/// ‖A‖² = Σᵢⱼ Aᵢⱼ²: m×n gives 1×1. Derivative: ∂L/∂A = 2 g A.
/// Source: Petersen and Pedersen (2012), The Matrix Cookbook, equation 115.
Expr squared_norm(const Operand& a);
/// ‖A‖ = √(Σᵢⱼ Aᵢⱼ²), the Frobenius norm: m×n gives 1×1. It neither over- nor underflows on the way.
/// Derivative: ∂L/∂A = g A / ‖A‖; at A = 0, where there is none, the subgradient 0, and 0 for every higher
/// derivative.
Expr norm(const Operand& a);
/// How a quotient that is 0 where its divisor is 0 is written: as one of a matrix, which read back divides by
/// zeros, or, where zeros are the rule, as a call of the function.
enum class QuotientText { sign, call };
/// A / B entry by entry, and 0 where B is 0: both m×n, or one of them 1×1. Derivative: ∂L/∂A = g / B, ∂L/∂B =
/// −(g ∘ z) / B, each 0 where B is 0 and summed for a scalar. It keeps derivatives of a norm finite at 0. Throws
/// ShapeError.
Expr divide_or_zero(const Operand& a, const Operand& b, QuotientText text = QuotientText::sign);
/// Whether `expr` was built by divide_or_zero, however it is written.
bool is_divide_or_zero(const Expr& expr);

}  // namespace matgrad
