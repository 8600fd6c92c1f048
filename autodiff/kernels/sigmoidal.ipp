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

  /// erf |x| = 1 − (1 − z/4)⁴ with z = |x| + |x| P(|x|), and 1 − (1 − u)² = 2u − u²: nothing cancels. P by remez
  /// of Sollya, its coefficients then rounded together for the least error of the computed values: in erf it is
  /// below 2⁻²⁵ up to 1/2 and below 2⁻²³ beyond, and erf 4 = 1.
  Batch<float> operator()(Batch<float> x) const {
    static constexpr float P[] = {0x1.06eba4p-3f,  0x1.e8ece2p-2f,  -0x1.fac97cp-5f,  -0x1.30eadap-4f,
                                  0x1.384faep-8f,  0x1.02a110p-7f,  -0x1.d0c56cp-11f, -0x1.1218c8p-11f,
                                  0x1.309ed8p-13f, -0x1.7609eap-17f};
    const Batch<float> a = xsimd::min(Batch<float>(4), xsimd::abs(x));
    const Batch<float> z = multiply_add(a, polynomial(a, P), a);
    const Batch<float> y = negative_multiply_add(z * z, Batch<float>(0.125f), z);
    return negative_multiply_add(y * y, Batch<float>(0.25f), y) | sign_bit<float>(x);
  }
};

}  // namespace
}  // namespace matgrad
