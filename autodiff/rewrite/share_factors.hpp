#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/followed.hpp"

namespace matgrad {

/// Where several of inverse, solve, log_det, log_abs_det and determinant are taken of one matrix, or solve of its
/// transpose too, one instruction factors it for all of them; `followed` are named values among them. The value of
/// each and the error that it throws stay what they were.
std::vector<Expr> share_factors(const std::vector<Expr>& exprs, std::vector<Followed>* followed);

}  // namespace matgrad
