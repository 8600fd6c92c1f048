// sin and cos: with k = round(2|x|/π) and r = |x| − kπ/2, |r| ≤ π/4, one of r + r³ S(r²) and 1 − r²/2 + r⁴ C(r²),
// S and C by fpminimax of Sollya. π/2 is subtracted in parts so short, or by operations so exact, that
// nothing is lost (Cody and Waite (1980), Software manual for the elementary functions); what is too large for
// that goes to libm.

#pragma once

#include "matgrad/autodiff/kernels/register.ipp"

namespace matgrad {
namespace {

template <class T>
struct Trigonometric;
template <>
struct Trigonometric<double> {
  static constexpr double S[] = {-0x1.5555555555555p-3, 0x1.1111111110c7ep-7,   -0x1.a01a019e9fc6dp-13,
                                 0x1.71de37afd497fp-19, -0x1.ae601ee51c172p-26, 0x1.5e10c773afd6dp-33};
  static constexpr double C[] = {0x1.5555555555555p-5,   -0x1.6c16c16c168cap-10, 0x1.a01a019f381a2p-16,
                                 -0x1.27e4fa029a489p-22, 0x1.1eeb576a81cdbp-29,  -0x1.907329a78f494p-37};
  // For fused operations, and of 33 bits each, the last of 53; k up to 2²⁰.
  static constexpr double half_pi[] = {0x1.921fb54442d18p0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110};
  static constexpr double half_pi_short[] = {0x1.921fb544p0, 0x1.0b4611a6p-34, 0x1.3198a2ep-69,
                                             0x1.b839a252049c1p-104};
  static constexpr double two_over_pi = 0x1.45f306dc9c883p-1;
  static constexpr double greatest = 0x1.8p20;
  static double sin(double x) { return ::sin(x); }
  static double cos(double x) { return ::cos(x); }
};
template <>
struct Trigonometric<float> {
  static constexpr float S[] = {-0x1.555552p-3f, 0x1.110be4p-7f, -0x1.9ab2cep-13f};
  static constexpr float C[] = {0x1.555554p-5f, -0x1.6c129cp-10f, 0x1.9bc64p-16f};
  // For fused operations, and of 11 bits each, the last of 24; k up to 2¹³.
  static constexpr float half_pi[] = {0x1.921fb6p0f, -0x1.777a5cp-25f, -0x1.ee59dap-50f};
  static constexpr float half_pi_short[] = {0x1.92p0f, 0x1.fb4p-12f, 0x1.444p-24f, 0x1.68cp-39f, 0x1.1a6264p-54f};
  static constexpr float two_over_pi = 0x1.45f306p-1f;
  static constexpr float greatest = 0x1.8p13f;
  static float sin(float x) { return ::sinf(x); }
  static float cos(float x) { return ::cosf(x); }
};

/// x − k Σ parts, from the largest part on.
template <std::size_t i, class T, std::size_t n>
Batch<T> reduced(Batch<T> x, Batch<T> k, const T (&parts)[n]) {
  const Batch<T> rest = negative_multiply_add(k, Batch<T>(parts[i]), x);
  if constexpr (i + 1 < n)
    return reduced<i + 1>(rest, k, parts);
  else
    return rest;
}

/// sin(magnitude + quarters π/2) for a magnitude up to `greatest`.
template <class T>
Batch<T> sin_of_quarters(Batch<T> magnitude, Bits<T> quarters) {
  using F = Format<T>;
  using Part = Trigonometric<T>;
  const Batch<T> shifted = multiply_add(magnitude, Batch<T>(Part::two_over_pi), Batch<T>(F::rounder));
  const Batch<T> k = shifted - Batch<T>(F::rounder);
  const Batch<T> r = [&] {
    if constexpr (Arch::fused)
      return reduced<0>(magnitude, k, Part::half_pi);
    else
      return reduced<0>(magnitude, k, Part::half_pi_short);
  }();
  const Batch<T> z = r * r, sine = multiply_add(r * z, polynomial<T>(z, Part::S), r);
  const Batch<T> line = negative_multiply_add(Batch<T>(T(0.5)), z, Batch<T>(1));
  const Batch<T> cosine = multiply_add(z * z, polynomial<T>(z, Part::C), line);
  // The lowest bits of the quadrant become that of the exponent of 2, and the sign.
  const Batch<T> quadrant = number<T>((bits<T>(shifted) + quarters) << (sizeof(T) * 8 - 2));
  const auto odd_quadrant = (quadrant & Batch<T>(2)) != Batch<T>(0);
  return xsimd::select(odd_quadrant, cosine, sine) ^ sign_bit<T>(quadrant);
}

/// y, with f(x) in place of the entries of too large an x.
template <class T>
Batch<T> with_large(Batch<T> x, Batch<T> y, T (*f)(T)) {
  constexpr std::size_t width = Batch<T>::size;
  alignas(sizeof(T) * width) T from[width], to[width];
  x.store_aligned(from);
  y.store_aligned(to);
  for (std::size_t i = 0; i < width; ++i)
    if (!(from[i] <= Trigonometric<T>::greatest && from[i] >= -Trigonometric<T>::greatest)) to[i] = f(from[i]);
  return Batch<T>::load_aligned(to);
}

struct Sin {
  template <class T>
  Batch<T> operator()(Batch<T> x) const {
    const Batch<T> magnitude = xsimd::abs(x);
    const Batch<T> y = sin_of_quarters<T>(magnitude, Bits<T>(0)) ^ sign_bit<T>(x);
    const bool small = xsimd::all(magnitude <= Batch<T>(Trigonometric<T>::greatest));
    return small ? y : with_large<T>(x, y, Trigonometric<T>::sin);
  }
};

struct Cos {
  template <class T>
  Batch<T> operator()(Batch<T> x) const {
    const Batch<T> magnitude = xsimd::abs(x);
    const Batch<T> y = sin_of_quarters<T>(magnitude, Bits<T>(1));
    const bool small = xsimd::all(magnitude <= Batch<T>(Trigonometric<T>::greatest));
    return small ? y : with_large<T>(x, y, Trigonometric<T>::cos);
  }
};

}  // namespace
}  // namespace matgrad
