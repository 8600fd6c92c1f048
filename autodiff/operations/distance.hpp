#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

// Differences between the columns of two matrices. Each is computed from the differences themselves, so that
// nearly equal columns lose no digits, as they would in ‖x‖² + ‖y‖² − 2 xᵀy. With g = ∂L/∂Z for the result Z:

/// Dᵢⱼ = ‖xᵢ − yⱼ‖² for the columns xᵢ of X and yⱼ of Y: d×m and d×n give m×n. 3dmn operations. For the distances
/// within one set write pairwise_squared_distances(X, X).
/// ∂L/∂X = 2 weighted_differences(X, Y, g), ∂L/∂Y = 2 weighted_differences(Y, X, gᵀ).
/// Throws ShapeError unless the columns are of one length.
Expr pairwise_squared_distances(const Operand& x, const Operand& y);

/// Rᵢⱼ = ‖xᵢ − yⱼ‖, which neither over- nor underflows on the way: d×m and d×n give m×n. Where xᵢ = yⱼ, as on the
/// diagonal of pairwise_distances(X, X), the derivative is taken as 0; it is that of every function of R whose own
/// derivative at 0 is 0 or whose points are equal always. A root of squared distances becomes this before it is
/// differentiated. ∂L/∂X = weighted_differences(X, Y, W), ∂L/∂Y = weighted_differences(Y, X, Wᵀ) with
/// W = divide_or_zero(g, R), written so. Throws ShapeError unless the columns are of one length.
Expr pairwise_distances(const Operand& x, const Operand& y);

/// The matrix of the columns Σⱼ Wᵢⱼ (xᵢ − yⱼ): d×m, d×n and m×n give d×m.
/// ∂L/∂W = difference_products(X, Y, g), ∂L/∂X = g ∘ rows((W 1)ᵀ, g), ∂L/∂Y = −g W. Throws ShapeError.
Expr weighted_differences(const Operand& x, const Operand& y, const Operand& w);

/// Pᵢⱼ = ⟨xᵢ − yⱼ, vᵢ⟩: d×m, d×n and, for V, d×m give m×n.
/// ∂L/∂X = V ∘ rows((g 1)ᵀ, V), ∂L/∂Y = −V g, ∂L/∂V = weighted_differences(X, Y, g). Throws ShapeError.
Expr difference_products(const Operand& x, const Operand& y, const Operand& v);

}  // namespace matgrad
