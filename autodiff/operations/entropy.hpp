#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Logarithmic terms of probabilities, entry by entry and safe at 0, with the conventions of elementwise.hpp: of
// two inputs one may be 1×1; below are the factors ∂z/∂x; outside the domain NaN or ±∞, never an error; NaN stays
// NaN. All throw ShapeError where the shapes do not fit. A derivative that is infinite at 0 is given as such: the
// entropy of probabilities that may underflow is hadamard(softmax(X), log_softmax(X)), with finite derivatives.

/// x log y for y ≥ 0, and 0 where x = 0, also at y = 0. ∂/∂x = log y, so −∞ at y = 0. ∂/∂y = xdivy(x, y), so 0 at
/// (0, 0), exactly since xlogy(0, y) is 0 for every y.
Expr xlogy(const Operand& x, const Operand& y);
/// x log(1 + y) for y ≥ −1 without a loss for small y, and 0 where x = 0, also at y = −1. ∂/∂x = log1p(y), so −∞
/// at y = −1. ∂/∂y = xdivy(x, 1 + y), so 0 at (0, −1).
Expr xlog1py(const Operand& x, const Operand& y);
/// x / y, and 0 where x = 0, also at y = 0. ∂/∂x = 1/y, infinite at y = 0 (also at (0, 0), where the limit of 1/y
/// is taken). ∂/∂y = −xdivy(z, y), so 0 at (0, 0).
Expr xdivy(const Operand& x, const Operand& y);

/// a log a for a ≥ 0, and 0 at 0: entropy is −sum(xlogx(P)). Composed: xlogy(a, a). ∂/∂a = 1 + log a, −∞ at 0.
Expr xlogx(const Operand& a);
/// −p log p − (1 − p) log(1 − p) for p in [0, 1], 0 at both ends: the entropy of a coin, in nats. Composed of
/// xlogx and xlog1py. ∂/∂p = log(1 − p) − log p, ∞ at 0 and −∞ at 1. Source: Cover and Thomas (2006), Elements of
/// Information Theory, equation 2.5.
Expr binary_entropy(const Operand& p);

/// log(eᵃ + eᵇ), computed as max(a, b) + log(1 + e^−|a − b|); a where b = −∞ and the reverse. ∂/∂a = σ(a − b),
/// ∂/∂b = σ(b − a): 1/2 each for two equal finite ones (NaN for two equal infinite ones).
/// Source: Blanchard, Higham and Higham (2021), Accurately computing the log-sum-exp and softmax functions.
Expr logaddexp(const Operand& a, const Operand& b);

}  // namespace matgrad
