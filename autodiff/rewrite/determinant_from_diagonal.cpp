#include "matgrad/autodiff/rewrite/determinant_from_diagonal.hpp"

#include "matgrad/autodiff/operations/scaled_product.hpp"

namespace matgrad {

template <class Scalar>
std::optional<Scalar> determinant_from_diagonal(FactoringFunction function, const ConstView<Scalar>& triangle,
                                                bool odd_exchanges) {
  const auto d = triangle.diagonal();
  if (function == FactoringFunction::determinant) {
    ScaledProduct<Scalar> product;
    if (odd_exchanges) product *= Scalar(-1);
    for (Index i = 0; i < d.size(); ++i) product *= d(i);
    return product.value();
  }
  if ((d.array() == 0).any()) return std::nullopt;
  if (function == FactoringFunction::log_det && ((d.array() < 0).count() % 2 != 0) != odd_exchanges)
    return std::nullopt;
  return d.array().abs().log().sum();
}

template std::optional<float> determinant_from_diagonal(FactoringFunction, const ConstView<float>&, bool);
template std::optional<double> determinant_from_diagonal(FactoringFunction, const ConstView<double>&, bool);
template std::optional<long double> determinant_from_diagonal(FactoringFunction, const ConstView<long double>&,
                                                              bool);

}  // namespace matgrad
