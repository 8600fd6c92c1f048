#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Second moments of samples, which are the columns of X (d×n).

/// What a sum of squares around the mean of n samples is divided by.
enum class Estimate {
  unbiased,  // n − 1: its expectation is the variance
  biased,    // n: greatest likelihood for normal samples
};

/// X (I − 11ᵀ/n), each row less its mean: d×n gives d×n. Self-adjoint: ∂L/∂X = centred(∂L/∂Z).
Expr centred(const Operand& x);

/// C Cᵀ / (n − 1), or / n, for C = centred(X): d×n gives d×d, symmetric and positive semidefinite.
/// ∂L/∂X = (g + gᵀ) C / (n − 1), or / n, with g = ∂L/∂Z.
/// Throws ShapeError for fewer than 2 samples (biased: without samples).
Expr covariance(const Operand& x, Estimate estimate = Estimate::unbiased);

/// I − 11ᵀ/n, n×n, as centred(I). X centring_matrix(n) = centred(X), which needs no matrix. Throws ShapeError for
/// n < 0.
Expr centring_matrix(Index n);

}  // namespace matgrad
