#include "matgrad/autodiff/operations/divided_difference.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace matgrad {

using Kind = SpectralFunction::Kind;

bool is_whole_power(SpectralFunction f) {
  return f.kind == Kind::power && f.exponent == std::trunc(f.exponent) && std::abs(f.exponent) < 1e15;
}

template <class Scalar>
DividedDifferences<Scalar>::DividedDifferences(SpectralFunction f, std::size_t greatest_order, Run<Scalar>& run)
    : f_(f),
      exponent_(static_cast<Scalar>(f.exponent)),
      offsets_(run.matrix(static_cast<Index>(greatest_order) + 1, 1)),
      symmetric_(run.matrix(offsets_.rows(), 1)),
      base_(run.matrix(offsets_.rows(), offsets_.rows())),
      power_(run.matrix(offsets_.rows(), offsets_.rows())),
      scratch_(run.matrix(offsets_.rows(), offsets_.rows())) {
  for (View<Scalar>* matrix : {&base_, &power_, &scratch_}) matrix->setZero();
}

template <class Scalar>
Scalar DividedDifferences<Scalar>::operator()(std::span<const Scalar> points) {
  return is_whole_power(f_) ? of_whole_power(points) : of(points);
}

// The recurrence cancels only where its outermost points are close, and there the series is used.
template <class Scalar>
Scalar DividedDifferences<Scalar>::of(std::span<const Scalar> x) {
  if (x.size() == 1) return value(x[0]);
  if (x.size() == 2) return slope(x[0], x[1]);
  if (are_close(x.front(), x.back())) return series(x);
  return (of(x.subspan(1)) - of(x.first(x.size() - 1))) / (x.back() - x.front());
}

template <class Scalar>
Scalar DividedDifferences<Scalar>::value(Scalar x) const {
  switch (f_.kind) {
    case Kind::exp:
      return std::exp(x);
    case Kind::log:
      return std::log(x);
    case Kind::power:
      break;
  }
  return std::pow(x, exponent_);
}

template <class Scalar>
Scalar DividedDifferences<Scalar>::slope(Scalar low, Scalar high) const {
  const Scalar gap = high - low;
  if (f_.kind == Kind::exp) return gap == 0 ? std::exp(low) : std::exp(high) * -std::expm1(-gap) / gap;
  if (f_.kind == Kind::power && low == 0) return std::pow(high, exponent_ - 1);
  if (gap == 0) return f_.kind == Kind::log ? 1 / low : exponent_ * std::pow(low, exponent_ - 1);
  const Scalar ratio = gap < low ? std::log1p(gap / low) : std::log(high) - std::log(low);
  if (f_.kind == Kind::log) return ratio / gap;
  // Of the two ways to write it, the one whose exponential does not overflow.
  return exponent_ > 0 ? std::pow(high, exponent_) * -std::expm1(-exponent_ * ratio) / gap
                       : std::pow(low, exponent_) * std::expm1(exponent_ * ratio) / gap;
}

template <class Scalar>
bool DividedDifferences<Scalar>::are_close(Scalar low, Scalar high) const {
  if (f_.kind == Kind::exp) return high - low <= 2;
  const Scalar radius = f_.kind == Kind::log ? Scalar(0.2) : std::min(Scalar(0.2), 1 / std::abs(exponent_));
  return high - low <= radius * (high + low);
}

// Taylor's series about the middle c: f[x₀, …, xₖ] = Σⱼ f⁽ᵏ⁺ʲ⁾(c)/(k + j)! hⱼ(x₀ − c, …, xₖ − c), with hⱼ the
// complete homogeneous symmetric polynomials. For logarithm and power the offsets are counted in units of c.
template <class Scalar>
Scalar DividedDifferences<Scalar>::series(std::span<const Scalar> x) {
  const auto order = static_cast<Index>(x.size()) - 1;
  const Scalar middle = x.front() + (x.back() - x.front()) / 2;
  if (f_.kind != Kind::exp && middle == 0) return 0;  // a zero of high order
  const Scalar unit = f_.kind == Kind::exp ? Scalar(1) : middle;
  Scalar radius = 0;
  for (Index i = 0; i <= order; ++i) {
    offsets_(i, 0) = (x[static_cast<std::size_t>(i)] - middle) / unit;
    symmetric_(i, 0) = 1;
    radius = std::max(radius, std::abs(offsets_(i, 0)));
  }
  const auto k = static_cast<Scalar>(order);
  Scalar coefficient = f_.kind == Kind::log ? (order % 2 == 0 ? -1 / k : 1 / k) : Scalar(1);
  if (f_.kind != Kind::log)
    for (Scalar m = 1; m <= k; ++m) coefficient *= (f_.kind == Kind::exp ? Scalar(1) : exponent_ - m + 1) / m;

  Scalar total = coefficient;
  Scalar greatest = 1;  // of hⱼ: (k + j over k) radiusʲ
  for (Scalar j = 1; j < 500; ++j) {
    const Scalar m = k + j;
    if (f_.kind == Kind::exp) coefficient /= m;
    if (f_.kind == Kind::log) coefficient *= -(m - 1) / m;
    if (f_.kind == Kind::power) coefficient *= (exponent_ - m + 1) / m;
    greatest *= radius * m / j;
    Scalar sum = 0;
    for (Index i = 0; i <= order; ++i) symmetric_(i, 0) = sum = sum + offsets_(i, 0) * symmetric_(i, 0);
    total += coefficient * sum;
    if (std::abs(coefficient) * greatest <= std::numeric_limits<Scalar>::epsilon() / 8 * std::abs(total)) break;
  }
  if (f_.kind == Kind::exp) return std::exp(middle) * total;
  return std::pow(middle, (f_.kind == Kind::log ? Scalar(0) : exponent_) - k) * total;
}

template <class Scalar>
void DividedDifferences<Scalar>::multiply(const View<Scalar>& a, const View<Scalar>& b,
                                          View<Scalar>& result) const {
  for (Index i = 0; i < a.rows(); ++i)
    for (Index j = i; j < a.cols(); ++j) {
      Scalar sum = 0;
      for (Index l = i; l <= j; ++l) sum += a(i, l) * b(l, j);
      result(i, j) = sum;
    }
}

// Opitz: the last entry in the first row of Zᵖ, where Z has the points on its diagonal and ones above it. It needs
// no division by differences, and for points of one sign nothing cancels.
template <class Scalar>
Scalar DividedDifferences<Scalar>::of_whole_power(std::span<const Scalar> x) {
  const auto size = static_cast<Index>(x.size());
  auto remaining = static_cast<long long>(std::abs(f_.exponent));
  const bool inverted = f_.exponent < 0;
  for (Index i = 0; i < size; ++i) {
    Scalar entry = 1;
    for (Index j = i; j < size; ++j) {
      const Scalar point = x[static_cast<std::size_t>(j)];
      if (inverted)
        base_(i, j) = entry = (j == i ? 1 : -entry) / point;
      else
        base_(i, j) = j == i ? point : Scalar(j == i + 1 ? 1 : 0);
      power_(i, j) = i == j ? 1 : 0;
    }
  }
  for (; remaining > 0; remaining /= 2) {
    if (remaining % 2 == 1) {
      multiply(power_, base_, scratch_);
      power_.swap(scratch_);
    }
    if (remaining == 1) break;
    multiply(base_, base_, scratch_);
    base_.swap(scratch_);
  }
  return power_(0, size - 1);
}

template class DividedDifferences<float>;
template class DividedDifferences<double>;
template class DividedDifferences<long double>;

}  // namespace matgrad
