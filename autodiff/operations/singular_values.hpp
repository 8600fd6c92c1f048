#pragma once

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/operations/spectral.hpp"

namespace matgrad {

// The thin singular value decomposition A = U diag(σ) Vᵀ of an m×n matrix: with k = min(m, n), U is m×k, σ k×1, V
// n×k. All throw NonFiniteError when evaluated where an entry is NaN or infinite. With g = ∂L/∂Z for the result Z:

/// [U | σ | V], max(m, n)×(2k + 1) with zeros below the shorter parts; σ descending. In each column of U the first
/// entry within a tenth of the greatest in magnitude is positive. Its derivative throws DerivativeError at run
/// time for tied (see Ties) and for zero singular values, whose vectors have none, unless `ties` says otherwise;
/// so does every higher one. Z is built for matrices that are tall, square or wide, and must not be substituted by
/// another of these after differentiating. With S and D half the sum and half the difference of Uᵀ gU − gUᵀ U and
/// Vᵀ gV − gVᵀ V:
/// ∂L/∂A = U (diag(gσ) + divide_by_gaps(S, σ) + divide_by_sums(D, σ)) Vᵀ + (I − U Uᵀ) gU diag(1/σ) Vᵀ + U
/// diag(1/σ) gVᵀ (I − V Vᵀ).
/// Source: Giles (2008), 3.2; Townsend (2016), Differentiating the singular value decomposition, with F = 1/(σⱼ² −
/// σᵢ²) split into gaps and sums so that no difference of squares is taken.
Expr svd(const Operand& a, Ties ties = Ties::error);
/// σ alone: m×n gives k×1. ∂L/∂A = U diag(g) Vᵀ, which needs no gap: where singular values are tied it is the
/// derivative of every L that treats them alike, else one subgradient of many; a zero singular value has the
/// subgradient 0. The second derivative throws at ties and zeros as that of svd.
Expr singular_values(const Operand& a, Ties ties = Ties::error);
/// U and V alone: parts of svd(A).
Expr left_singular_vectors(const Operand& a, Ties ties = Ties::error);
Expr right_singular_vectors(const Operand& a, Ties ties = Ties::error);

/// Zᵢⱼ = Mᵢⱼ / (σᵢ + σⱼ) for σ ≥ 0: k×k and k×1 give k×k. Throws DerivativeError if some σᵢ is zero (at most 4 k ε
/// max σ); with Ties::subspace, the entries of a zero σᵢ with zero σⱼ are 0. ∂L/∂M = divide_by_sums(g, σ),
/// ∂L/∂σ = −P 1 − Pᵀ 1 with P = divide_by_sums(g ∘ Z, σ).
Expr divide_by_sums(const Operand& m, const Operand& values, Ties ties = Ties::error);
/// 1 where a singular value is not zero to rounding (above 4 k ε max σ), else 0: k×1 gives k×1. Their sum is the
/// rank. The derivative is taken as 0.
Expr nonzero_values(const Operand& values);

}  // namespace matgrad
