#include "matgrad/autodiff/rewrite/packed_factors.hpp"

#include "matgrad/autodiff/operations/lu.hpp"
#include "matgrad/autodiff/rewrite/determinant_from_diagonal.hpp"

namespace matgrad {
namespace {

// In the first n columns lies L of A = L Lᵀ, or L without its ones and U of P A = L U. In the last one stands the
// row to which P moves each row, or one of these throughout.
constexpr int by_cholesky = -1, not_factored = -2;

template <class Scalar>
bool succeeds_by_cholesky(const LinearAlgebra<Scalar>& linear_algebra, const ConstView<Scalar>& a,
                          View<Scalar> packed) {
  if (!(a.diagonal().array() > 0).all()) return false;
  const Index n = a.rows();
  View<Scalar> l(packed.data(), n, n);
  l = Scalar(0.5) * a + Scalar(0.5) * a.transpose();
  packed.col(n).setConstant(static_cast<Scalar>(by_cholesky));
  return linear_algebra.factor_cholesky(l) == n;
}

template <class Scalar>
bool succeeds_by_lu(const LinearAlgebra<Scalar>& linear_algebra, const ConstView<Scalar>& a, View<Scalar> packed) {
  const Index n = a.rows();
  View<Scalar> lu(packed.data(), n, n), moved(packed.data() + n * n, n, 1);
  lu = a;
  linear_algebra.factor_lu(lu, moved);
  return (lu.diagonal().array() != 0).all() && lu.diagonal().allFinite();
}

}  // namespace

Shape packed_factors_shape(Index n) { return {n, n + 1}; }

template <class Scalar>
void factor(const LinearAlgebra<Scalar>& linear_algebra, const ConstView<Scalar>& a, Factoring how,
            View<Scalar> packed) {
  if (a.allFinite() && ((how == Factoring::by_cholesky && succeeds_by_cholesky(linear_algebra, a, packed)) ||
                        succeeds_by_lu(linear_algebra, a, packed)))
    return;
  packed.setConstant(static_cast<Scalar>(not_factored));
}

template <class Scalar>
PackedFactors<Scalar>::PackedFactors(const ConstView<Scalar>& packed)
    : packed_(packed), factors_(packed.data(), packed.rows(), packed.rows()) {}

template <class Scalar>
bool PackedFactors<Scalar>::has_mark(int mark) const {
  return packed_.rows() > 0 && packed_(0, packed_.rows()) == static_cast<Scalar>(mark);
}

template <class Scalar>
bool PackedFactors<Scalar>::exist() const {
  return !has_mark(not_factored);
}

template <class Scalar>
bool PackedFactors<Scalar>::are_by_cholesky() const {
  return has_mark(by_cholesky);
}

template <class Scalar>
Index PackedFactors<Scalar>::moved_row(Index row) const {
  return static_cast<Index>(packed_(row, packed_.rows()));
}

template <class Scalar>
void PackedFactors<Scalar>::solve(const ConstView<Scalar>& b, bool transposed, View<Scalar> out,
                                  Run<Scalar>& run) const {
  if (out.size() == 0) return;
  if (are_by_cholesky()) {
    out = b;
    run.linear_algebra().solve_triangular(factors_, TrianglePart::lower, false, out);
    run.linear_algebra().solve_triangular(factors_, TrianglePart::lower, true, out);
  } else if (transposed) {
    out = b;
    solve_transposed_by_lu(out, run);
  } else {
    for (Index j = 0; j < out.cols(); ++j)
      for (Index i = 0; i < out.rows(); ++i) out(moved_row(i), j) = b(i, j);
    substitute_by_lu<Scalar>(run.linear_algebra(), factors_, out);
  }
}

template <class Scalar>
void PackedFactors<Scalar>::solve_transposed_by_lu(View<Scalar> x, Run<Scalar>& run) const {
  run.linear_algebra().solve_triangular(factors_, TrianglePart::upper, true, x);
  run.linear_algebra().solve_triangular(factors_, TrianglePart::unit_lower, true, x);
  View<Scalar> column = run.matrix(x.rows(), 1);
  for (Index j = 0; j < x.cols(); ++j) {
    column = x.col(j);
    for (Index i = 0; i < x.rows(); ++i) x(i, j) = column(moved_row(i), 0);
  }
}

template <class Scalar>
void PackedFactors<Scalar>::invert(View<Scalar> out, Run<Scalar>& run) const {
  if (out.size() == 0) return;
  if (are_by_cholesky())
    return run.linear_algebra().invert_cholesky(factors_, run.matrix(out.rows(), out.cols()), out);
  out.setZero();
  for (Index j = 0; j < out.cols(); ++j) out(moved_row(j), j) = 1;
  substitute_by_lu<Scalar>(run.linear_algebra(), factors_, out);
}

template <class Scalar>
std::optional<Scalar> PackedFactors<Scalar>::determinant(FactoringFunction function) const {
  if (!are_by_cholesky()) {
    const ConstView<Scalar> moved(packed_.data() + factors_.size(), packed_.rows(), 1);
    return determinant_from_diagonal(function, factors_, is_odd_permutation(moved));
  }
  const std::optional<Scalar> of_factor = determinant_from_diagonal(function, factors_);
  if (!of_factor) return std::nullopt;
  return function == FactoringFunction::determinant ? *of_factor * *of_factor : 2 * *of_factor;
}

template <class Scalar>
void PackedFactors<Scalar>::copy_cholesky_factor(View<Scalar> out) const {
  for (Index j = 0; j < out.cols(); ++j) {
    out.col(j).head(j).setZero();
    out.col(j).tail(out.rows() - j) = factors_.col(j).tail(out.rows() - j);
  }
}

template void factor(const LinearAlgebra<float>&, const ConstView<float>&, Factoring, View<float>);
template void factor(const LinearAlgebra<double>&, const ConstView<double>&, Factoring, View<double>);
template void factor(const LinearAlgebra<long double>&, const ConstView<long double>&, Factoring,
                     View<long double>);
template class PackedFactors<float>;
template class PackedFactors<double>;
template class PackedFactors<long double>;

}  // namespace matgrad
