#ifdef __FMA__  // set for this file alone where the processor can have it

#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <xsimd/xsimd.hpp>

#include "matgrad/autodiff/kernels/kernel_sets.hpp"

namespace matgrad {
namespace {
using Base = xsimd::fma3<xsimd::avx2>;
struct Arch : Base {
  static constexpr bool fused = true;  // a b + c is one operation
};
}  // namespace
}  // namespace matgrad

namespace xsimd::types {
XSIMD_DECLARE_SIMD_REGISTER_ALIAS(matgrad::Arch, matgrad::Base);
}  // namespace xsimd::types

#include "matgrad/autodiff/kernels/table.ipp"

namespace matgrad {
constinit const KernelSet avx2_kernels = {Arch::name(), table<float>, table<double>};
}  // namespace matgrad

#endif
