#pragma once

#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// Leaves, each with its value: {{W, W0}, {x, x0}}.
template <class Scalar = double>
using LeafValues = std::vector<std::pair<Expr, Matrix<Scalar>>>;

}  // namespace matgrad
