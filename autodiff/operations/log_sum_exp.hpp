#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <type_traits>

#include "matgrad/autodiff/expression/shape.hpp"
#include "matgrad/autodiff/kernels/kernels.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"

namespace matgrad {

/// log Σᵢ exp(xᵢ) in two parts: the greatest entry xₖ, and log(1 + Σ exp(xᵢ − xₖ)) over the others.
template <class Scalar>
struct ShiftedLog {
  Scalar greatest;
  Scalar log_of_rest;
  Scalar value() const { return greatest + log_of_rest; }
};

/// x ← exp(x), entry by entry.
template <class Scalar>
void exponentiate(Scalar* x, Index count) {
  if constexpr (std::is_same_v<Scalar, long double>)
    std::transform(x, x + count, x, [](Scalar a) { return std::exp(a); });
  else
    kernels<Scalar>().exp(x, x, static_cast<std::size_t>(count));
}

/// Σ exp(xᵢ − shift), some entries at a time.
template <class Scalar, class Column>
Total<Scalar> sum_of_exponentials(const Column& x, Scalar shift) {
  constexpr Index most = 256;
  Eigen::Array<Scalar, most, 1> block;
  Total<Scalar> total = 0;
  for (Index i = 0; i < x.size(); i += most) {
    const Index count = std::min(most, x.size() - i);
    block.head(count) = x.segment(i, count).array() - shift;
    exponentiate(block.data(), count);
    total += blockwise_sum(block.head(count));
  }
  return total;
}

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
  const Total<Scalar> rest = sum_of_exponentials<Scalar>(x.head(k), greatest) +
                             sum_of_exponentials<Scalar>(x.tail(x.size() - k - 1), greatest);
  return {greatest, std::log1p(static_cast<Scalar>(rest))};
}

}  // namespace matgrad
