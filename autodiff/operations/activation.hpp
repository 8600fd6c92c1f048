#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Activation functions entry by entry, beside relu, softplus, sigmoid, tanh and swish of elementwise.hpp and with
// its conventions: below is the factor ∂z/∂a. All are composed, for finite a; NaN stays NaN.

/// a for a > 0, else slope · a. ∂/∂a = 1 for a > 0, else the slope (also at 0).
/// Source: Maas, Hannun, Ng (2013), Rectifier nonlinearities improve neural network acoustic models.
Expr leaky_relu(const Operand& a, double slope = 0.01);
/// a for a > 0, else α (eᵃ − 1). ∂/∂a = 1 for a > 0, else α eᵃ: α at 0, where only α = 1 has a derivative.
/// Source: Clevert, Unterthiner, Hochreiter (2016), Fast and accurate deep network learning by ELUs, equation 15.
Expr elu(const Operand& a, double alpha = 1);
/// λ elu(a, α) with λ = 1.0507… and α = 1.6732…, which keep standard normal inputs at mean 0 and variance 1.
/// ∂/∂a = λ for a > 0, else λ α eᵃ (also at 0).
/// Source: Klambauer et al. (2017), Self-normalizing neural networks, equations 2 and 14.
Expr selu(const Operand& a);
/// a Φ(a) = a erfc(−a/√2)/2, exact and without a loss for negative a. ∂/∂a = Φ(a) + a exp(−a²/2)/√(2π).
/// Source: Hendrycks and Gimpel (2016), Gaussian error linear units.
Expr gelu(const Operand& a);
/// log σ(a) = −softplus(−a), accurate on both sides. ∂/∂a = σ(−a).
Expr log_sigmoid(const Operand& a);

}  // namespace matgrad
