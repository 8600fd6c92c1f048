#pragma once

#include <algorithm>
#include <type_traits>

#include "matgrad/autodiff/operations/lanes.hpp"

namespace matgrad {

/// Writes the sum of each column or row of `a` (Lanes is ByColumn or ByRow, or derives from one). Terms are added
/// to several partial sums, so that many of them lose few digits: a float that counts by ones stays at 2²⁴.
template <class Lanes, class Scalar>
void write_lane_sums(const ConstView<Scalar>& a, View<Scalar> out) {
  if constexpr (std::is_base_of_v<ByRow, Lanes>) {
    // In blocks, each of its columns in the order of memory.
    constexpr Index most_rows = 64, most_columns = 256;
    Eigen::Array<Scalar, most_rows, 1> partial;
    out.setZero();
    for (Index i = 0; i < a.rows(); i += most_rows)
      for (Index j = 0; j < a.cols(); j += most_columns) {
        const Index rows = std::min(most_rows, a.rows() - i), end = std::min(j + most_columns, a.cols());
        auto sums = partial.head(rows);
        sums.setZero();
        for (Index k = j; k < end; ++k) sums += a.col(k).segment(i, rows).array();
        out.col(0).segment(i, rows) += sums.matrix();
      }
  } else {
    for (Index j = 0; j < a.cols(); ++j) out(0, j) = a.col(j).sum();
  }
}

}  // namespace matgrad
