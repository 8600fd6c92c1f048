#include "matgrad/autodiff/operations/requirement.hpp"

#include <cmath>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"

namespace matgrad {

Shape square_shape(std::string_view operation, const Expr& a, const std::function<std::string()>& hint) {
  if (a.rows() == a.cols()) return a.shape();
  ShapeError error(std::string(operation) + ": " + described(a) + " is not square");
  error.add_context(hint());
  throw error;
}

Shape square_shape(std::string_view operation, const Expr& a, std::string_view hint) {
  return square_shape(operation, a, [hint] { return std::string(hint); });
}

void require_equal_rows(std::string_view operation, const Expr& a, const Expr& b) {
  if (a.rows() == b.rows()) return;
  ShapeError error(std::string(operation) + ": " + described(a) + " and " + described(b) +
                   " have different numbers of rows");
  if (b.cols() == a.rows())
    error.add_context("transpose(" + to_text(b) + ") would fit");
  else
    error.add_context("the second operand needs " + counted(a.rows(), "row"));
  throw error;
}

template <class Scalar>
void require_finite(std::string_view operation, const ConstView<Scalar>& values) {
  if (values.allFinite()) return;
  for (Index j = 0; j < values.cols(); ++j)
    for (Index i = 0; i < values.rows(); ++i) {
      if (std::isfinite(values(i, j))) continue;
      NonFiniteError error(std::string(operation) + ": entry (" + std::to_string(i) + ", " + std::to_string(j) +
                           ") of the " + to_string({values.rows(), values.cols()}) + " argument is " +
                           (std::isnan(values(i, j)) ? "NaN" : "infinite"));
      error.add_context("look for an overflow, 0/0 or the logarithm of a negative number in what it is made from");
      throw error;
    }
}

template void require_finite(std::string_view, const ConstView<float>&);
template void require_finite(std::string_view, const ConstView<double>&);
template void require_finite(std::string_view, const ConstView<long double>&);

}  // namespace matgrad
