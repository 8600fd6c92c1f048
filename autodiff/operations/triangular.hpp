#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// Which half of a square matrix is meant, the diagonal included.
enum class Triangle { lower, upper };

/// How a triangular matrix T enters an equation.
struct TriangularForm {
  bool transposed = false;     // Tᵀ instead of T
  bool unit_diagonal = false;  // the diagonal is taken as ones, whatever is stored there
};

/// T⁻¹ B (or T⁻ᵀ B), by substitution, where T is the stated triangle of A: n×n and n×k give n×k. What A holds
/// elsewhere is not read, nor is its diagonal if that is taken as ones. n²k operations.
///
///   triangular_solve(L, B, Triangle::lower)                         L⁻¹ B
///   triangular_solve(L, B, Triangle::lower, {.transposed = true})   L⁻ᵀ B
///
/// With Z the result and W = T⁻ᵀ (∂L/∂Z) (or T⁻¹ (∂L/∂Z)): ∂L/∂B = W, and ∂L/∂A = the triangle of −W Zᵀ (or of
/// −Z Wᵀ), without the diagonal if that is taken as ones.
/// Throws ShapeError unless A is square and B has as many rows, SingularError for a zero on the diagonal or a
/// result that overflows, NonFiniteError for NaN or infinity in B or in what is read of A. Source: Giles (2008),
/// An extended collection of matrix derivative results, on C = A⁻¹B.
Expr triangular_solve(const Operand& a, const Operand& b, Triangle triangle, TriangularForm form = {});

}  // namespace matgrad
