// log(1 + f) for √½ ≤ 1 + f < √2: with s = f / (2 + f) it is log((1 + s)/(1 − s)) = 2s + s z R(z), z = s², R by
// fpminimax of Sollya with an error below 2⁻⁵⁷ (2⁻²⁸ for float), arranged so that f itself is added last.
// Source of the arrangement: Tang (1990), Table-driven implementation of the logarithm function, and fdlibm.

#pragma once

#include "matgrad/autodiff/kernels/exponential.ipp"
#include "matgrad/autodiff/kernels/register.ipp"

namespace matgrad {
namespace {

template <class T>
struct Logarithm;
template <>
struct Logarithm<double> {
  static constexpr double R[] = {0x1.5555555555558p-1, 0x1.999999999526ap-2, 0x1.2492492e060d4p-2,
                                 0x1.c71c62c812985p-3, 0x1.7462bd54af049p-3, 0x1.39fd3df050e31p-3,
                                 0x1.2b664a9e20956p-3};
  static constexpr std::uint64_t root_half = 0x3fe6a09e667f3bcd;  // the bits of √½
  static constexpr std::uint64_t exponents = 0x7ff0000000000000;
};
template <>
struct Logarithm<float> {
  static constexpr float R[] = {0x1.55555cp-1f, 0x1.997b84p-2f, 0x1.2efb10p-2f};
  static constexpr std::uint32_t root_half = 0x3f3504f3;
  static constexpr std::uint32_t exponents = 0x7f800000;
};

/// log(2ᵏ (1 + f)).
template <class T>
Batch<T> log_scaled(Batch<T> k, Batch<T> f) {
  using F = Format<T>;
  const Batch<T> s = f / (Batch<T>(2) + f), z = s * s, half_square = Batch<T>(T(0.5)) * f * f;
  const Batch<T> correction = multiply_add(z, polynomial<T>(z, Logarithm<T>::R), half_square);
  const Batch<T> small = multiply_add(s, correction, k * Batch<T>(F::log_2_low));
  return multiply_add(k, Batch<T>(F::log_2_high), f - (half_square - small));
}

/// x = 2ᵏ m with √½ ≤ m < √2, for positive normal x.
template <class T>
struct Split {
  explicit Split(Batch<T> x) {
    using F = Format<T>;
    using B = Bits<T>;
    const B root_half(Logarithm<T>::root_half), one(F::bias << F::mantissa), field(Logarithm<T>::exponents);
    const B moved = bits<T>(x) + (one - root_half);
    exponent = moved & field;
    m = number<T>((moved ^ exponent) + root_half);
    k = number<T>((moved >> F::mantissa) | bits<T>(Batch<T>(F::counter))) - Batch<T>(F::counter + T(F::bias));
  }
  Batch<T> power_of_minus_k() const {
    return number<T>(Bits<T>((2 * Format<T>::bias) << Format<T>::mantissa) - exponent);
  }

  Batch<T> m, k;
  Bits<T> exponent;  // k and the bias, in place
};

/// What log gives at the ends of its domain and outside of it, else y.
template <class T>
Batch<T> log_at_ends(Batch<T> x, Batch<T> y) {
  const Batch<T> infinity(std::numeric_limits<T>::infinity());
  y = xsimd::select(x == infinity, x, y);
  y = xsimd::select(x == Batch<T>(0), -infinity, y);
  return xsimd::select(x >= Batch<T>(0), y, Batch<T>(std::numeric_limits<T>::quiet_NaN()));
}

struct Log {
  template <class T>
  Batch<T> operator()(Batch<T> x) const {
    using F = Format<T>;
    const Batch<T> smallest(F::smallest), one(1);
    if (xsimd::all((x >= smallest) & (x <= Batch<T>(F::largest)))) {
      const Split<T> split(x);
      return log_scaled<T>(split.k, split.m - one);
    }
    // A subnormal number is multiplied into the normal ones.
    const auto subnormal = x < smallest;
    const Split<T> split(xsimd::select(subnormal, x * Batch<T>(F::counter), x));
    const Batch<T> k = split.k - xsimd::select(subnormal, Batch<T>(T(F::mantissa)), Batch<T>(0));
    return log_at_ends<T>(x, log_scaled<T>(k, split.m - one));
  }
};

/// log(u + c) with u = 1 + x rounded and c what the rounding lost, which near 0 restores f = x exactly.
struct Log1p {
  template <class T>
  Batch<T> operator()(Batch<T> x) const {
    const Batch<T> one(1), u = one + x, v = u - x, lost = (x - (u - v)) + (one - v);
    const Split<T> split(u);
    // 1 is lost beside what is greater still.
    const Batch<T> greatest(Format<T>::counter * Format<T>::counter);
    const bool inside = xsimd::all((x > -one) & (x <= greatest));
    Batch<T> carried = lost * split.power_of_minus_k();
    if (!inside) carried = xsimd::select(x <= greatest, carried, Batch<T>(0));
    const Batch<T> y = log_scaled<T>(split.k, (split.m - one) + carried) | sign_bit<T>(x);
    return inside ? y : log_at_ends<T>(u, y);
  }
};

/// max(x, 0) + log(1 + e) with e = e^−|x| ≤ 1: 1 + e is halved above √2, and f is exact either way.
struct Softplus {
  template <class T>
  Batch<T> operator()(Batch<T> x) const {
    const Batch<T> e = Exp()(-xsimd::abs(x)), one(1), zero(0);
    const auto halved = e > Batch<T>(T(0.41421356237309504880));
    const Batch<T> f = xsimd::select(halved, Batch<T>(T(0.5)) * (e - one), e);
    return xsimd::select(x > zero, x, zero) + log_scaled<T>(xsimd::select(halved, one, zero), f);
  }
};

}  // namespace
}  // namespace matgrad
