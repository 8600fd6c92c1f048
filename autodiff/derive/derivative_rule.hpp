#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/notation.hpp"

namespace matgrad {

/// The derivative rule of an operation in terms of placeholders: for Z = A B, ∂L/∂A = (∂L/∂Z) Bᵀ.
struct DerivativeRule {
  Notation operation;   // Z = A B
  Notation derivative;  // ∂L/∂A = (∂L/∂Z) Bᵀ
};

/// The rule for one input of a node, as the operation's vjp states it; none for a mere name.
std::optional<DerivativeRule> derivative_rule(const Expr& node, std::size_t input, const std::string& loss_name);

/// "Z = A B: ∂L/∂A = (∂L/∂Z) Bᵀ".
std::string to_text(const DerivativeRule& rule);

/// How an expression is written on one side of an equation: a name as it is, an intermediate that has none by its
/// formula, a half as ½.
Notation side_of_equation(const Expr& expr);

}  // namespace matgrad
