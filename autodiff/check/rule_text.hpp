#pragma once

#include <cstddef>
#include <string>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// The derivative rule of an operation as a sentence, "Z = A B: ∂L/∂A = (∂L/∂Z) Bᵀ" for input 0 of a product: what
/// the operation's vjp makes of placeholders. Empty for a mere name.
std::string rule_text(const Expr& node, std::size_t input, const std::string& loss_name);

}  // namespace matgrad
