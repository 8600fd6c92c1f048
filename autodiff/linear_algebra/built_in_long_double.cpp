#include "matgrad/autodiff/linear_algebra/built_in.ipp"

namespace matgrad {

template <>
const LinearAlgebra<long double>& built_in_linear_algebra() {
  return built_in::table<long double>;
}

}  // namespace matgrad
