#pragma once

#include <algorithm>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// 1 / (‖A‖₁ ‖A⁻¹‖₁) of a matrix with entries and its inverse, at most 1.
template <class Scalar>
Scalar reciprocal_condition(const ConstView<Scalar>& a, const ConstView<Scalar>& inverse) {
  const auto one_norm = [](const ConstView<Scalar>& m) { return m.cwiseAbs().colwise().sum().maxCoeff(); };
  return std::min(Scalar(1), 1 / one_norm(a) / one_norm(inverse));
}

}  // namespace matgrad
