#pragma once

#include <optional>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Functions entry by entry: z = f(a) or z = f(a, b), all of one shape; of two inputs one may be 1×1 and then goes
// with every entry of the other (its adjoint is summed). Every derivative below is the factor ∂z/∂a in
// ∂L/∂A = ∂L/∂Z ∘ ∂Z/∂A. Outside the domain the value is what IEEE arithmetic gives (NaN or ±∞), never an error;
// NaN stays NaN. All throw ShapeError where two shapes do not fit.

/// a / b. ∂/∂a = 1/b, ∂/∂b = −z/b.
Expr divide(const Operand& a, const Operand& b);
/// A / s for a scalar s (1×1) only; for matrices write divide(A, B), or solve for A⁻¹B.
Expr operator/(const Operand& a, const Operand& scalar);
/// a = a / scalar.
inline Expr& operator/=(Expr& a, const Operand& scalar) {
  return a = Operand(a, scalar.file(), scalar.line()) / scalar;
}

/// a^p for a number p. ∂/∂a = p a^(p−1). Negative a needs an integer p (else NaN). At a = 0 the derivative is 0
/// for p > 1 and p = 0, 1 for p = 1, and infinite or NaN for other p < 1. p = 0 gives 1 everywhere.
Expr power(const Operand& a, double p);
/// p where `expr` was built by power(a, p) for a number p, else nothing.
std::optional<double> fixed_exponent(const Expr& expr);
/// a^b for a > 0. ∂/∂a = b a^(b−1), ∂/∂b = z log a (NaN for a < 0). At a = 0 these are their limits: ∂/∂a is 0 for
/// b > 1 and b = 0, 1 for b = 1, else infinite; ∂/∂b is 0 for b > 0, else −∞, and its own derivatives are NaN.
Expr power(const Operand& a, const Operand& b);
/// a². ∂/∂a = 2a. The same as power(a, 2).
Expr square(const Operand& a);
/// a³. ∂/∂a = 3a². The same as power(a, 3).
Expr cube(const Operand& a);
/// 1/a, ±∞ at ±0. ∂/∂a = −1/a². The same as power(a, −1); the inverse of a matrix is inverse(A).
Expr reciprocal(const Operand& a);
/// √a for a ≥ 0. ∂/∂a = 1/(2z), infinite at 0: keep a away from 0 where its derivative is wanted.
Expr sqrt(const Operand& a);

/// eᵃ. ∂/∂a = z.
Expr exp(const Operand& a);
/// The natural logarithm, for a > 0. ∂/∂a = 1/a.
Expr log(const Operand& a);
/// (eᵃ − e⁻ᵃ)/(eᵃ + e⁻ᵃ). ∂/∂a = 1 − z².
Expr tanh(const Operand& a);
/// σ(a) = 1/(1 + e⁻ᵃ), accurate on both sides. ∂/∂a = z (1 − z).
Expr sigmoid(const Operand& a);
/// log(1 + eᵃ), computed as max(a, 0) + log(1 + e^−|a|). ∂/∂a = σ(a).
/// Source: Dugas et al. (2001), Incorporating second-order functional knowledge for better option pricing.
Expr softplus(const Operand& a);
/// a σ(a), composed. ∂/∂a = σ(a) + a σ(a)(1 − σ(a)).
/// Source: Ramachandran, Zoph, Le (2017), Searching for activation functions.
Expr swish(const Operand& a);

/// max(a, 0). ∂/∂a = 1 for a > 0, else 0 (also at 0).
Expr relu(const Operand& a);
/// |a|. ∂/∂a = sign(a), 0 at 0.
Expr abs(const Operand& a);
/// −1, 0 or 1. The derivative is taken as 0 everywhere.
Expr sign(const Operand& a);
/// The greater of a and b. ∂/∂a = 1 where a ≥ b, ∂/∂b = 1 where a < b: of two equal ones the first gets all.
Expr maximum(const Operand& a, const Operand& b);
/// The lesser of a and b. ∂/∂a = 1 where a ≤ b, ∂/∂b = 1 where a > b: of two equal ones the first gets all.
Expr minimum(const Operand& a, const Operand& b);

/// a where the condition is not 0, else b; scalars go with every shape. The adjoint goes to the chosen entry and
/// is exactly 0 elsewhere; none to the condition. A choice that is not taken is still computed: the gradient of
/// select(greater(x, 0), sqrt(x), 0) at 0 is 0 · ∞ = NaN; write sqrt(select(greater(x, 0), x, 1)) inside it.
Expr select(const Operand& condition, const Operand& a, const Operand& b);

// Comparisons: 1 where true, 0 where not (also where a NaN takes part, save not_equal). The derivative is taken as
// 0 everywhere.
Expr greater(const Operand& a, const Operand& b);
Expr greater_equal(const Operand& a, const Operand& b);
Expr less(const Operand& a, const Operand& b);
Expr less_equal(const Operand& a, const Operand& b);
Expr equal(const Operand& a, const Operand& b);
Expr not_equal(const Operand& a, const Operand& b);

/// The value of A; no adjoint passes.
Expr stop_gradient(const Operand& a);

}  // namespace matgrad
