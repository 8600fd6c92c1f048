#pragma once

#include <cstddef>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// Whether `expr` is a trace, a sum, a repetition, a solution or another operation, beside sums, products and
/// transposes, whose value is multiplied by s where input i is.
bool is_linear_in(const Expr& expr, std::size_t i);

}  // namespace matgrad
