#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// The same value, written so that it has a derivative where the written form has none although the value has:
/// that of a root of pairwise_squared_distances(X, Y), also of a multiple or under a name, is ∞ · 0 where two
/// points are equal, as they are on the diagonal of the distances of a set to itself; pairwise_distances(X, Y)
/// takes its place. y and behind it the expressions to differentiate by, as they are found in it: they stay
/// reachable, so that a root that stands on one of them is left as it is.
std::vector<Expr> differentiable_form(const Expr& y, const std::vector<Expr>& xs);

}  // namespace matgrad
