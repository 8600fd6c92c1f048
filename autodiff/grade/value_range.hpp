#pragma once

#include <limits>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad::grading {

/// Between which numbers all entries of a value lie.
struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double greatest = std::numeric_limits<double>::infinity();
};

/// What facts of leaves and operations say of the entries of an expression: h ≥ 0 for h = relu(z). Functions of
/// each entry are tried out, up to 64, so that bounds are no proof.
Range range_of(const Expr& expr);

/// Whether a piecewise operation may take a piece, as far as the ranges of its inputs tell.
bool may_take(const Expr& node, Index piece);

}  // namespace matgrad::grading
