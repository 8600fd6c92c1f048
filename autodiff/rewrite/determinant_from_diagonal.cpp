#include "matgrad/autodiff/rewrite/determine.hpp"

#include "matgrad/autodiff/operations/scaled_product.hpp"

namespace matgrad {

template <class Scalar>
bool determine(std::string_view function, const Matrix<Scalar>& d, bool odd_exchanges, Scalar& result) {
  if (function == "determinant") {
    ScaledProduct<Scalar> product;
    if (odd_exchanges) product *= Scalar(-1);
    for (Index i = 0; i < d.size(); ++i) product *= d(i);
    result = product.value();
    return true;
  }
  if ((d.array() == 0).any()) return false;
  if (function == "log_det" && ((d.array() < 0).count() % 2 != 0) != odd_exchanges) return false;
  result = d.array().abs().log().sum();
  return true;
}

template bool determine(std::string_view, const Matrix<float>&, bool, float&);
template bool determine(std::string_view, const Matrix<double>&, bool, double&);
template bool determine(std::string_view, const Matrix<long double>&, bool, long double&);

}  // namespace matgrad
