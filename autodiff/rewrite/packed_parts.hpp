#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// Whether `expr` takes one part out of a decomposition in which only another one was placed: it is zero.
bool takes_empty_part(const Expr& expr);

}  // namespace matgrad
