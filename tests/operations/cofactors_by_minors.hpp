#pragma once

#include <Eigen/Core>

namespace matgrad::tests {

// Determinants and cofactors by expansion along rows: sums and products only, hence exact for integers.

/// A without row i and column j.
inline Eigen::MatrixXd without(const Eigen::MatrixXd& a, Eigen::Index i, Eigen::Index j) {
  Eigen::MatrixXd rest(a.rows() - 1, a.cols() - 1);
  for (Eigen::Index c = 0; c < rest.cols(); ++c)
    for (Eigen::Index r = 0; r < rest.rows(); ++r) rest(r, c) = a(r < i ? r : r + 1, c < j ? c : c + 1);
  return rest;
}

inline double sign_at(Eigen::Index i, Eigen::Index j) { return (i + j) % 2 == 0 ? 1 : -1; }

inline double determinant_by_minors(const Eigen::MatrixXd& a) {
  if (a.rows() == 0) return 1;
  double sum = 0;
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    sum += sign_at(0, j) * a(0, j) * determinant_by_minors(without(a, 0, j));
  return sum;
}

inline Eigen::MatrixXd cofactors_by_minors(const Eigen::MatrixXd& a) {
  Eigen::MatrixXd cofactors(a.rows(), a.cols());
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    for (Eigen::Index i = 0; i < a.rows(); ++i)
      cofactors(i, j) = sign_at(i, j) * determinant_by_minors(without(a, i, j));
  return cofactors;
}

inline Eigen::MatrixXd inverse_by_minors(const Eigen::MatrixXd& a) {
  return cofactors_by_minors(a).transpose() / determinant_by_minors(a);
}

/// The derivative of the cofactors at A in direction G: that of a minor's determinant is ⟨its cofactors, G's
/// minor⟩.
inline Eigen::MatrixXd cofactor_change_by_minors(const Eigen::MatrixXd& a, const Eigen::MatrixXd& g) {
  Eigen::MatrixXd change(a.rows(), a.cols());
  for (Eigen::Index j = 0; j < a.cols(); ++j)
    for (Eigen::Index i = 0; i < a.rows(); ++i)
      change(i, j) = sign_at(i, j) * cofactors_by_minors(without(a, i, j)).cwiseProduct(without(g, i, j)).sum();
  return change;
}

}  // namespace matgrad::tests
