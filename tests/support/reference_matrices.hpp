#pragma once

#include <Eigen/Core>

namespace matgrad::tests {

// Decompositions and functions of matrices to compare with, by Eigen or by series: compiled once for all tests.

Eigen::MatrixXd inverse_of(const Eigen::MatrixXd& a);
/// L of A = L Lᵀ, of a positive definite matrix.
Eigen::MatrixXd cholesky_factor_of(const Eigen::MatrixXd& a);
/// In descending order.
Eigen::VectorXd singular_values_of(const Eigen::MatrixXd& a);
/// Q of A = Q R, as many orthonormal columns as A has rows.
Eigen::MatrixXd orthogonal_factor_of(const Eigen::MatrixXd& a);
/// The x with the least ‖A x − b‖, for independent columns of A.
Eigen::VectorXd least_squares_solution_of(const Eigen::MatrixXd& a, const Eigen::VectorXd& b);

/// A = V diag(λ) Vᵀ with λ in ascending order.
struct SymmetricDecomposition {
  Eigen::VectorXd values;
  Eigen::MatrixXd vectors;
};
SymmetricDecomposition decomposed(const Eigen::MatrixXd& symmetric);

// Of a square matrix that need not be symmetric; the logarithm and powers of one with positive eigenvalues.
Eigen::MatrixXd matrix_exponential_of(const Eigen::MatrixXd& a);
Eigen::MatrixXd matrix_logarithm_of(const Eigen::MatrixXd& a);
Eigen::MatrixXd matrix_power_of(const Eigen::MatrixXd& a, double exponent);

}  // namespace matgrad::tests
