#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Functions of a general square matrix, as power series define them: not entry by entry. (For symmetric matrices
// and any function see symmetric_function.) All throw ShapeError when built on a matrix that is not square.

/// Aⁿ for an integer n: n×n gives n×n, by repeated squaring. A⁰ = I, also for a singular A; for n < 0 it is
/// (A⁻¹)^|n| and throws what inverse does. ∂L/∂A = Σ_{k=0}^{n−1} (Aᵀ)^k (∂L/∂Z) (Aᵀ)^{n−1−k}, built by halving n,
/// so that it takes few products too. Over- and underflows as its entries do. Source: Petersen and Pedersen
/// (2012), The Matrix Cookbook, equations 90 and 91.
Expr matrix_power(const Operand& a, int n);

/// exp(A) = Σ Aᵏ/k!: n×n gives n×n, by scaling and squaring of a Padé approximant; accurate to the precision of
/// the scalar type (some digits fewer where ‖A‖ is large and the matrix far from normal). The exponential entry by
/// entry is exp. Throws NonFiniteError for NaN or infinity, and where the result overflows. ∂L/∂A =
/// matrix_exponential_derivative(Aᵀ, ∂L/∂Z). Source: Higham (2005), The scaling and squaring method for the matrix
/// exponential revisited, algorithm 2.3.
Expr matrix_exponential(const Operand& a);

/// D exp(A)[E], the derivative of the matrix exponential at A in direction E, both n×n: the upper right block of
/// exp([[A, E], [0, A]]), equal to ∫₀¹ exp(sA) E exp((1−s)A) ds. About three times the work of exp(A), whatever
/// the size of E. ∂L/∂E = D exp(Aᵀ)[∂L/∂Z], ∂L/∂A = D² exp(Aᵀ)[Eᵀ, ∂L/∂Z]. Source: Al-Mohy and Higham (2009),
/// Computing the Fréchet derivative of the matrix exponential, section 3.
Expr matrix_exponential_derivative(const Operand& a, const Operand& direction);
/// Dᵏ exp(A)[E₁, …, Eₖ], the k-th derivative in k ≥ 1 directions, n×n each: symmetric and linear in them; about 3ᵏ
/// times the work of exp(A). ∂L/∂Eᵢ is the same at Aᵀ in the directions Eⱼᵀ, j ≠ i, and ∂L/∂Z; ∂L/∂A has one
/// direction more: Dᵏ⁺¹ exp(Aᵀ)[E₁ᵀ, …, Eₖᵀ, ∂L/∂Z].
/// Source: Higham and Relton (2014), Higher order Fréchet derivatives of matrix functions, section 2.
Expr matrix_exponential_derivative(const Operand& a, const std::vector<Expr>& directions);

/// 1 / (‖A‖₁ ‖A⁻¹‖₁), the reciprocal condition number in the 1-norm (the greatest sum of magnitudes in a column):
/// n×n gives 1×1 between 0 and 1; 0 where LU meets a zero pivot or A⁻¹ overflows, 1 for n = 0. Not an estimate: A
/// is inverted. inverse and solve throw for exactly singular matrices only: with rcond(A) they lose about −log₁₀
/// rcond(A) digits. It has no derivative: asking for one throws DerivativeError; stop_gradient(rcond(A)) lets
/// it pass. Throws NonFiniteError for NaN or infinity. Source: Higham (2002), Accuracy and Stability, section 7.1.
Expr rcond(const Operand& a);

}  // namespace matgrad
