#include "support/reference_matrices.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/QR>
#include <Eigen/SVD>
#include <unsupported/Eigen/MatrixFunctions>

namespace matgrad::tests {

using Eigen::MatrixXd;
using Eigen::VectorXd;

MatrixXd inverse_of(const MatrixXd& a) { return a.inverse(); }
MatrixXd cholesky_factor_of(const MatrixXd& a) { return a.llt().matrixL(); }
VectorXd singular_values_of(const MatrixXd& a) { return Eigen::JacobiSVD<MatrixXd>(a).singularValues(); }
MatrixXd orthogonal_factor_of(const MatrixXd& a) { return a.householderQr().householderQ(); }
VectorXd least_squares_solution_of(const MatrixXd& a, const VectorXd& b) { return a.householderQr().solve(b); }

SymmetricDecomposition decomposed(const MatrixXd& symmetric) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(symmetric);
  return {solver.eigenvalues(), solver.eigenvectors()};
}

MatrixXd matrix_exponential_of(const MatrixXd& a) { return a.exp(); }

// By inverse scaling and squaring (Higham 2008, chapter 11): log A = 2ᵏ log A^(1/2ᵏ), the roots by the iteration
// of Denman and Beavers (6.15), and near I by the series of 2 artanh((A − I) (A + I)⁻¹).
MatrixXd matrix_logarithm_of(const MatrixXd& a) {
  const MatrixXd identity = MatrixXd::Identity(a.rows(), a.cols());
  MatrixXd root = a;
  double scale = 2;
  for (; (root - identity).norm() > 0.5; scale *= 2) {
    MatrixXd other = identity;
    for (double change = 1; change > 1e-14;) {
      const MatrixXd next = (root + inverse_of(other)) / 2;
      other = (other + inverse_of(root)) / 2;
      change = (next - root).norm() / next.norm();
      root = next;
    }
  }
  const MatrixXd x = (root - identity) * inverse_of(root + identity), square = x * x;
  MatrixXd power = x, sum = x;
  for (int k = 3; k < 40; k += 2) {
    power = power * square;
    sum += power / k;
  }
  return scale * sum;
}

MatrixXd matrix_power_of(const MatrixXd& a, double exponent) {
  return matrix_exponential_of(exponent * matrix_logarithm_of(a));
}

}  // namespace matgrad::tests
