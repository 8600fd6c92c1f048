#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace matgrad {

/// out[i] = f(x[i]) for i < count; `out` may be `x` itself, but not overlap it otherwise. A value depends on x[i]
/// and the instruction set alone, not on its place, the count or the alignment.
template <class Scalar>
using Kernel = void (*)(const Scalar* x, Scalar* out, std::size_t count);

/// Vectorised elementary functions for one instruction set, Scalar = float or double. Within 3 ulp of the true
/// value for all arguments, subnormal ones and results included; ±0, ±∞ and NaN as in C (F.10 of the C17
/// standard).
template <class Scalar>
struct Kernels {
  Kernel<Scalar> exp, expm1, log, log1p, tanh, sin, cos, erf;
  Kernel<Scalar> sigmoid;   // 1 / (1 + e⁻ˣ)
  Kernel<Scalar> softplus;  // log(1 + eˣ)
};

/// Those for the best instruction set of this processor, found out once.
template <class Scalar>
const Kernels<Scalar>& kernels();
template <>
const Kernels<float>& kernels<float>();
template <>
const Kernels<double>& kernels<double>();

/// The same values bit by bit, from registers of lower latency: faster for a single entry.
template <class Scalar>
const Kernels<Scalar>& kernels_for_one();
template <>
const Kernels<float>& kernels_for_one<float>();
template <>
const Kernels<double>& kernels_for_one<double>();

/// The kernels compiled for one instruction set.
struct KernelSet {
  std::string_view instructions;
  const Kernels<float>& of_float;
  const Kernels<double>& of_double;
};

/// All sets that this processor can run, the best one last.
std::span<const KernelSet> available_kernels();

}  // namespace matgrad
