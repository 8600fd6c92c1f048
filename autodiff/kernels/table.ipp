// The kernels for the instruction set Arch.

#pragma once

#include "matgrad/autodiff/kernels/exponential.ipp"
#include "matgrad/autodiff/kernels/logarithm.ipp"
#include "matgrad/autodiff/kernels/sigmoidal.ipp"
#include "matgrad/autodiff/kernels/trigonometric.ipp"

namespace matgrad {
namespace {

/// out = f(x), a register at a time. The same code computes every entry, so its value depends on nothing else.
template <class F, class T>
[[gnu::flatten]] void apply(const T* x, T* out, std::size_t count) {
  constexpr F f;
  constexpr std::size_t width = Batch<T>::size;
  if (count >= width) {
    // The last register may overlap the one before: it is read before anything is written.
    const Batch<T> last = Batch<T>::load_unaligned(x + (count - width));
    for (std::size_t i = 0; i + width < count; i += width)
      f(Batch<T>::load_unaligned(x + i)).store_unaligned(out + i);
    f(last).store_unaligned(out + (count - width));
  } else if (count > 0) {
    alignas(sizeof(T) * width) T padded[width];
    if (count == 1) {
      *out = static_cast<typename Batch<T>::register_type>(f(Batch<T>(*x)))[0];
      return;
    } else {
      for (std::size_t i = 0; i < width; ++i) padded[i] = i < count ? x[i] : T(1);
      f(Batch<T>::load_aligned(padded)).store_aligned(padded);
    }
    for (std::size_t i = 0; i < count; ++i) out[i] = padded[i];
  }
}

template <class T>
constexpr Kernels<T> table = {apply<Exp, T>,     apply<Expm1, T>,   apply<Log, T>, apply<Log1p, T>,
                              apply<Tanh, T>,    apply<Sin, T>,     apply<Cos, T>, apply<Erf, T>,
                              apply<Sigmoid, T>, apply<Softplus, T>};

}  // namespace
}  // namespace matgrad
