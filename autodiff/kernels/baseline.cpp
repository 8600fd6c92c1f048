#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <xsimd/xsimd.hpp>

#include "matgrad/autodiff/kernels/kernel_sets.hpp"

// What every processor of the kind has: SSE2, NEON, or no vectors at all.
#ifndef XSIMD_NO_SUPPORTED_ARCHITECTURE

namespace matgrad {
namespace {
#ifdef __x86_64__
using Base = xsimd::sse2;
#else
using Base = xsimd::default_arch;
#endif
struct Arch : Base {
  static constexpr bool fused = false;  // whether a b + c surely is one operation
};
}  // namespace
}  // namespace matgrad

namespace xsimd::types {
XSIMD_DECLARE_SIMD_REGISTER_ALIAS(matgrad::Arch, matgrad::Base);
}  // namespace xsimd::types

#include "matgrad/autodiff/kernels/table.ipp"

namespace matgrad {
constinit const KernelSet baseline_kernels = {Arch::name(), table<float>, table<double>};
}  // namespace matgrad

#else

namespace matgrad {
namespace {

template <class T>
T sigmoid(T x) {
  const T e = std::exp(-std::abs(x));
  return (x >= 0 ? T(1) : e) / (1 + e);
}
template <class T>
T softplus(T x) {
  return (x > 0 ? x : T(0)) + std::log1p(std::exp(-std::abs(x)));
}

template <class T, T (*f)(T)>
void apply(const T* x, T* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = f(x[i]);
}

template <class T>
constexpr Kernels<T> table = {
    apply<T, std::exp>, apply<T, std::expm1>, apply<T, std::log>, apply<T, std::log1p>,  apply<T, std::tanh>,
    apply<T, std::sin>, apply<T, std::cos>,   apply<T, std::erf>, apply<T, sigmoid<T> >, apply<T, softplus<T> >};

}  // namespace

constinit const KernelSet baseline_kernels = {"libm", table<float>, table<double>};

}  // namespace matgrad

#endif
