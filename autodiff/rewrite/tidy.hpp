#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// The same value written as a person would leave it: products and sums flattened, transposes at the leaves, like
/// terms collected, common leading or trailing factors taken out. What stands inside a named intermediate stays as
/// it was written. Finite operands are assumed (x − x is 0, also where x would be infinite), and a factorisation
/// that is simplified away no longer throws (inverse(inverse(A)) is A, also where A is singular).
Expr tidy(const Expr& expr);
std::vector<Expr> tidy(std::vector<Expr> exprs);

/// The terms of a sum ordered by their number of factors, as one writes the terms of a gradient; else `expr`.
Expr simplest_terms_first(const Expr& expr);

}  // namespace matgrad
