#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// Σᵢⱼ Aᵢⱼ: m×n gives 1×1. ∂L/∂A = ∂L/∂z for every entry.
Expr sum(const Operand& a);

/// ⟨A, B⟩ = Σᵢⱼ Aᵢⱼ Bᵢⱼ: both m×n, gives 1×1. ∂L/∂A = (∂L/∂z) B, ∂L/∂B = (∂L/∂z) A. Throws ShapeError.
Expr dot(const Operand& a, const Operand& b);

}  // namespace matgrad
