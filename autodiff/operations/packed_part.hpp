#pragma once

#include <string_view>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// How a part of a packed decomposition is written: as function(A) when taken from decomposition(A), else, for
/// example from an adjoint G, as brief(G).
struct PartName {
  std::string_view decomposition, function, brief;
};

/// The block of `packed` from its row 0 on, in the columns behind as many as those of `before` together, in the
/// shape of `like`. Of `like` and `before` only the shapes are used: the block follows when they are substituted.
/// Derivative: ∂L/∂packed = g in this place and zeros elsewhere. Throws ShapeError where the block leaves
/// `packed`.
Expr packed_part(const Operand& packed, PartName name, const Expr& like, const std::vector<Expr>& before = {});

}  // namespace matgrad
