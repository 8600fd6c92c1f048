#pragma once

#include "matgrad/autodiff/kernels/kernels.hpp"

namespace matgrad {

// One source file each, compiled with flags of its own; only kernels.cpp chooses among them.
extern const KernelSet baseline_kernels, avx2_kernels, avx512_kernels;

}  // namespace matgrad
