#include "matgrad/autodiff/operations/thin_qr.hpp"

#include <Eigen/QR>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {

template <class Scalar>
ThinQr<Scalar>::ThinQr(std::string_view operation, const ConstView<Scalar>& a, Of of) {
  require_finite(operation, a);
  Matrix<Scalar> columns = of == Of::transpose ? Matrix<Scalar>(a.transpose()) : Matrix<Scalar>(a);
  const Index m = columns.rows(), n = columns.cols();
  r_.setZero(n, n);
  q_.setIdentity(m, n);
  if (n == 0) return;
  // A column times a power of two is the same column times that in R: no square over- or underflows.
  std::vector<int> exponents(static_cast<std::size_t>(n), 0);
  Matrix<Scalar> lengths(n, 1);
  for (Index j = 0; j < n; ++j) {
    int& exponent = exponents[static_cast<std::size_t>(j)];
    const Scalar greatest = columns.col(j).cwiseAbs().maxCoeff();
    if (greatest > 0) std::frexp(greatest, &exponent);
    for (Index i = 0; i < m; ++i) columns(i, j) = std::ldexp(columns(i, j), -exponent);
    lengths(j, 0) = columns.col(j).norm();
  }
  const Eigen::HouseholderQR<Matrix<Scalar>> qr(columns);
  r_ = qr.matrixQR().topRows(n).template triangularView<Eigen::Upper>();
  q_ = qr.householderQ() * q_;
  const Scalar tolerance = 4 * static_cast<Scalar>(m) * std::numeric_limits<Scalar>::epsilon();
  for (Index j = 0; j < n; ++j) {
    if (!(std::abs(r_(j, j)) > tolerance * lengths(j, 0))) {
      const std::string what = of == Of::transpose ? "row " : "column ";
      SingularError error(
          std::string(operation) + ": " + what + std::to_string(j + 1) + " of " + std::to_string(n) +
          (lengths(j, 0) == 0 ? " is zero" : " is, to rounding, a combination of those before it"));
      error.add_context("the matrix must have full rank: leave that " + what +
                        "out, or solve with AᵀA plus a small multiple of the identity");
      throw error;
    }
    if (r_(j, j) < 0) {
      r_.row(j) *= Scalar(-1);
      q_.col(j) *= Scalar(-1);
    }
  }
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i <= j; ++i) r_(i, j) = std::ldexp(r_(i, j), exponents[static_cast<std::size_t>(j)]);
}

template class ThinQr<float>;
template class ThinQr<double>;
template class ThinQr<long double>;

}  // namespace matgrad
