#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Norms of m×n matrices, each 1×1 and 0 for a matrix without entries; the Frobenius norm is norm(A). Where a norm
// has no derivative it is one subgradient, as stated. With g = ∂L/∂z:

/// ‖A‖₂, the greatest singular value. ∂L/∂A = g u₁v₁ᵀ; where the greatest is tied, that of the first pair found;
/// at A = 0 the subgradient 0. The second derivative throws DerivativeError at ties and zeros, as that of
/// singular_values.
/// Throws NonFiniteError for NaN or infinity. Source: Giles (2008), 3.3.
Expr spectral_norm(const Operand& a);
/// ‖A‖∗ = Σ σᵢ. ∂L/∂A = g U Vᵀ with the vectors of the nonzero singular values, also where these are tied: of all
/// subgradients the least. Its second derivative throws DerivativeError at ties and zeros.
/// Throws NonFiniteError for NaN or infinity. Source: Watson (1992), Characterization of the subdifferential of
/// some matrix norms.
Expr nuclear_norm(const Operand& a);

/// ‖A‖₁ = maxⱼ Σᵢ |Aᵢⱼ|, the greatest absolute column sum. ∂L/∂A = g one_norm_subgradient(A).
Expr one_norm(const Operand& a);
/// ‖A‖∞ = maxᵢ Σⱼ |Aᵢⱼ|, the greatest absolute row sum: one_norm(Aᵀ), with the same subgradients.
Expr infinity_norm(const Operand& a);
/// sign(A) in the first column of the greatest absolute sum, 0 in the others: m×n gives m×n. The derivative is
/// taken as 0. Of equal columns the first gets all; entries 0 have the subgradient 0.
Expr one_norm_subgradient(const Operand& a);

}  // namespace matgrad
