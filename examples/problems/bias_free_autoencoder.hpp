#pragma once

#include <vector>

#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/expression/notation.hpp>

namespace matgrad::examples {

/// S = X Wᵉ, H = σ(S), T = H Wᵈ, X̂ = σ(T), J = ½‖X̂ − X‖². Rows are samples: X is N×P, Wᵉ P×H, Wᵈ H×P.
struct BiasFreeAutoencoder {
  Expr X, We, Wd, S, H, T, X_hat, J;
};
BiasFreeAutoencoder bias_free_autoencoder(Index samples, Index inputs, Index hidden);

/// The gradients found by hand; the four blanks are the factors X̂ − X, σ′(T), X and Wᵈ in them.
struct BiasFreeGradients {
  Expr X_hat;  // X̂ − X
  Expr T;      // (X̂ − X) ∘ σ′(T) with σ′(T) = σ(T) ∘ (1 − σ(T))
  Expr Wd;     // Hᵀ ∂J/∂T
  Expr S;      // σ′(S) ∘ (∂J/∂T Wᵈᵀ)
  Expr We;     // Xᵀ ∂J/∂S
};
BiasFreeGradients bias_free_gradients(const BiasFreeAutoencoder& model);

/// The blanks, each read off an adjoint (G: some adjoint of the shape in question).
struct Blanks {
  Expr residual;         // ∂J/∂X̂
  Expr slope;            // what the adjoint 1 of X̂ becomes at T
  Expr G_S, to_encoder;  // Xᵀ G_S, what the adjoint G_S of S becomes at Wᵉ
  Expr G_T, to_hidden;   // G_T Wᵈᵀ, what the adjoint G_T of T becomes at H
};
Blanks read_blanks(const BiasFreeAutoencoder& model);

/// The four equations of the question in index form, what stands in a blank in square brackets.
std::vector<Notation> filled_in(const Blanks& blanks);

/// X from the linear map G ↦ Xᵀ G, and Wᵈ from G ↦ G Wᵈᵀ, row by row with unit matrices for G.
Eigen::MatrixXd factor_of_encoder_adjoint(const BiasFreeAutoencoder& model, const Blanks& blanks,
                                          const Eigen::MatrixXd& X);
Eigen::MatrixXd factor_of_hidden_adjoint(const BiasFreeAutoencoder& model, const Blanks& blanks,
                                         const Eigen::MatrixXd& Wd);

}  // namespace matgrad::examples
