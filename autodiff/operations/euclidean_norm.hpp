#pragma once

#include <cmath>
#include <limits>

#include "matgrad/autodiff/operations/blockwise_sum.hpp"

namespace matgrad {

/// √(Σᵢ |aᵢ|²) of an Eigen expression with one row or one column, which neither over- nor underflows on the way.
template <class Derived>
typename Derived::Scalar euclidean_norm(const Eigen::MatrixBase<Derived>& a) {
  using Scalar = typename Derived::Scalar;
  const Total<Scalar> squares = blockwise_sum(a.derived().array().square());
  constexpr Scalar epsilon = std::numeric_limits<Scalar>::epsilon();
  // Between these, no square that matters was lost to underflow.
  constexpr Scalar least = std::numeric_limits<Scalar>::min() / (epsilon * epsilon);
  constexpr Scalar greatest = std::numeric_limits<Scalar>::max();
  if (std::isnan(squares) || a.size() == 0 || (squares >= least && squares <= greatest))
    return static_cast<Scalar>(std::sqrt(squares));
  const Scalar largest = a.cwiseAbs().maxCoeff();
  if (largest == 0 || !std::isfinite(largest)) return largest;
  return largest * static_cast<Scalar>(std::sqrt(blockwise_sum((a.derived() / largest).array().square())));
}

}  // namespace matgrad
