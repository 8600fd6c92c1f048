#pragma once

#include <matgrad/autodiff/expression/expr.hpp>

namespace matgrad::examples {

/// The log-likelihood of N samples of D numbers (the rows of Y) whose latent positions are the rows of X, N×q:
///   K = α X Xᵀ + β⁻¹ I,  L₁ = −(D/2) log|K|,  L₂ = −½ tr(K⁻¹ Y Yᵀ),  L = −c + L₁ + L₂, where c = (D N / 2) log
///   2π.
/// α, β, D and c are scalar variables. Source: Lawrence (2005), Probabilistic non-linear principal component
/// analysis.
struct LatentVariableModel {
  Expr X, Y, alpha, beta, D, c, K, L1, L2, L;
};
LatentVariableModel latent_variable_model(Index samples, Index latent, Index observed);

/// The gradients found by hand.
struct LatentVariableGradients {
  Expr L1_X;   // −α D K⁻¹ X
  Expr L2_X;   // α K⁻¹ Y Yᵀ K⁻¹ X
  Expr L_X;    // their sum
  Expr alpha;  // ½ ⟨K⁻¹ Y Yᵀ K⁻¹ − D K⁻¹, X Xᵀ⟩
  Expr beta;   // −½ β⁻² tr(K⁻¹ Y Yᵀ K⁻¹ − D K⁻¹)
};
LatentVariableGradients latent_variable_gradients(const LatentVariableModel& model);

/// The same likelihood where Xᵀ in K is a variable Z (q×N) of its own.
struct TwoFactorModel {
  Expr X, Z, L;
  Expr by_X;  // ∂L/∂X = α M Zᵀ with M = ½ (K⁻ᵀ Y Yᵀ K⁻ᵀ − D K⁻ᵀ), found by hand
  Expr by_Z;  // ∂L/∂Z = α Xᵀ M
};
TwoFactorModel two_factor_model(const LatentVariableModel& model);

}  // namespace matgrad::examples
