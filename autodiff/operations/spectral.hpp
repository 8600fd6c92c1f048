#pragma once

#include <string>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Functions of symmetric matrices by eigenvalues. All act on S = (A + Aᵀ)/2, so that gradients, which are
// symmetric, agree with differences entry by entry. All throw ShapeError when built on a matrix that is not
// square, and NonFiniteError when evaluated where an entry is NaN or infinite. With g = ∂L/∂Z for the result Z:

/// What a derivative does that divides by the difference of two eigenvalues or singular values which are tied: no
/// further apart than 4 n ε times the greatest of them in magnitude, which is what rounding leaves undetermined.
enum class Ties {
  error,     // throws DerivativeError, which names the two
  subspace,  // takes 1/(λⱼ − λᵢ) as 0: exact only for losses that depend on whole invariant subspaces
};

/// [λ | V] with S = V diag(λ) Vᵀ, λ ascending, V orthogonal: n×n gives n×(n + 1). In each column of V the first
/// entry within a tenth of the greatest in magnitude is positive. Tied eigenvalues have some orthonormal vectors,
/// and their derivative throws DerivativeError at run time, unless `ties` says otherwise; so does every higher
/// one.
/// ∂L/∂A = the symmetric part of V (diag(gλ) + divide_by_gaps(Vᵀ gV, λ)) Vᵀ.
/// Source: Giles (2008), An extended collection of matrix derivative results, 3.1.
Expr eigh(const Operand& a, Ties ties = Ties::error);
/// λ alone: n×n gives n×1. ∂L/∂A = V diag(g) Vᵀ, which needs no gap: where eigenvalues are tied it is the
/// derivative of every L that treats them alike, else one subgradient of many. The second derivative divides by
/// gaps, as eigh does; for L = Σ f(λᵢ) write the trace of symmetric_function(A, f), which has every derivative at
/// ties too.
Expr eigenvalues(const Operand& a, Ties ties = Ties::error);
/// V alone, of A's shape: a part of eigh(A).
Expr eigenvectors(const Operand& a, Ties ties = Ties::error);

/// Whose differences are divided by, for the text of errors.
enum class Spectrum { eigenvalues, singular_values };
/// Zᵢⱼ = Mᵢⱼ / (λⱼ − λᵢ) off the diagonal, 0 on it: n×n and n×1 give n×n. For a tied pair throws DerivativeError,
/// or gives 0 with Ties::subspace. ∂L/∂M = divide_by_gaps(g, λ), ∂L/∂λ = P 1 − Pᵀ 1 with P = divide_by_gaps(g ∘ Z,
/// λ).
Expr divide_by_gaps(const Operand& m, const Operand& values, Ties ties = Ties::error,
                    Spectrum spectrum = Spectrum::eigenvalues);

/// A function of one number, for symmetric_function.
struct SpectralFunction {
  enum class Kind { exp, log, power };
  Kind kind;
  double exponent = 0;  // of a power

  static SpectralFunction exp() { return {Kind::exp}; }
  static SpectralFunction log() { return {Kind::log}; }
  static SpectralFunction power(double p) { return {Kind::power, p}; }
};

/// f(S) = V diag(f(λᵢ)) Vᵀ: n×n gives n×n, symmetric. ∂L/∂A = symmetric_function_derivative(A, f, {g}), exact at
/// ties and near them, as are all higher derivatives. A power with an exponent that is no whole number takes λᵢ ≥
/// 0, where −4 n ε max|λ| ≤ λᵢ < 0 counts as 0; a logarithm λᵢ > 0, a negative power λᵢ ≠ 0. Throws DomainError
/// for a negative λᵢ, SingularError for a zero one, NonFiniteError if f overflows. Source: Higham (2008),
/// Functions of Matrices, 1.2 and 3.2.
Expr symmetric_function(const Operand& a, SpectralFunction f);
/// Dᵏf(S)[E₁, …, Eₖ], the k-th derivative of symmetric_function in the symmetric parts of k directions, each n×n;
/// f(S) for k = 0. With Fᵢ = Vᵀ Eᵢ V it is V H Vᵀ, where Hᵢⱼ is the sum over all permutations of the directions
/// and all a, b, …, c of f[λᵢ, λₐ, λ_b, …, λ_c, λⱼ] (F₁)ᵢₐ (F₂)ₐ_b ⋯ (Fₖ)_cⱼ: divided differences, which need no
/// gap. It takes about k! n^(k+1) operations. ⟨G, Dᵏf(S)[E₁, …, Eₖ]⟩ is symmetric in all of G, E₁, …, Eₖ, hence
/// ∂L/∂Eᵢ is the same with g for Eᵢ, and ∂L/∂A = Dᵏ⁺¹f(S)[E₁, …, Eₖ, g]: any order.
/// Errors as symmetric_function; DerivativeError for a zero λᵢ where the k-th derivative of a power is infinite.
/// Source: Daleckii and Krein (1965); Higham (2008), theorem 3.11.
Expr symmetric_function_derivative(const Operand& a, SpectralFunction f, const std::vector<Expr>& directions);

/// e^S, symmetric_function with exp. Positive definite.
Expr symmetric_exp(const Operand& a);
/// The logarithm of a positive definite S, the inverse of symmetric_exp.
Expr symmetric_log(const Operand& a);
/// The positive semidefinite Z with Z² = S, for positive semidefinite S. Differentiable for positive definite S.
Expr symmetric_sqrt(const Operand& a);
/// The positive definite Z with Z² = S⁻¹, for positive definite S.
Expr symmetric_inverse_sqrt(const Operand& a);
/// S^p for a real number p: any S for a whole p ≥ 0, invertible for a whole p < 0, positive semidefinite for other
/// p > 0, positive definite for other p < 0.
Expr symmetric_power(const Operand& a, double p);

}  // namespace matgrad
