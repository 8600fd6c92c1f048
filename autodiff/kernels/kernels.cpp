#include "matgrad/autodiff/kernels/kernels.hpp"

#include "matgrad/autodiff/kernels/kernel_sets.hpp"

namespace matgrad {
namespace {

struct Available {
  Available() {
#ifdef __x86_64__
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return;
    count = 2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl"))
      count = 3;
#endif
  }

  const KernelSet& best() const { return sets[count - 1]; }
  // AVX-512 only widens what AVX2 and FMA compute.
  const KernelSet& for_one() const { return sets[count == 1 ? 0 : 1]; }

#ifdef __x86_64__
  KernelSet sets[3] = {baseline_kernels, avx2_kernels, avx512_kernels};
#else
  KernelSet sets[1] = {baseline_kernels};
#endif
  std::size_t count = 1;
};

const Available& available() {
  static const Available found;
  return found;
}

}  // namespace

template <>
const Kernels<float>& kernels<float>() {
  return available().best().of_float;
}
template <>
const Kernels<double>& kernels<double>() {
  return available().best().of_double;
}
template <>
const Kernels<float>& kernels_for_one<float>() {
  return available().for_one().of_float;
}
template <>
const Kernels<double>& kernels_for_one<double>() {
  return available().for_one().of_double;
}

std::span<const KernelSet> available_kernels() { return {available().sets, available().count}; }

}  // namespace matgrad
