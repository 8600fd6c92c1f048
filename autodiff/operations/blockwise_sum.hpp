#pragma once

#include <Eigen/Core>

#include <algorithm>
#include <type_traits>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// What sums of Scalar are gathered in.
template <class Scalar>
using Total = std::conditional_t<std::is_same_v<Scalar, float>, double, Scalar>;

/// The entries of a value, column by column.
template <class Scalar>
auto entries_of(const ConstView<Scalar>& a) {
  return Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>>(a.data(), a.size());
}

/// Blocks of 256 floats: 32 sums of 8 terms each, which are added by halves to 4, and these in double. No term
/// passes more than 12 roundings, so that the error is below 10⁻⁶ of the sum of magnitudes; and the order is the
/// same for registers of any width.
class BlockwiseFloatSum {
 public:
  static constexpr Index block = 256, lanes = 32;

  template <class Terms>
  static double of(const Terms& x) {
    const Index size = x.size();
    Index i = 0;
    if (size < lanes) return static_cast<double>(halved(fours(x, i))) + static_cast<double>(rest(x, i));
    Eigen::Array4d total = Eigen::Array4d::Zero();
    for (; i + block <= size; i += block) {
      Eigen::Array<float, lanes, 1> sums = x.template segment<lanes>(i);
      for (Index k = lanes; k < block; k += lanes) sums += x.template segment<lanes>(i + k);
      total += in_four(sums).template cast<double>();
    }
    Eigen::Array4f some = Eigen::Array4f::Zero();
    for (; i + lanes <= size; i += lanes) {
      const Eigen::Array<float, lanes, 1> sums = x.template segment<lanes>(i);
      some += in_four(sums);
    }
    total += some.cast<double>();
    total += fours(x, i).template cast<double>();
    return halved(total) + static_cast<double>(rest(x, i));
  }

 private:
  static Eigen::Array4f in_four(const Eigen::Array<float, lanes, 1>& sums) {
    const Eigen::Array<float, 16, 1> half = sums.head<16>() + sums.tail<16>();
    const Eigen::Array<float, 8, 1> quarter = half.head<8>() + half.tail<8>();
    return quarter.head<4>() + quarter.tail<4>();
  }
  static double halved(const Eigen::Array4d& sums) { return (sums[0] + sums[2]) + (sums[1] + sums[3]); }
  static float halved(const Eigen::Array4f& sums) { return (sums[0] + sums[2]) + (sums[1] + sums[3]); }
  /// Moves i to the last terms, fewer than four.
  static Eigen::Array4f fours(const auto& x, Index& i) {
    Eigen::Array4f sums = Eigen::Array4f::Zero();
    for (; i + 4 <= x.size(); i += 4) sums += x.template segment<4>(i);
    return sums;
  }
  static float rest(const auto& x, Index i) {
    float sum = 0;
    for (; i < x.size(); ++i) sum += x.coeff(i);
    return sum;
  }
};

/// Σ xᵢ of an array expression with one row or one column; floats by fixed blocks, summed further in double.
template <class Derived>
Total<typename Derived::Scalar> blockwise_sum(const Eigen::ArrayBase<Derived>& x) {
  static_assert(Derived::IsVectorAtCompileTime);
  if constexpr (std::is_same_v<typename Derived::Scalar, float>)
    return BlockwiseFloatSum::of(x.derived());
  else
    return x.sum();
}

/// Writes Σⱼ column(j) to `out`, for array expressions column(j) of out's size, at most `most_rows`: in the order
/// of memory, and for floats in blocks of 32 columns that are summed further in double.
template <int most_rows, int rows, class Scalar>
void write_sum_of_columns(Index columns, const auto& column, Eigen::Map<Eigen::Array<Scalar, rows, 1>> out) {
  constexpr Index block = std::is_same_v<Scalar, float> ? 32 : 256;
  Eigen::Array<Total<Scalar>, rows, 1, 0, most_rows, 1> total(out.size());
  Eigen::Array<Scalar, rows, 1, 0, most_rows, 1> sums(out.size());
  total.setZero();
  for (Index j = 0; j < columns;) {
    const Index end = std::min(j + block, columns);
    sums.setZero();
    for (; j + 4 <= end; j += 4) sums += (column(j) + column(j + 1)) + (column(j + 2) + column(j + 3));
    for (; j < end; ++j) sums += column(j);
    total += sums.template cast<Total<Scalar>>();
  }
  out = total.template cast<Scalar>();
}

}  // namespace matgrad
