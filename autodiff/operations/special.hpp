#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Special functions entry by entry, with the conventions of elementwise.hpp: below is the factor ∂z/∂a; outside
// the domain and at poles the value is what IEEE arithmetic gives (NaN or ±∞), never an error; NaN stays NaN.

/// log(1 + a) without a loss for small a, for a > −1. ∂/∂a = 1/(1 + a).
Expr log1p(const Operand& a);
/// eᵃ − 1 without a loss for small a. ∂/∂a = eᵃ.
Expr expm1(const Operand& a);

/// (2/√π) ∫₀ᵃ exp(−t²) dt. ∂/∂a = (2/√π) exp(−a²). Source: NIST Handbook (2010), 7.2.1.
Expr erf(const Operand& a);
/// 1 − erf(a) without a loss in the upper tail. ∂/∂a = −(2/√π) exp(−a²). Source: NIST Handbook (2010), 7.2.2.
Expr erfc(const Operand& a);
/// Φ(a) = erfc(−a/√2)/2, the probability that a standard normal number is below a; the rounding of a/√2 is
/// corrected, so that no digits are lost in the lower tail. ∂/∂a = exp(−a²/2)/√(2π).
/// Source: NIST Handbook (2010), 7.20.
Expr normal_cdf(const Operand& a);

/// log|Γ(a)|, +∞ at 0, −1, −2, … ∂/∂a = digamma(a). Source: NIST Handbook (2010), 5.2.1.
Expr lgamma(const Operand& a);
/// ψ(a) = Γ′(a)/Γ(a); ∓∞ at ±0, NaN at −1, −2, … ∂/∂a = polygamma(1, a). For a > 0 to a few roundings, also next
/// to its root 1.4616…: below 12 from the difference of the series at a and at the root, above by the asymptotic
/// series; for a < 0 by reflection, ψ(a) = ψ(1 − a) − π cot(πa). Source: NIST Handbook
/// (2010), 5.5.4, 5.7.6, 5.11.2.
Expr digamma(const Operand& a);
/// ψ⁽ⁿ⁾(a), the derivative of order n of digamma: (−1)ⁿ⁺¹ n! Σₖ (a + k)⁻ⁿ⁻¹ for n ≥ 1 (n = 1: trigamma). At 0, −1,
/// −2, … it is +∞ for odd n and NaN for even n (at ±0 ∓∞). ∂/∂a = polygamma(n + 1, a). By the recurrence up to 16
/// + n and then the asymptotic series, for a < 0 by reflection: the rounding errors grow with n; for n > 100
/// negative a gives NaN. Throws DomainError for n < 0. Source: NIST Handbook (2010), 5.15.1, 5.15.6, 5.15.8.
Expr polygamma(int n, const Operand& a);

}  // namespace matgrad
