#pragma once

#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/transform/substitute.hpp>

namespace matgrad::examples {

// Losses and penalties of the autoencoder h = g(W x + b), x̂ = f(W* h + c). A sample stands in each column of X.

/// L = ‖x̂ − x‖² and L = −Σⱼ (xⱼ log x̂ⱼ + (1 − xⱼ) log(1 − x̂ⱼ)), x̂ a variable.
struct ReconstructionLosses {
  Expr x, x_hat, squared_error, cross_entropy;
};
ReconstructionLosses reconstruction_losses(Index inputs);

/// Z = W X + b, H = σ(Z), A = W* H + c, and L the binary cross-entropy of σ(A), from A, with X: mean over the
/// samples.
struct CrossEntropyAutoencoder {
  Expr W, b, W_star, c, X, Z, H, A, L;
};
CrossEntropyAutoencoder cross_entropy_autoencoder(Index hidden, Index inputs, Index samples);
struct CrossEntropyGradients {
  Expr A;       // (σ(A) − X) / m
  Expr W_star;  // ∂L/∂A Hᵀ
  Expr c;       // row sums of ∂L/∂A
  Expr W;       // ((W*ᵀ ∂L/∂A) ∘ H ∘ (1 − H)) Xᵀ
  Expr b;       // row sums of the factor before Xᵀ
};
CrossEntropyGradients cross_entropy_gradients(const CrossEntropyAutoencoder& model);

/// The encoder with the function g left open.
struct Encoder {
  Expr W, b, X, Z, H;
};

/// ρ̂ = (1/m) Σᵢ hᵢ and Ω = Σ_l ρ log(ρ/ρ̂_l) + (1 − ρ) log((1 − ρ)/(1 − ρ̂_l)).
struct SparsityPenalty {
  Encoder encoder;
  Expr rho, rho_hat, Omega;
};
SparsityPenalty sparsity_penalty(Index hidden, Index inputs, Index samples);
SparsityPenalty with_function(const SparsityPenalty& model, const Definition& g);
/// Ω of numbers ρ and ρ̂ that are variables.
Expr sparsity(const Expr& rho, const Expr& rho_hat);
struct SparsityGradients {
  Expr rho_hat;  // (1 − ρ)/(1 − ρ̂) − ρ/ρ̂
  Expr W;        // (1/m) (∂Ω/∂ρ̂ ∘ g′(Z)) Xᵀ, ∂Ω/∂ρ̂ beside each sample
  Expr b;
};
SparsityGradients sparsity_gradients(const SparsityPenalty& model, const Definition& g_prime);

/// J = ∂h/∂x = diag(g′(z)) W and Ω = ‖J‖² for one sample; for several ones Ω is the mean, and J is not formed.
struct ContractivePenalty {
  Encoder encoder;
  Expr slope, Omega;  // slope = g′(Z)
};
ContractivePenalty contractive_penalty(Index hidden, Index inputs, Index samples);
ContractivePenalty with_function(const ContractivePenalty& model, const Definition& g);
struct ContractiveGradients {
  Expr W;  // (2/m) (Σᵢ g′(zᵢ)² ∘ W + ‖W_l‖² g′(Z) ∘ g″(Z) Xᵀ)
  Expr b;
};
ContractiveGradients contractive_gradients(const ContractivePenalty& model, const Definition& g_prime,
                                           const Definition& g_second);

}  // namespace matgrad::examples
