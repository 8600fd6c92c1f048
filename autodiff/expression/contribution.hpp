#pragma once

#include <cstddef>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// What z = op(inputs) contributes to ∂L/∂inputs[i] where ∂L/∂z is `adjoint`: its operation's vjp. Throws
/// ShapeError, which names the operation, if that has not the shape of the input, and what the vjp throws.
Expr contribution(const Expr& z, std::size_t i, const Expr& adjoint);

}  // namespace matgrad
