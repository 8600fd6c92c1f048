#pragma once

#include <string_view>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// The value of `function`, which is determinant, log_det or log_abs_det, for a matrix whose determinant is
/// d₁ ⋯ dₙ, or −d₁ ⋯ dₙ where rows were exchanged an odd number of times; false where it has none. For float,
/// double and long double.
template <class Scalar>
bool determine(std::string_view function, const Matrix<Scalar>& d, bool odd_exchanges, Scalar& result);

}  // namespace matgrad
