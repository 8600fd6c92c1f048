#pragma once

#include <span>
#include <string_view>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// The shape of an elementwise operation: that of its inputs, where a scalar goes with any shape. Throws a
/// ShapeError that shows both operands and suggests columns, rows or transpose where one of them fits.
Shape broadcast_shape(std::string_view operation, std::span<const Expr> inputs);

/// The adjoint of an input that was broadcast: summed over all entries if the input is a scalar.
Expr reduced_to(Shape shape, const Expr& adjoint);

/// "W (3×6)": an operand as written, with its shape, for error texts.
std::string described(const Expr& expr);

}  // namespace matgrad
