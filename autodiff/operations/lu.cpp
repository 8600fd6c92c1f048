#include "matgrad/autodiff/operations/lu.hpp"

#include <Eigen/LU>

#include <cmath>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"
#include "matgrad/autodiff/operations/scaled_product.hpp"

namespace matgrad {

template <class Scalar>
Eigen::VectorXi factor_by_lu(View<Scalar> a) {
  Eigen::Ref<Matrix<Scalar>> in_place(a);
  return Eigen::PartialPivLU<Eigen::Ref<Matrix<Scalar>>>(in_place).permutationP().indices();
}

template <class Scalar>
void substitute_by_lu(const ConstView<Scalar>& factors, View<Scalar> x) {
  factors.template triangularView<Eigen::UnitLower>().solveInPlace(x);
  factors.template triangularView<Eigen::Upper>().solveInPlace(x);
}

template <class Scalar>
Lu<Scalar>::Lu(std::string_view operation, const ConstView<Scalar>& a) : operation_(operation) {
  require_finite(operation, a);
  factors_ = a;
  permutation_.indices() = factor_by_lu(View<Scalar>(factors_.data(), a.rows(), a.cols()));
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
  substitute_by_lu(ConstView<Scalar>(factors_.data(), factors_.rows(), factors_.cols()), b);
  if (b.allFinite()) return;
  Index smallest = 0;
  factors_.diagonal().cwiseAbs().minCoeff(&smallest);
  throw_singular(smallest, "is so small that the result overflows");
}

template <class Scalar>
void Lu<Scalar>::solve_in_place(View<Scalar> b) const {
  if (b.size() == 0) return;
  b = permutation_ * b;
  solve_permuted(b);
}

template <class Scalar>
void Lu<Scalar>::invert(View<Scalar> out) const {
  if (out.size() == 0) return;
  out.setZero();
  for (Index j = 0; j < out.cols(); ++j) out(permutation_.indices()(j), j) = 1;
  solve_permuted(out);
}

template <class Scalar>
Scalar Lu<Scalar>::determinant() const {
  ScaledProduct<Scalar> product;
  product *= static_cast<Scalar>(permutation_.determinant());
  for (Index i = 0; i < factors_.rows(); ++i) {
    if (!std::isfinite(factors_(i, i))) throw_singular(i, "overflows");
    product *= factors_(i, i);
  }
  return product.value();
}

template <class Scalar>
bool Lu<Scalar>::has_negative_determinant() const {
  return ((factors_.diagonal().array() < 0).count() % 2 != 0) != (permutation_.determinant() < 0);
}

template <class Scalar>
Scalar Lu<Scalar>::log_abs_determinant() const {
  return factors_.diagonal().array().abs().log().sum();
}

template Eigen::VectorXi factor_by_lu(View<float>);
template Eigen::VectorXi factor_by_lu(View<double>);
template Eigen::VectorXi factor_by_lu(View<long double>);
template void substitute_by_lu(const ConstView<float>&, View<float>);
template void substitute_by_lu(const ConstView<double>&, View<double>);
template void substitute_by_lu(const ConstView<long double>&, View<long double>);
template class Lu<float>;
template class Lu<double>;
template class Lu<long double>;

}  // namespace matgrad
