#pragma once

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/operations/covariance.hpp"

namespace matgrad {

// Means, variances and standard deviations of each column, of each row, or of all entries; mean(A) is that of all
// entries. Of n numbers x with the mean x̄ the variance is Σ (x − x̄)²/(n − 1), or Σ (x − x̄)²/n with
// Estimate::biased; its root is the standard deviation. Sums of squares are formed from differences, so a large
// mean costs no digits, and equal numbers have exactly the variance 0. Each throws ShapeError where there are no
// numbers, and without Estimate::biased for fewer than 2. With z the result, g = ∂L/∂z and N = n − 1, or n:

/// The mean of each column: m×n gives 1×n. Derivative: ∂L/∂A = rows(g / m, A).
Expr column_means(const Operand& a);
/// The mean of each row: m×n gives m×1. Derivative: ∂L/∂A = columns(g / n, A).
Expr row_means(const Operand& a);

/// The variance of each column: m×n gives 1×n. Derivative: ∂L/∂A = rows(2 g / N, A) ∘ (A − rows(column_means(A),
/// A)).
Expr column_variances(const Operand& a, Estimate estimate = Estimate::unbiased);
/// The variance of each row, the diagonal of covariance(A): m×n gives m×1.
Expr row_variances(const Operand& a, Estimate estimate = Estimate::unbiased);
/// The variance of all entries: m×n gives 1×1.
Expr variance(const Operand& a, Estimate estimate = Estimate::unbiased);

/// The standard deviation of each column: m×n gives 1×n. No square over- or underflows on the way; where the sum
/// of the differences overflows it is NaN. Derivative: ∂L/∂A = rows(g, A) ∘ (A − rows(column_means(A), A)) /
/// rows(N z, A). Where z = 0, where there is none, the subgradient 0, and 0 for every higher derivative.
Expr column_standard_deviations(const Operand& a, Estimate estimate = Estimate::unbiased);
/// The standard deviation of each row: m×n gives m×1.
Expr row_standard_deviations(const Operand& a, Estimate estimate = Estimate::unbiased);
/// The standard deviation of all entries: m×n gives 1×1.
Expr standard_deviation(const Operand& a, Estimate estimate = Estimate::unbiased);

}  // namespace matgrad
