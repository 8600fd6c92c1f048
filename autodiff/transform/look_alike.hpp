#pragma once

#include <span>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// Throws Error if `roots` do not hold one of `nodes` but something that looks the same and is not itself among
/// `nodes`: a leaf or a named part of its name, or an equal expression that was built anew. A transform with
/// respect to it would find no dependence, without a word.
void require_no_look_alike(std::span<const Expr> roots, std::span<const Expr> nodes);

}  // namespace matgrad
