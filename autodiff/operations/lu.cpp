#include "matgrad/autodiff/operations/lu.hpp"

#include <cmath>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"
#include "matgrad/autodiff/operations/scaled_product.hpp"

namespace matgrad {

template <class Scalar>
void substitute_by_lu(const LinearAlgebra<Scalar>& linear_algebra, const ConstView<Scalar>& factors,
                      View<Scalar> x) {
  linear_algebra.solve_triangular(factors, TrianglePart::unit_lower, false, x);
  linear_algebra.solve_triangular(factors, TrianglePart::upper, false, x);
}

// Odd with an odd number of cycles of even length, each counted from its first row.
template <class Scalar>
bool is_odd_permutation(const ConstView<Scalar>& moved) {
  bool odd = false;
  for (Index first = 0; first < moved.rows(); ++first) {
    bool even_length = false;
    Index i = static_cast<Index>(moved(first, 0));
    for (; i > first; i = static_cast<Index>(moved(i, 0))) even_length = !even_length;
    if (i == first && even_length) odd = !odd;
  }
  return odd;
}

template <class Scalar>
Lu<Scalar>::Lu(std::string_view operation, const ConstView<Scalar>& a, Run<Scalar>& run)
    : linear_algebra_(&run.linear_algebra()),
      operation_(operation),
      factors_(run.matrix(a.rows(), a.cols())),
      moved_(run.matrix(a.rows(), 1)) {
  require_finite(operation, a);
  factors_ = a;
  linear_algebra_->factor_lu(factors_, moved_);
}

template <class Scalar>
void Lu<Scalar>::require_regular() const {
  for (Index i = 0; i < factors_.rows(); ++i) {
    const Scalar pivot = factors_(i, i);
    if (pivot == 0) throw_singular(i, "is zero: the matrix is singular");
    if (!std::isfinite(pivot)) throw_singular(i, "overflows");
  }
}

template <class Scalar>
void Lu<Scalar>::throw_singular(Index pivot, std::string_view what) const {
  SingularError error(std::string(operation_) + ": pivot " + std::to_string(pivot + 1) + " of " +
                      std::to_string(factors_.rows()) + " in the LU factorisation " + std::string(what));
  error.add_context(
      "look for a row that is a combination of others, scale the matrix, or add a small multiple of the identity");
  throw error;
}

template <class Scalar>
void Lu<Scalar>::solve_permuted(View<Scalar> b) const {
  substitute_by_lu<Scalar>(*linear_algebra_, factors_, b);
  if (b.allFinite()) return;
  Index smallest = 0;
  factors_.diagonal().cwiseAbs().minCoeff(&smallest);
  throw_singular(smallest, "is so small that the result overflows");
}

template <class Scalar>
void Lu<Scalar>::solve(const ConstView<Scalar>& b, View<Scalar> out) const {
  if (out.size() == 0) return;
  for (Index j = 0; j < out.cols(); ++j)
    for (Index i = 0; i < out.rows(); ++i) out(moved_row(i), j) = b(i, j);
  solve_permuted(out);
}

template <class Scalar>
void Lu<Scalar>::invert(View<Scalar> out) const {
  if (out.size() == 0) return;
  out.setZero();
  for (Index j = 0; j < out.cols(); ++j) out(moved_row(j), j) = 1;
  solve_permuted(out);
}

template <class Scalar>
Scalar Lu<Scalar>::determinant() const {
  ScaledProduct<Scalar> product;
  if (is_odd_permutation<Scalar>(moved_)) product *= Scalar(-1);
  for (Index i = 0; i < factors_.rows(); ++i) {
    if (!std::isfinite(factors_(i, i))) throw_singular(i, "overflows");
    product *= factors_(i, i);
  }
  return product.value();
}

template <class Scalar>
bool Lu<Scalar>::has_negative_determinant() const {
  return ((factors_.diagonal().array() < 0).count() % 2 != 0) != is_odd_permutation<Scalar>(moved_);
}

template <class Scalar>
Scalar Lu<Scalar>::log_abs_determinant() const {
  return factors_.diagonal().array().abs().log().sum();
}

template void substitute_by_lu(const LinearAlgebra<float>&, const ConstView<float>&, View<float>);
template void substitute_by_lu(const LinearAlgebra<double>&, const ConstView<double>&, View<double>);
template void substitute_by_lu(const LinearAlgebra<long double>&, const ConstView<long double>&,
                               View<long double>);
template bool is_odd_permutation(const ConstView<float>&);
template bool is_odd_permutation(const ConstView<double>&);
template bool is_odd_permutation(const ConstView<long double>&);
template class Lu<float>;
template class Lu<double>;
template class Lu<long double>;

}  // namespace matgrad
