#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Rounding and clamping entry by entry, with the conventions of elementwise.hpp; NaN stays NaN.

/// The greatest whole number ≤ a. The derivative is taken as 0 everywhere, also at the jumps.
Expr floor(const Operand& a);
/// The least whole number ≥ a. The derivative is taken as 0 everywhere, also at the jumps.
Expr ceil(const Operand& a);
/// The nearest whole number, halves away from 0: 2.5 gives 3, −2.5 gives −3. The derivative is taken as 0
/// everywhere, also at the jumps.
Expr round(const Operand& a);

/// min(max(a, lo), hi), composed: a kept within [lo, hi] (hi where lo > hi). ∂/∂a = 1 for lo ≤ a ≤ hi, so also at
/// both bounds, else 0; a bound gets the adjoint where a lies beyond it. Bounds are numbers, 1×1 or of a's shape.
/// Throws ShapeError.
Expr clamp(const Operand& a, const Operand& lo, const Operand& hi);
/// m + h tanh((a − m)/h) with m = (lo + hi)/2 and h = (hi − lo)/2, composed: smooth, strictly between finite lo <
/// hi up to rounding, with slope 1 at m. ∂/∂a = 1 − tanh²((a − m)/h). Bounds are numbers, 1×1 or of a's shape. NaN
/// for lo = hi = a. Throws ShapeError.
Expr soft_clamp(const Operand& a, const Operand& lo, const Operand& hi);

}  // namespace matgrad
