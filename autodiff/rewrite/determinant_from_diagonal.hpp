#pragma once

#include <optional>

#include "matgrad/autodiff/expression/shape.hpp"
#include "matgrad/autodiff/rewrite/factoring_function.hpp"

namespace matgrad {

/// The value of `function`, which is determinant, log_det or log_abs_det, for a matrix whose determinant is
/// d₁ ⋯ dₙ with the diagonal d of `triangle`, or −d₁ ⋯ dₙ where rows were exchanged an odd number of times; none
/// where the determinant is 0, or is negative, and has no such logarithm. For float, double and long double.
template <class Scalar>
std::optional<Scalar> determinant_from_diagonal(FactoringFunction function, const ConstView<Scalar>& triangle,
                                                bool odd_exchanges = false);

}  // namespace matgrad
