#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// The same values as a machine should compute them: names dropped, equal subexpressions merged, products
/// reordered, sums and products turned into instructions (internal operations without derivative).
/// Never more floating-point operations than `exprs` as written, save where a stable form (logsumexp, softplus)
/// needs them.
std::vector<Expr> lower(std::vector<Expr> exprs);

/// Floating-point operations of evaluating every node that `exprs` need once. What depends on no leaf is a
/// constant and free.
double total_cost(const std::vector<Expr>& exprs);

}  // namespace matgrad
