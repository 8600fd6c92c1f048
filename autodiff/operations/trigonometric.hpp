#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Circular and hyperbolic functions entry by entry, in radians, with the conventions of elementwise.hpp: below is
// the factor ∂z/∂a; outside the domain the value is what IEEE arithmetic gives, never an error; NaN stays NaN.
// Source of the derivatives: NIST Handbook of Mathematical Functions (2010), 4.20, 4.24, 4.34.

/// ∂/∂a = cos a.
Expr sin(const Operand& a);
/// ∂/∂a = −sin a.
Expr cos(const Operand& a);
/// ∂/∂a = 1 + z².
Expr tan(const Operand& a);

/// The angle in [−π/2, π/2] whose sine is a, for |a| ≤ 1 (else NaN). ∂/∂a = 1/√((1 − a)(1 + a)), infinite at ±1.
Expr asin(const Operand& a);
/// The angle in [0, π] whose cosine is a, for |a| ≤ 1 (else NaN). ∂/∂a = −1/√((1 − a)(1 + a)), infinite at ±1.
Expr acos(const Operand& a);
/// The angle in (−π/2, π/2) whose tangent is a. ∂/∂a = 1/(1 + a²).
Expr atan(const Operand& a);

/// (eᵃ − e⁻ᵃ)/2. ∂/∂a = cosh a.
Expr sinh(const Operand& a);
/// (eᵃ + e⁻ᵃ)/2. ∂/∂a = sinh a.
Expr cosh(const Operand& a);

// Of two inputs one may be 1×1. Both throw ShapeError where the shapes do not fit.

/// √(a² + b²), which neither over- nor underflows on the way. ∂/∂a = a/z, ∂/∂b = b/z; at (0, 0), where there is
/// none, the subgradient 0, and 0 for every higher derivative (as norm has it).
Expr hypot(const Operand& a, const Operand& b);
/// The angle in [−π, π] of the point (x, y); as in IEEE arithmetic ±0 or ±π where both are 0. With r = hypot(y,
/// x): ∂/∂y = x/r², ∂/∂x = −y/r². At (0, 0), where there is none, every derivative is taken as 0, the only choice
/// that turns with the plane.
Expr atan2(const Operand& y, const Operand& x);

}  // namespace matgrad
