#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/followed.hpp"
#include "matgrad/autodiff/expression/graph.hpp"

namespace matgrad {

/// The same values as a machine should compute them: names taken away, equal subexpressions merged, products
/// reordered, sums and products turned into instructions (internal operations without derivative).
/// Never more floating-point operations than `exprs` as written, save where a stable form (logsumexp, softplus)
/// needs them.
std::vector<Expr> lower(const std::vector<Expr>& exprs);
/// The same for the roots of a graph, which becomes that of the instructions; `names` receives what has become of
/// the named values, as far as each is still computed.
void lower(Graph& graph, std::vector<Followed>& names);

/// Floating-point operations of one call that evaluates `exprs`: of every node that they need, once. What is
/// computed beforehand (constant_parts.hpp) is free.
double total_cost(const std::vector<Expr>& exprs);

}  // namespace matgrad
