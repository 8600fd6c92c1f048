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

/// `count` sums of floats side by side, in registers: each add takes one term for each of them.
template <int count>
class FloatLanes {
 public:
  FloatLanes(const auto& x, Index i) : low_(x, i), high_(x, i + count / 2) {}
  void add(const auto& x, Index i) {
    low_.add(x, i);
    high_.add(x, i + count / 2);
  }
  void add(const FloatLanes& other) {
    low_.add(other.low_);
    high_.add(other.high_);
  }
  FloatLanes<count / 2> halved() const {
    FloatLanes<count / 2> sums = low_;
    sums.add(high_);
    return sums;
  }

 private:
  FloatLanes<count / 2> low_, high_;
};

template <int count>
  requires(count <= std::clamp<int>(Eigen::internal::packet_traits<float>::size, 4, 16))
class FloatLanes<count> {
 public:
  FloatLanes(const auto& x, Index i) : sums_(x.template segment<count>(i)) {}
  explicit FloatLanes(const Eigen::Array<float, count, 1>& sums) : sums_(sums) {}
  void add(const auto& x, Index i) { sums_ += x.template segment<count>(i); }
  void add(const FloatLanes& other) { sums_ += other.sums_; }
  FloatLanes<count / 2> halved() const {
    return FloatLanes<count / 2>(sums_.template head<count / 2>() + sums_.template tail<count / 2>());
  }
  const Eigen::Array<float, count, 1>& sums() const { return sums_; }

 private:
  Eigen::Array<float, count, 1> sums_;
};

/// Blocks of 256 floats: 32 sums of 8 terms each, which are added by halves to 4, and these in double; a shorter
/// part goes the same way, and what is left of it joins the halves. No term passes more than 14 roundings, so that
/// the error is below 10⁻⁶ of the sum of magnitudes; and the order is the same for registers of any width.
class BlockwiseFloatSum {
 public:
  static constexpr Index block = 256;
  static constexpr int lanes = 32;

  template <class Terms>
  static double of(const Terms& x) {
    return x.size() < block ? of_part(x, 0) : of_blocks(x);
  }

 private:
  [[gnu::flatten]] static double of_blocks(const auto& x) {
    Index i = 0;
    Eigen::Array4d total = Eigen::Array4d::Zero();
    while (i + block <= x.size()) total += of_lanes(x, i, i + block).template cast<double>();
    return of_four(total) + of_part(x, i);
  }
  /// From the i-th term on, fewer than a block.
  [[gnu::flatten]] static double of_part(const auto& x, Index i) {
    const Index end = x.size(), count = end - i;
    double total = 0;
    if (count >= lanes)
      total = of_four(of_lanes(x, i, end));
    else if (count >= 16)
      total = of_four(halved_to_four(first<16>(x, i), x, i, end));
    else if (count >= 8)
      total = of_four(halved_to_four(first<8>(x, i), x, i, end));
    else if (count >= 4)
      total = of_four(first<4>(x, i).sums());
    for (; i < end; ++i) total += static_cast<double>(x.coeff(i));
    return total;
  }
  /// Moves i as far towards `end` as four sums at a time go.
  static Eigen::Array4f of_lanes(const auto& x, Index& i, Index end) {
    FloatLanes<lanes> sums = first<lanes>(x, i);
    for (; i + lanes <= end; i += lanes) sums.add(x, i);
    return halved_to_four(sums, x, i, end);
  }
  template <int count>
  static FloatLanes<count> first(const auto& x, Index& i) {
    i += count;
    return FloatLanes<count>(x, i - count);
  }
  template <int count>
  static Eigen::Array4f halved_to_four(const FloatLanes<count>& sums, const auto& x, Index& i, Index end) {
    if constexpr (count == 4) {
      return sums.sums();
    } else {
      FloatLanes<count / 2> half = sums.halved();
      if (i + count / 2 <= end) {
        half.add(x, i);
        i += count / 2;
      }
      return halved_to_four(half, x, i, end);
    }
  }
  static double of_four(const Eigen::Array4f& sums) { return of_four(Eigen::Array4d(sums.cast<double>())); }
  static double of_four(const Eigen::Array4d& sums) {
    const Eigen::Array2d half = sums.head<2>() + sums.tail<2>();
    return half[0] + half[1];
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

/// aᵢ bᵢ and aᵢ², in place of an expression of Eigen, which would carry shapes along: that costs more than the
/// sum of a few.
struct FloatProducts {
  const float *a, *b;
  Index count;

  Index size() const { return count; }
  float coeff(Index i) const { return a[i] * b[i]; }
  template <int length>
  auto segment(Index i) const {
    using Terms = Eigen::Map<const Eigen::Array<float, length, 1>>;
    return Terms(a + i) * Terms(b + i);
  }
};
struct FloatSquares {
  const float* a;
  Index count;

  Index size() const { return count; }
  float coeff(Index i) const { return a[i] * a[i]; }
  template <int length>
  auto segment(Index i) const {
    return Eigen::Map<const Eigen::Array<float, length, 1>>(a + i).square();
  }
};

/// Σ aᵢ bᵢ over all entries of two values of one size.
template <class Scalar>
Total<Scalar> blockwise_dot(const ConstView<Scalar>& a, const ConstView<Scalar>& b) {
  if constexpr (std::is_same_v<Scalar, float>)
    return BlockwiseFloatSum::of(FloatProducts{a.data(), b.data(), a.size()});
  else
    return (entries_of<Scalar>(a) * entries_of<Scalar>(b)).sum();
}

/// Σ aᵢ² over all entries.
template <class Scalar>
Total<Scalar> blockwise_square(const ConstView<Scalar>& a) {
  if constexpr (std::is_same_v<Scalar, float>)
    return BlockwiseFloatSum::of(FloatSquares{a.data(), a.size()});
  else
    return entries_of<Scalar>(a).square().sum();
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
