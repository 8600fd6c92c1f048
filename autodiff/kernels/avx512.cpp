#ifdef __AVX512DQ__  // set for this file alone where the processor can have it

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <xsimd/xsimd.hpp>

#include "matgrad/autodiff/kernels/kernel_sets.hpp"

namespace matgrad {
namespace {
using Base = xsimd::avx512bw;
// xsimd 8 leaves out these operations of AVX-512.
struct Arch : Base {
  static constexpr bool fused = true;  // a b + c is one operation
  static __m512d multiply_add(__m512d a, __m512d b, __m512d c) { return _mm512_fmadd_pd(a, b, c); }
  static __m512 multiply_add(__m512 a, __m512 b, __m512 c) { return _mm512_fmadd_ps(a, b, c); }
  static __m512d negative_multiply_add(__m512d a, __m512d b, __m512d c) { return _mm512_fnmadd_pd(a, b, c); }
  static __m512 negative_multiply_add(__m512 a, __m512 b, __m512 c) { return _mm512_fnmadd_ps(a, b, c); }
};
}  // namespace
}  // namespace matgrad

namespace xsimd::types {
XSIMD_DECLARE_SIMD_REGISTER_ALIAS(matgrad::Arch, matgrad::Base);
template <class T>
struct get_bool_simd_register<T, matgrad::Arch> : get_bool_simd_register<T, matgrad::Base> {};
}  // namespace xsimd::types

#include "matgrad/autodiff/kernels/table.ipp"

namespace matgrad {
constinit const KernelSet avx512_kernels = {Arch::name(), table<float>, table<double>};
}  // namespace matgrad

#endif
