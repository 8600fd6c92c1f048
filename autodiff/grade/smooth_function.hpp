#pragma once

#include <cstddef>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad::grading {

/// `expr` with each unspecified function f (and f′, f″, …) replaced by a smooth one that is defined everywhere:
///   f(z) = a sin(z + b) + c exp(z / 2),
/// another one for each name and each `choice`. No two of its derivatives are alike.
Expr with_smooth_functions(const Expr& expr, std::size_t choice);
/// Several at once, which keep the parts that they share.
std::vector<Expr> with_smooth_functions(const std::vector<Expr>& exprs, std::size_t choice);

}  // namespace matgrad::grading
