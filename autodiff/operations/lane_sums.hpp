#pragma once

#include <algorithm>
#include <type_traits>

#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/lanes.hpp"

namespace matgrad {

/// Writes the sum of each column or row of `a` (Lanes is ByColumn or ByRow, or derives from one). Terms are added
/// to several partial sums, so that many of them lose few digits.
template <class Lanes, class Scalar>
void write_lane_sums(const ConstView<Scalar>& a, View<Scalar> out) {
  if constexpr (std::is_base_of_v<ByRow, Lanes>) {
    if (a.rows() == 1) {
      out(0, 0) = static_cast<Scalar>(blockwise_sum(entries_of<Scalar>(a)));
      return;
    }
    constexpr int most_rows = 64;
    for (Index i = 0; i < a.rows(); i += most_rows) {
      const Index rows = std::min<Index>(most_rows, a.rows() - i);
      if (rows == most_rows)
        write_sum_of_columns<most_rows, most_rows, Scalar>(
            a.cols(), [&](Index j) { return a.col(j).template segment<most_rows>(i).array(); },
            Eigen::Map<Eigen::Array<Scalar, most_rows, 1>>(out.data() + i));
      else
        write_sum_of_columns<most_rows, Eigen::Dynamic, Scalar>(
            a.cols(), [&](Index j) { return a.col(j).segment(i, rows).array(); },
            Eigen::Map<Eigen::Array<Scalar, Eigen::Dynamic, 1>>(out.data() + i, rows));
    }
  } else {
    for (Index j = 0; j < a.cols(); ++j) out(0, j) = static_cast<Scalar>(blockwise_sum(a.col(j).array()));
  }
}

}  // namespace matgrad
