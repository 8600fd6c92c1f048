#pragma once

#include <cmath>
#include <limits>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// √(Σᵢⱼ |Aᵢⱼ|²) of an Eigen expression, which neither over- nor underflows on the way.
template <class Derived>
typename Derived::Scalar euclidean_norm(const Eigen::MatrixBase<Derived>& a) {
  using Scalar = typename Derived::Scalar;
  const Scalar squares = a.squaredNorm();
  constexpr Scalar epsilon = std::numeric_limits<Scalar>::epsilon();
  // Between these, no square that matters was lost to underflow.
  constexpr Scalar least = std::numeric_limits<Scalar>::min() / (epsilon * epsilon);
  constexpr Scalar greatest = std::numeric_limits<Scalar>::max();
  if (std::isnan(squares) || a.size() == 0 || (squares >= least && squares <= greatest)) return std::sqrt(squares);
  const Scalar largest = a.cwiseAbs().maxCoeff();
  if (largest == 0 || !std::isfinite(largest)) return largest;
  return largest * std::sqrt((a / largest).squaredNorm());
}

}  // namespace matgrad
