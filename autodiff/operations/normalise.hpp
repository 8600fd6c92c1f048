#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Norms of columns and rows, and matrices rescaled by norms; norm(A) is that of all entries. A norm neither over-
// nor underflows on the way. With z the result and g = ∂L/∂z:

/// The Euclidean norm of each column: m×n gives 1×n. Derivative: ∂L/∂A = rows(g, A) ∘ A / rows(z, A); for a column
/// of zeros, where there is none, the subgradient 0, and 0 for every higher derivative.
Expr column_norms(const Operand& a);
/// The Euclidean norm of each row: m×n gives m×1, as column_norms.
Expr row_norms(const Operand& a);

/// Each column divided by its norm, a column of zeros left as it is: m×n gives m×n, composed. Derivative: for a
/// column a with the unit vector u it is ∂L/∂a = (I − u uᵀ) g / ‖a‖, and 0 for a column of zeros.
Expr normalised_columns(const Operand& a);
/// Each row divided by its norm.
Expr normalised_rows(const Operand& a);

/// A where ‖A‖ ≤ c, else c A / ‖A‖, the nearest matrix whose norm is not above c: m×n and a finite scalar c ≥ 0
/// give m×n, composed (c = ∞ gives NaN). Derivative: ∂L/∂A = g for ‖A‖ ≤ c, also at ‖A‖ = c, but 0 for c = 0; else
/// (c / ‖A‖)(g − ⟨g, U⟩ U) with U = A / ‖A‖. ∂L/∂c = ⟨g, U⟩ for ‖A‖ > c, else 0. Throws ShapeError unless c is a
/// scalar. Source: Pascanu, Mikolov, Bengio (2013), On the difficulty of training recurrent neural networks,
/// algorithm 1.
Expr clip_by_norm(const Operand& a, const Operand& c);

}  // namespace matgrad
