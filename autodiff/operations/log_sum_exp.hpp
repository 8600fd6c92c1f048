#pragma once

#include <cmath>
#include <limits>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// log Σᵢ exp(xᵢ) in two parts: the greatest xᵢ, and log Σᵢ exp(xᵢ − greatest).
template <class Scalar>
struct ShiftedLog {
  Scalar greatest;
  Scalar log_of_rest;
  Scalar value() const { return greatest + log_of_rest; }
};

/// Of a column; for an empty one, or one of −∞ only, the value is −∞, if an entry is +∞ it is +∞.
template <class Scalar, class Column>
ShiftedLog<Scalar> log_sum_exp(const Column& x) {
  if (x.size() == 0) return {-std::numeric_limits<Scalar>::infinity(), 0};
  const Scalar greatest = x.template maxCoeff<Eigen::PropagateNaN>();
  if (!std::isfinite(greatest)) return {greatest, 0};
  return {greatest, std::log((x.array() - greatest).exp().sum())};
}

}  // namespace matgrad
