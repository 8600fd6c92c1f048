#include "matgrad/autodiff/operations/thin_qr.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {

template <class Scalar>
std::size_t ThinQr<Scalar>::scratch(Shape shape) {
  const Index m = std::max(shape.rows, shape.cols), n = std::min(shape.rows, shape.cols);
  return static_cast<std::size_t>(m * n + n * n + 2 * n);
}

template <class Scalar>
ThinQr<Scalar>::ThinQr(std::string_view operation, const ConstView<Scalar>& a, Run<Scalar>& run)
    : q_(run.matrix(std::max(a.rows(), a.cols()), std::min(a.rows(), a.cols()))),
      r_(run.matrix(q_.cols(), q_.cols())) {
  require_finite(operation, a);
  const bool of_transpose = a.rows() < a.cols();
  if (of_transpose)
    q_ = a.transpose();
  else
    q_ = a;
  const Index m = q_.rows(), n = q_.cols();
  if (n == 0) return;
  // A column times a power of two is the same column times that in R: no square over- or underflows.
  View<Scalar> exponents = run.matrix(n, 1), lengths = run.matrix(n, 1);
  for (Index j = 0; j < n; ++j) {
    int exponent = 0;
    const Scalar greatest = q_.col(j).cwiseAbs().maxCoeff();
    if (greatest > 0) std::frexp(greatest, &exponent);
    for (Index i = 0; i < m; ++i) q_(i, j) = std::ldexp(q_(i, j), -exponent);
    exponents(j, 0) = static_cast<Scalar>(exponent);
    lengths(j, 0) = q_.col(j).norm();
  }
  run.linear_algebra().factor_orthogonal(q_, r_);
  const Scalar tolerance = 4 * static_cast<Scalar>(m) * std::numeric_limits<Scalar>::epsilon();
  for (Index j = 0; j < n; ++j) {
    if (!(std::abs(r_(j, j)) > tolerance * lengths(j, 0))) {
      const std::string what = of_transpose ? "row " : "column ";
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
    for (Index i = 0; i <= j; ++i) r_(i, j) = std::ldexp(r_(i, j), static_cast<int>(exponents(j, 0)));
}

template class ThinQr<float>;
template class ThinQr<double>;
template class ThinQr<long double>;

}  // namespace matgrad
