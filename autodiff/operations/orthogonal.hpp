#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// The thin QR decomposition, and what is computed by it, for matrices of full rank. All throw NonFiniteError when
// evaluated where an entry is NaN or infinite, and SingularError where a column of the matrix (a row of a wide
// one) is a combination of those before it to rounding, which is said with its number: scaling a column does not
// matter. What is built for a tall, square or wide matrix must not be substituted by another of these after
// differentiating. With g = ∂L/∂Z for the result Z:

/// [Q | R] with A = Q R, QᵀQ = I, R upper triangular with positive diagonal: m×n with m ≥ n gives m×2n, with zeros
/// below the n×n matrix R. With M = R gRᵀ − gQᵀ Q and C = lower_half(M) + lower_half(M)ᵀ:
/// ∂L/∂A = (gQ + Q C) R⁻ᵀ. Throws ShapeError for m < n.
/// Source: Walter and Lehmann (2010), Algorithmic differentiation of linear algebra functions, 3.2.
Expr qr(const Operand& a);
/// Q and R alone: parts of qr(A).
Expr orthogonal_factor(const Operand& a);
Expr triangular_factor(const Operand& a);

/// A⁺, the n×m matrix (AᵀA)⁻¹Aᵀ for m ≥ n and Aᵀ(AAᵀ)⁻¹ for m ≤ n, by QR of A or Aᵀ: the condition of A is not
/// squared.
/// ∂L/∂A = −Zᵀ g Zᵀ + (I − A Z) gᵀ Z Zᵀ + Zᵀ Z gᵀ (I − Z A), where the second term stands for m > n only and the
/// third for m < n only. Source: Golub and Pereyra (1973), The differentiation of pseudo-inverses, equation 4.12.
Expr pseudo_inverse(const Operand& a);
/// A⁺ B, by QR: the X of least ‖A X − B‖ for m ≥ n, the least X with A X = B for m ≤ n; m×n and m×k give n×k.
/// ∂L/∂B = Y = least_squares(Aᵀ, g); ∂L/∂A = −Y Xᵀ + (B − A X) least_squares(A, Y)ᵀ
/// + least_squares(Aᵀ, X) (g − AᵀY)ᵀ, where the second term stands for m > n only and the third for m < n only.
/// Throws ShapeError if the numbers of rows differ. Source: as pseudo_inverse.
Expr least_squares(const Operand& a, const Operand& b);

}  // namespace matgrad
