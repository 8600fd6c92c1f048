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
  static const Kernels<float>& best = available_kernels().back().of_float;
  return best;
}
template <>
const Kernels<double>& kernels<double>() {
  static const Kernels<double>& best = available_kernels().back().of_double;
  return best;
}

std::span<const KernelSet> available_kernels() { return {available().sets, available().count}; }

}  // namespace matgrad
