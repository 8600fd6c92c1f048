#pragma once

#include <span>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Sums and products. Shapes must agree; only a scalar (1×1) stands for a matrix of any shape by itself.

/// A + B, entry by entry. Shapes: both m×n, or one of them 1×1 (added to every entry).
/// Derivative: ∂L/∂A = ∂L/∂Z, ∂L/∂B = ∂L/∂Z (summed over all entries for a scalar). Throws ShapeError.
Expr operator+(const Operand& a, const Operand& b);
/// A − B, as A + B. ∂L/∂B = −∂L/∂Z.
Expr operator-(const Operand& a, const Operand& b);
/// −A. ∂L/∂A = −∂L/∂Z.
Expr operator-(const Operand& a);
/// c A for a number c. ∂L/∂A = c ∂L/∂Z.
Expr operator*(double factor, const Operand& a);
Expr operator*(const Operand& a, double factor);
/// Σ cᵢ Aᵢ for numbers cᵢ; at least one term. ∂L/∂Aᵢ = cᵢ ∂L/∂Z (summed for a scalar). Throws ShapeError.
Expr weighted_sum(std::vector<double> coefficients, std::span<const Operand> terms);
Expr weighted_sum(std::vector<double> coefficients, std::vector<Expr> terms, const char* file = __builtin_FILE(),
                  int line = __builtin_LINE());
/// Σ Aᵢ; at least one term. ∂L/∂Aᵢ = ∂L/∂Z (summed for a scalar). Throws ShapeError.
Expr sum_of(std::span<const Operand> terms);
Expr sum_of(std::vector<Expr> terms, const char* file = __builtin_FILE(), int line = __builtin_LINE());

/// a = a + b, and so on: the handle comes to mean the new expression; what was built of the old one stays as it
/// is.
inline Expr& operator+=(Expr& a, const Operand& b) { return a = Operand(a, b.file(), b.line()) + b; }
inline Expr& operator-=(Expr& a, const Operand& b) { return a = Operand(a, b.file(), b.line()) - b; }

/// A B, the matrix product. Shapes: m×k times k×n gives m×n; a scalar multiplies every entry.
/// Derivative: ∂L/∂A = (∂L/∂Z) Bᵀ, ∂L/∂B = Aᵀ (∂L/∂Z); for a scalar s: ∂L/∂s = ⟨∂L/∂Z, A⟩.
/// Throws ShapeError. Source: Giles (2008), An extended collection of matrix derivative results, 2.2.1.
Expr matmul(const Operand& a, const Operand& b);
Expr operator*(const Operand& a, const Operand& b);
/// a = a b, the matrix product.
inline Expr& operator*=(Expr& a, const Operand& b) { return a = Operand(a, b.file(), b.line()) * b; }
inline Expr& operator*=(Expr& a, double factor) { return a = factor * a; }
/// A₁ A₂ … Aₖ, scalars anywhere. For a matrix ∂L/∂Aᵢ = (A₁ … Aᵢ₋₁)ᵀ (∂L/∂Z) (Aᵢ₊₁ … Aₖ)ᵀ. Throws ShapeError.
Expr product(std::span<const Operand> factors);
Expr product(std::vector<Expr> factors, const char* file = __builtin_FILE(), int line = __builtin_LINE());

/// A ∘ B, the elementwise product. Shapes: both m×n, or one of them 1×1.
/// Derivative: ∂L/∂A = (∂L/∂Z) ∘ B, ∂L/∂B = (∂L/∂Z) ∘ A. Throws ShapeError.
Expr hadamard(const Operand& a, const Operand& b);
/// A₁ ∘ A₂ ∘ … ∘ Aₖ. ∂L/∂Aᵢ = ∂L/∂Z ∘ all the others. Throws ShapeError.
Expr hadamard(std::span<const Operand> factors);
Expr hadamard(std::vector<Expr> factors, const char* file = __builtin_FILE(), int line = __builtin_LINE());

/// Aᵀ: m×n gives n×m. ∂L/∂A = (∂L/∂Z)ᵀ.
Expr transpose(const Operand& a);

// What rewriting sees of these operations.

/// The cᵢ of Σ cᵢ Aᵢ, else null.
const std::vector<double>* sum_coefficients(const Expr& expr);
bool is_product(const Expr& expr);
bool is_hadamard(const Expr& expr);
bool is_transpose(const Expr& expr);

}  // namespace matgrad
