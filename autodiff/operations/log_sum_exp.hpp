#pragma once

#include <cmath>
#include <limits>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// log Σᵢ exp(xᵢ) in two parts: the greatest entry xₖ, and log(1 + Σ exp(xᵢ − xₖ)) over the others.
template <class Scalar>
struct ShiftedLog {
  Scalar greatest;
  Scalar log_of_rest;
  Scalar value() const { return greatest + log_of_rest; }
};

/// Of a column; for an empty one, or one of −∞ only, the value is −∞, if an entry is +∞ it is +∞.
/// Source: Blanchard, Higham and Higham (2021), Accurately computing the log-sum-exp and softmax functions,
/// algorithm 4.2.
template <class Scalar, class Column>
ShiftedLog<Scalar> log_sum_exp(const Column& x) {
  if (x.size() == 0) return {-std::numeric_limits<Scalar>::infinity(), 0};
  const Scalar greatest = x.template maxCoeff<Eigen::PropagateNaN>();
  if (!std::isfinite(greatest)) return {greatest, 0};
  Index k = 0;
  while (x(k) != greatest) ++k;
  // The greatest entry stays out of the sum: its 1 would swallow what small others add.
  const auto exponentials = [&](const auto& part) { return (part.array() - greatest).exp().sum(); };
  return {greatest, std::log1p(exponentials(x.head(k)) + exponentials(x.tail(x.size() - k - 1)))};
}

}  // namespace matgrad
