#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Functions of square matrices. All of them throw ShapeError when built on a matrix that is not square, and
// NonFiniteError when evaluated where an entry is NaN or infinite.

/// A⁻¹: n×n gives n×n, by LU with partial pivoting. For A⁻¹B write solve(A, B). Throws SingularError for a zero
/// or non-finite pivot. ∂L/∂A = −Zᵀ (∂L/∂Z) Zᵀ. Source: Giles (2008), An extended collection of matrix
/// derivative results, 2.2.3.
Expr inverse(const Operand& a);

/// A⁻¹ B, the Z with A Z = B: n×n and n×k give n×k, by LU with partial pivoting. Throws SingularError for a zero
/// or non-finite pivot, ShapeError also if the numbers of rows differ.
/// ∂L/∂B = A⁻ᵀ (∂L/∂Z), ∂L/∂A = −(∂L/∂B) Zᵀ. Source: Giles (2008), 2.3.1.
Expr solve(const Operand& a, const Operand& b);

/// The lower triangular L with positive diagonal and L Lᵀ = (A + Aᵀ)/2: n×n gives n×n.
/// Throws NotPositiveDefiniteError, which names the pivot. ∂L/∂A = ½ (P + Pᵀ) with P = L⁻ᵀ Φ(Lᵀ G) L⁻¹, G the
/// adjoint of L and Φ = lower_half: symmetric, since only the symmetric part of A counts.
/// Source: Murray (2016), Differentiation of the Cholesky decomposition, equations 9 and 10.
Expr cholesky(const Operand& a);

/// Φ(A), the lower triangle of A with its diagonal halved: n×n gives n×n. ∂L/∂A = Φ(∂L/∂Z).
Expr lower_half(const Operand& a);

/// log det A for det A > 0: n×n gives 1×1, 0 for n = 0. A sum of logarithms of LU's pivots, so that nothing over-
/// or underflows. Throws SingularError for a zero or non-finite pivot, DomainError for a negative determinant.
/// ∂L/∂A = (∂L/∂z) A⁻ᵀ. Source: Petersen and Pedersen (2012), The Matrix Cookbook, equation 57.
Expr log_det(const Operand& a);
/// log |det A|, as log_det but also for a negative determinant. ∂L/∂A = (∂L/∂z) A⁻ᵀ.
Expr log_abs_det(const Operand& a);

/// det A: n×n gives 1×1, 1 for n = 0. Over- and underflows only where the result does (log_det does not).
/// ∂L/∂A = (∂L/∂z) cofactor(A), which holds at singular matrices too; so do second derivatives.
/// Throws SingularError if elimination overflows. Source: Giles (2008), 2.2.4, with det(A) A⁻ᵀ = cofactor(A).
Expr determinant(const Operand& a);

/// The matrix of the cofactors of A, (−1)^(i+j) times the determinant of A without row i and column j: n×n gives
/// n×n; det(A) A⁻ᵀ where A is invertible. With A = U Σ Vᵀ it is det(U) det(V) U cof(Σ) Vᵀ, where cof(Σ) is
/// diagonal with entries ∏_{k≠i} σₖ: no division, hence exact to rounding at every matrix.
/// ∂L/∂A = cofactor_derivative(A, ∂L/∂Z). Source: Magnus and Neudecker (2019), Matrix Differential Calculus, 9.
Expr cofactor(const Operand& a);

/// D cof(A)[G], the derivative of cofactor at A in direction G: both n×n, gives n×n, exact to rounding at every
/// matrix. With A = U Σ Vᵀ, K = Uᵀ G V and πᵢⱼ = ∏_{k≠i,j} σₖ it is det(U) det(V) U H Vᵀ, where
/// Hᵢᵢ = Σ_{j≠i} πᵢⱼ Kⱼⱼ and Hᵢⱼ = −πᵢⱼ Kⱼᵢ. Linear and self-adjoint in G: ∂L/∂G = cofactor_derivative(A, ∂L/∂Z).
/// ∂L/∂A goes through inverse(A): evaluating it, a third derivative of det, throws SingularError at singular A.
Expr cofactor_derivative(const Operand& a, const Operand& direction);

}  // namespace matgrad
