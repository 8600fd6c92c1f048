#pragma once

#include <optional>
#include <span>
#include <string>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// A bound of the rank of a matrix that follows from the shapes of its factors: 2 for Xᵀ X with two rows of X.
Index greatest_rank(const Expr& matrix);

/// A matrix that must be regular for `exprs` to have values, and is singular whatever its variables are.
std::optional<Expr> always_singular(std::span<const Expr> exprs);

/// "Xᵀ X is singular whatever the values are: it is 3×3, and its rank at most 2".
std::string always_singular_text(const Expr& matrix);

}  // namespace matgrad
