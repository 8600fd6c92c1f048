#pragma once

#include <matgrad/autodiff/expression/expr.hpp>

namespace matgrad::examples {

/// a = W₁ X + b₁, h₁ = a ∘ σ(a), z₂ = W₂ h₁ + b₂, L = softmax cross-entropy of z₂ with the one-hot columns of T,
/// mean over the batch. X is D×B (a sample in each column), W₁ H×D, W₂ C×H, T C×B.
struct SwishNetwork {
  Expr W1, b1, W2, b2, X, T, a, h1, z2, L;
};
SwishNetwork swish_network(Index inputs, Index hidden, Index classes, Index batch);

/// The gradients found by hand, all in terms of ∂L/∂z₂.
struct SwishNetworkGradients {
  Expr z2;  // (softmax(z₂) − T) / B
  Expr W2;  // ∂L/∂z₂ h₁ᵀ
  Expr b2;  // row sums of ∂L/∂z₂
  Expr a;   // (W₂ᵀ ∂L/∂z₂) ∘ (σ(a) + a ∘ σ(a) ∘ (1 − σ(a)))
  Expr W1;  // ∂L/∂a Xᵀ
  Expr b1;  // row sums of ∂L/∂a
  Expr X;   // W₁ᵀ ∂L/∂a
};
SwishNetworkGradients swish_network_gradients(const SwishNetwork& model);

}  // namespace matgrad::examples
