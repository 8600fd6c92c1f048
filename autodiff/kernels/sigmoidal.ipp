// tanh and erf.

#pragma once

#include "matgrad/autodiff/kernels/exponential.ipp"
#include "matgrad/autodiff/kernels/register.ipp"

namespace matgrad {
namespace {

/// tanh |x| = t / (2 − t) with t = 1 − e^(−2|x|): nothing cancels.
struct Tanh {
  template <class T>
  Batch<T> operator()(Batch<T> x) const {
    const Batch<T> t = one_minus_exp<T>(Batch<T>(-2) * xsimd::abs(x));
    return t / (Batch<T>(2) - t) | sign_bit<T>(x);
  }
};

struct Erf {
  /// erf |x| = 1 − e^−q with q = |x| (2/√π + |x| Q(|x|)): relative accuracy near 0, and absolute accuracy near 1,
  /// where an error of q counts little. Q by weighted least squares, with an error in erf below 2⁻⁵⁵.
  Batch<double> operator()(Batch<double> x) const {
    static constexpr double Q[] = {
        0x1.45f306dc9c8dap-1,   0x1.a4f4e2a1a9a55p-4,   -0x1.39668590899b5p-6,  -0x1.b6b6a1dfea52dp-13,
        0x1.bca691f71ac35p-10,  -0x1.35663cfa3c2acp-11, 0x1.b29b8ae2089f3p-16,  0x1.0e3289dabeb1cp-14,
        -0x1.f02eeea581611p-16, 0x1.a93eba24ba8cdp-19,  0x1.a4b8de18d5f51p-19,  -0x1.11a3c23a00aefp-19,
        0x1.32fdea955a4a4p-21,  -0x1.aa36dde72bc6ep-27, -0x1.18efdefa3d108p-24, 0x1.2811e02c3e9aap-25,
        -0x1.7103e5b80c17cp-27, 0x1.43691a5cf17a4p-29,  -0x1.9c24b668188d2p-32, 0x1.79141c8473460p-35,
        -0x1.d7be1be4ebb02p-39, 0x1.6a34be764df9fp-43,  -0x1.01c30b133f22ep-48};
    constexpr double slope = 0x1.20dd750429b6dp0, slope_low = 0x1.1ae3a914fed80p-56;  // 2/√π in two parts
    constexpr double one = 5.95;                                                      // erf of it rounds to 1
    const Batch<double> a = xsimd::min(Batch<double>(one), xsimd::abs(x));
    const Batch<double> rest = a * multiply_add(a, polynomial(a, Q), Batch<double>(slope_low));
    return one_minus_exp<double>(-multiply_add(a, Batch<double>(slope), rest)) | sign_bit<double>(x);
  }

  /// x + x P(x²) up to 5/4, and 1 − g⁸ with g = R(|x| − 21/8) beyond; P and R by fpminimax and remez of Sollya,
  /// with an error in erf below 2⁻²⁶.
  Batch<float> operator()(Batch<float> x) const {
    static constexpr float P[] = {0x1.06eba8p-3f, -0x1.812742p-2f,  0x1.ce2e1cp-4f,  -0x1.b8170cp-6f,
                                  0x1.557628p-8f, -0x1.b5d870p-11f, 0x1.b62edep-14f, -0x1.0150eep-17f};
    static constexpr float R[] = {0x1.624c4ep-2f,  -0x1.ef0e9ep-3f, 0x1.63de92p-5f,  0x1.1762eep-7f,
                                  -0x1.ee0ab8p-9f, 0x1.e7f770p-15f, 0x1.b23406p-13f, 0x1.e473dep-18f};
    const Batch<float> a = xsimd::min(Batch<float>(4.0f), xsimd::abs(x));  // erf 4 rounds to 1
    const Batch<float> g = polynomial(a - Batch<float>(2.625f), R), square = g * g, fourth = square * square;
    const Batch<float> far = negative_multiply_add(fourth, fourth, Batch<float>(1));
    const Batch<float> near = multiply_add(a, polynomial(a * a, P), a);
    return xsimd::select(a < Batch<float>(1.25f), near, far) | sign_bit<float>(x);
  }
};

}  // namespace
}  // namespace matgrad
