#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Products with a name, most of them composed of the matrix product. With g = ∂L/∂z for the result z. Each throws
// ShapeError where shapes do not fit.

/// a bᵀ: m×1 and n×1 give m×n. ∂L/∂a = g b, ∂L/∂b = gᵀ a.
Expr outer(const Operand& a, const Operand& b);
/// xᵀ A x: n×1 and n×n give 1×1. ∂L/∂x = g (A + Aᵀ) x, ∂L/∂A = g x xᵀ.
/// Source: Petersen and Pedersen (2012), The Matrix Cookbook, equation 81.
Expr quadratic_form(const Operand& x, const Operand& a);
/// tr(A B) = ⟨Aᵀ, B⟩ without the product: m×n and n×m give 1×1. ∂L/∂A = g Bᵀ, ∂L/∂B = g Aᵀ.
/// Source: The Matrix Cookbook, equation 100. (A Function turns trace(A * B) into this by itself.)
Expr trace_of_product(const Operand& a, const Operand& b);
/// Xᵀ X, the inner products of the columns of X: m×n gives n×n. ∂L/∂X = X (g + gᵀ).
Expr gram(const Operand& x);

/// A B − B A, both n×n. ∂L/∂A = g Bᵀ − Bᵀ g, ∂L/∂B = Aᵀ g − g Aᵀ.
Expr commutator(const Operand& a, const Operand& b);
/// A B + B A, both n×n. ∂L/∂A = g Bᵀ + Bᵀ g, ∂L/∂B = Aᵀ g + g Aᵀ.
Expr anticommutator(const Operand& a, const Operand& b);
/// (A + Aᵀ)/2: n×n gives n×n. ∂L/∂A = (g + gᵀ)/2.
Expr symmetric_part(const Operand& a);
/// (A − Aᵀ)/2: n×n gives n×n. ∂L/∂A = (g − gᵀ)/2.
Expr skew_part(const Operand& a);

/// a × b, the cross product of vectors in space, column by column: both 3×n, gives 3×n. ∂L/∂a = b × g, ∂L/∂b = g ×
/// a.
Expr cross(const Operand& a, const Operand& b);

/// A ⊗ B, the Kronecker product: the block matrix with the blocks Aᵢⱼ B. p×q and m×n give pm×qn.
/// ∂L/∂A = block_inner_products(g, B), ∂L/∂B = block_sum(g, A).
/// Source: Van Loan (2000), The ubiquitous Kronecker product, section 2.
Expr kronecker(const Operand& a, const Operand& b);
/// The inner products ⟨Cᵢⱼ, B⟩ of B with the blocks of C in its shape: pm×qn and m×n give p×q. With B = I it is
/// the partial trace. ∂L/∂C = g ⊗ B, ∂L/∂B = block_sum(C, g). Throws ShapeError also if B has no entries.
Expr block_inner_products(const Operand& c, const Operand& b);
/// Σᵢⱼ Aᵢⱼ Cᵢⱼ over the blocks of C, as many as A has entries: pm×qn and p×q give m×n.
/// ∂L/∂C = A ⊗ g, ∂L/∂A = block_inner_products(C, g). Throws ShapeError also if A has no entries.
Expr block_sum(const Operand& c, const Operand& a);

}  // namespace matgrad
