// eˣ and what follows from it. With k = round(x / log 2) and r = x − k log 2, |r| ≤ log(2)/2:
// eˣ = 2ᵏ (1 + r + r² P(r)), P by fpminimax of Sollya, with a relative error below 2⁻⁵⁷ (2⁻²⁷ for float).

#pragma once

#include "matgrad/autodiff/kernels/register.ipp"

namespace matgrad {
namespace {

template <class T>
struct Exponential;
template <>
struct Exponential<double> {
  static constexpr double P[] = {0x1.000000000000cp-1,  0x1.5555555555561p-3,  0x1.555555554fdcbp-5,
                                 0x1.111111110d633p-7,  0x1.6c16c1861b584p-10, 0x1.a01a01bae7ebfp-13,
                                 0x1.a019957621061p-16, 0x1.71dddfb97dffbp-19, 0x1.28b13f8c46741p-22,
                                 0x1.af85ac0269d3bp-26};
  static constexpr double normal = 708;                  // |x| up to it gives a normal number
  static constexpr double least = -746, greatest = 710;  // beyond: 0 and ∞
  static constexpr double minus_one = -40;               // below: eˣ − 1 rounds to −1
};
template <>
struct Exponential<float> {
  static constexpr float P[] = {0x1p-1f, 0x1.55548ep-3f, 0x1.5554d8p-5f, 0x1.123c06p-7f, 0x1.6d5f54p-10f};
  static constexpr float normal = 87, least = -104, greatest = 89, minus_one = -20;
};

/// eˣ = 2ᵏ (1 + p).
template <class T>
struct ExpParts {
  explicit ExpParts(Batch<T> x) {
    using F = Format<T>;
    shifted = multiply_add(x, Batch<T>(F::log2_e), Batch<T>(F::rounder));
    k = shifted - Batch<T>(F::rounder);
    const Batch<T> high = negative_multiply_add(k, Batch<T>(F::log_2_high), x);
    const Batch<T> r = negative_multiply_add(k, Batch<T>(F::log_2_low), high);
    p = multiply_add(r * r, polynomial<T>(r, Exponential<T>::P), r);
  }

  Batch<T> shifted;  // holds k in its lowest bits
  Batch<T> k, p;
};

/// eˣ for |x| ≤ normal.
template <class T>
Batch<T> exp_normal(Batch<T> x) {
  const ExpParts<T> parts(x);
  return scaled<T>(Batch<T>(1) + parts.p, bits<T>(parts.shifted));
}

/// eˣ for all x: 2ᵏ in two steps, of which the second alone rounds or overflows.
template <class T>
Batch<T> exp_extended(Batch<T> x) {
  const Batch<T> least(Exponential<T>::least), greatest(Exponential<T>::greatest), rounder(Format<T>::rounder);
  const ExpParts<T> parts(xsimd::max(xsimd::min(x, greatest), least));
  const Batch<T> half = multiply_add(parts.k, Batch<T>(T(0.5)), rounder);
  const Batch<T> rest = (parts.k - (half - rounder)) + rounder;
  const Batch<T> one(1), z = scaled<T>(one + parts.p, bits<T>(half)) * scaled<T>(one, bits<T>(rest));
  return xsimd::select(x == x, z, x);
}

struct Exp {
  template <class T>
  Batch<T> operator()(Batch<T> x) const {
    if (xsimd::all(xsimd::abs(x) <= Batch<T>(Exponential<T>::normal))) return exp_normal<T>(x);
    return exp_extended<T>(x);
  }
};

/// 1 − eˣ for x ≤ 0; the sign of a zero is positive. One part of log 2 is enough: k 2ᵏ times its error is small.
template <class T>
Batch<T> one_minus_exp(Batch<T> x) {
  using F = Format<T>;
  const Batch<T> one(1), log_2(T(0x1.62e42fefa39efp-1)), rounder(F::rounder + T(F::bias));
  // In this order NaN stays NaN.
  const Batch<T> inside = xsimd::max(Batch<T>(Exponential<T>::minus_one), x);
  // Holds k + bias in its lowest bits.
  const Batch<T> shifted = multiply_add(inside, Batch<T>(F::log2_e), rounder);
  const Batch<T> r = negative_multiply_add(shifted - rounder, log_2, inside);
  const Batch<T> p = multiply_add(r * r, polynomial<T>(r, Exponential<T>::P), r);
  const Batch<T> power = number<T>(bits<T>(shifted) << F::mantissa);
  return negative_multiply_add(power, p, one - power);
}

/// eˣ − 1. On the right it needs what the rounding of x − k log 2 lost, and 2ᵏ⁻¹, which does not overflow.
struct Expm1 {
  template <class T>
  Batch<T> operator()(Batch<T> x) const {
    using F = Format<T>;
    const Batch<T> least(Exponential<T>::minus_one), greatest(Exponential<T>::greatest), half(T(0.5));
    const Batch<T> inside = xsimd::min(greatest, xsimd::max(least, x));
    const Batch<T> shifted = multiply_add(inside, Batch<T>(F::log2_e), Batch<T>(F::rounder));
    const Batch<T> k = shifted - Batch<T>(F::rounder);
    const Batch<T> high = negative_multiply_add(k, Batch<T>(F::log_2_high), inside);
    const Batch<T> low = k * Batch<T>(F::log_2_low), r = high - low, lost = (high - r) - low;
    const Batch<T> p = r + multiply_add(r * r, polynomial<T>(r, Exponential<T>::P), lost);
    const Batch<T> power = scaled<T>(half, bits<T>(shifted)), y = multiply_add(power, p, power - half);
    return xsimd::select(xsimd::abs(x) >= Batch<T>(F::tiny), y + y, x);
  }
};

/// σ(x) = 1 / (1 + e⁻ˣ), and eˣ where e⁻ˣ would overflow.
struct Sigmoid {
  template <class T>
  Batch<T> operator()(Batch<T> x) const {
    const Batch<T> normal(Exponential<T>::normal), one(1);
    if (xsimd::all(xsimd::abs(x) <= normal)) return one / (one + exp_normal<T>(-x));
    return xsimd::select(x < -normal, exp_extended<T>(x), one / (one + exp_extended<T>(-x)));
  }
};

}  // namespace
}  // namespace matgrad
