#pragma once

#include <span>
#include <string>
#include <string_view>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// The formula of an answer that stands as a gradient is printed, "∂L/∂W = W (K xᵀ + x Kᵀ)  (3×6)": without the
/// left side, which may be dL/dW or adj(W) too, and without the shape at the end. Blanks stand for what is left
/// out.
///
/// Throws ParseError where the left side is of another variable than `wrt`, or the shape is none of `shapes`.
std::string without_frame(std::string_view answer, std::string_view wrt, std::span<const Shape> shapes);

}  // namespace matgrad
