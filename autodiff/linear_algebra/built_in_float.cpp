#include "matgrad/autodiff/linear_algebra/built_in.ipp"

namespace matgrad {

template <>
const LinearAlgebra<float>& built_in_linear_algebra() {
  return built_in::table<float>;
}

}  // namespace matgrad
