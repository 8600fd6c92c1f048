// A program that factorises matrices itself, beside a library that does so for another processor: the two must
// not share Eigen's functions.
#include <matgrad/matgrad.hpp>

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include <algorithm>
#include <cmath>

using namespace matgrad;

int main() {
  constexpr Eigen::Index n = 60;
  const Eigen::MatrixXd R = Eigen::MatrixXd::Random(n, n);
  Eigen::MatrixXd S = R * R.transpose();
  S.diagonal().array() += 1;
  Eigen::MatrixXd b;
  b.resize(n, 3);
  b.setRandom();

  const Eigen::LLT<Eigen::MatrixXd> cholesky(S);
  const Eigen::MatrixXd by_cholesky = cholesky.solve(b);
  const Eigen::MatrixXd by_lu = Eigen::PartialPivLU<Eigen::MatrixXd>(S).solve(b);
  const double log_determinant = 2 * cholesky.matrixLLT().diagonal().array().log().sum();

  const Expr A = variable("A", n, n), B = variable("B", n, 3);
  const Function f({A, B}, {log_det(A), solve(A, B), inverse(A) * B, A * B});
  const auto [logarithm, solution, product, image] = f(S, b);

  b.conservativeResize(n, 100);
  const double worst =
      std::max({(by_cholesky - by_lu).norm(), (solution - by_lu).norm(), (product - by_lu).norm(),
                (image - S * b.leftCols(3)).norm() / image.norm(), std::abs(logarithm(0, 0) - log_determinant)});
  fmt::print("largest difference {}\n", worst);
  return worst < 1e-8 ? 0 : 1;
}
