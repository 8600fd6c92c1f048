#include "matgrad/autodiff/operations/symmetric_eigen.hpp"

#include <cmath>
#include <limits>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {

template <class Scalar>
SymmetricEigen<Scalar>::SymmetricEigen(std::string_view operation, const ConstView<Scalar>& a, Run<Scalar>& run,
                                       Wanted wanted)
    : values(run.matrix(a.rows(), 1)), vectors(run.matrix(a.rows(), a.cols())) {
  require_finite(operation, a);
  vectors = Scalar(0.5) * a + Scalar(0.5) * a.transpose();
  if (run.linear_algebra().decompose_symmetric(vectors, values, wanted == Wanted::vectors)) return;
  DomainError error(std::string(operation) + ": the iteration for the eigenvalues does not converge");
  error.add_context("scale the matrix so that its entries are neither huge nor tiny");
  throw error;
}

template <class Scalar>
Scalar spectral_tolerance(const Eigen::Ref<const Matrix<Scalar>>& values) {
  if (values.size() == 0) return 0;
  return 4 * static_cast<Scalar>(values.size()) * std::numeric_limits<Scalar>::epsilon() *
         values.cwiseAbs().maxCoeff();
}

template <class Scalar>
Scalar leading_entry(const Eigen::Ref<const Matrix<Scalar>>& column) {
  const Scalar greatest = column.cwiseAbs().maxCoeff();
  Index i = 0;
  while (std::abs(column(i, 0)) < Scalar(0.9) * greatest) ++i;
  return column(i, 0);
}

template struct SymmetricEigen<float>;
template struct SymmetricEigen<double>;
template struct SymmetricEigen<long double>;
template float spectral_tolerance(const Eigen::Ref<const Matrix<float>>&);
template double spectral_tolerance(const Eigen::Ref<const Matrix<double>>&);
template long double spectral_tolerance(const Eigen::Ref<const Matrix<long double>>&);
template float leading_entry(const Eigen::Ref<const Matrix<float>>&);
template double leading_entry(const Eigen::Ref<const Matrix<double>>&);
template long double leading_entry(const Eigen::Ref<const Matrix<long double>>&);

}  // namespace matgrad
