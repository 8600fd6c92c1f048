#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// The same value written as a person would leave it: products and sums flattened, transposes at the leaves, like
/// terms collected, common leading or trailing factors taken out. Does not change what is evaluated, only how it is
/// written; finite operands are assumed (x − x is 0, also where x would be infinite).
Expr tidy(const Expr& expr);
std::vector<Expr> tidy(std::vector<Expr> exprs);

/// The terms of a sum ordered by their number of factors, as one writes the terms of a gradient; else `expr`.
Expr simplest_terms_first(const Expr& expr);

}  // namespace matgrad
