// One register of numbers of the instruction set Arch, which the including source file declares in an anonymous
// namespace: everything here is then private to that file, which may be compiled with machine flags of its own.

#pragma once

namespace matgrad {
namespace {

template <class T>
using Batch = xsimd::batch<T, Arch>;
/// The bit patterns of a Batch<T>, as unsigned integers.
template <class T>
using Bits = xsimd::batch<std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>, Arch>;

template <class T>
struct Format;
template <>
struct Format<double> {
  static constexpr int mantissa = 52;            // bits below the exponent
  static constexpr std::uint64_t bias = 1023;    // of the exponent
  static constexpr double smallest = 0x1p-1022;  // the least normal number
  static constexpr double largest = 0x1.fffffffffffffp1023;
  static constexpr double tiny = 0x1p-54;      // below it f(x) = x + O(x²) rounds to x
  static constexpr double rounder = 0x1.8p52;  // x + rounder holds round(x) in its lowest bits
  static constexpr double counter = 0x1p52;    // its lowest bits hold a natural number
  static constexpr double log2_e = 0x1.71547652b82fep0;
  // log 2 in two parts; a product of the first with an exponent is exact.
  static constexpr double log_2_high = 0x1.62e42feep-1, log_2_low = 0x1.a39ef35793c76p-33;
};
template <>
struct Format<float> {
  static constexpr int mantissa = 23;
  static constexpr std::uint32_t bias = 127;
  static constexpr float smallest = 0x1p-126f;
  static constexpr float largest = 0x1.fffffep127f;
  static constexpr float tiny = 0x1p-25f;
  static constexpr float rounder = 0x1.8p23f;
  static constexpr float counter = 0x1p23f;
  static constexpr float log2_e = 0x1.715476p0f;
  static constexpr float log_2_high = 0x1.62e4p-1f, log_2_low = 0x1.7f7d1cp-20f;
};

template <class T>
Bits<T> bits(Batch<T> x) {
  return xsimd::bitwise_cast<Bits<T>>(x);
}
template <class T>
Batch<T> number(Bits<T> x) {
  return xsimd::bitwise_cast<Batch<T>>(x);
}
/// 2ᵏ for the integer k in the lowest bits of `k`, times the normal number x; the product must be normal.
template <class T>
Batch<T> scaled(Batch<T> x, Bits<T> k) {
  return number<T>(bits<T>(x) + (k << Format<T>::mantissa));
}

/// a b + c, in one operation where the processor has it.
template <class T, class A = Arch>
Batch<T> multiply_add(Batch<T> a, Batch<T> b, Batch<T> c) {
  if constexpr (requires { A::multiply_add(a, b, c); })
    return A::multiply_add(a, b, c);
  else
    return xsimd::fma(a, b, c);
}
/// −a b + c.
template <class T, class A = Arch>
Batch<T> negative_multiply_add(Batch<T> a, Batch<T> b, Batch<T> c) {
  if constexpr (requires { A::negative_multiply_add(a, b, c); })
    return A::negative_multiply_add(a, b, c);
  else
    return xsimd::fnma(a, b, c);
}

template <class T>
Batch<T> sign_bit(Batch<T> x) {
  return x & Batch<T>(T(-0.0));
}

/// cᵢ + cᵢ₊ₛ x + cᵢ₊₂ₛ x² + …
template <std::size_t i, std::size_t s, class T, std::size_t n>
Batch<T> horner(Batch<T> x, const T (&c)[n]) {
  if constexpr (i + s >= n)
    return Batch<T>(c[i]);
  else
    return multiply_add(horner<i + s, s>(x, c), x, Batch<T>(c[i]));
}

/// Σ cᵢ xⁱ as two or four interleaved polynomials: short chains of operations that depend on each other.
template <class T, std::size_t n>
Batch<T> polynomial(Batch<T> x, const T (&c)[n]) {
  const Batch<T> square = x * x;
  if constexpr (n < 8) {
    return multiply_add(horner<1, 2>(square, c), x, horner<0, 2>(square, c));
  } else {
    const Batch<T> fourth = square * square;
    const Batch<T> low = multiply_add(horner<1, 4>(fourth, c), x, horner<0, 4>(fourth, c));
    const Batch<T> high = multiply_add(horner<3, 4>(fourth, c), x, horner<2, 4>(fourth, c));
    return multiply_add(high, square, low);
  }
}

}  // namespace
}  // namespace matgrad
