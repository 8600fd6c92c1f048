#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <matgrad/autodiff/autodiff.hpp>
#include <matgrad/autodiff/check/reference.hpp>

// Beyond the second derivatives of the operation table: forward over reverse agrees with reverse over reverse, and
// third derivatives with differences of second ones.

using namespace matgrad;
using Eigen::MatrixXd;

namespace {

/// A function of a square matrix.
struct Sample {
  std::string name;
  std::function<Expr(const Expr&)> value;
};

std::vector<Sample> samples() {
  return {
      {"tanh", [](const Expr& X) { return tanh(X); }},
      {"erf", [](const Expr& X) { return erf(X); }},
      {"digamma", [](const Expr& X) { return digamma(X); }},
      {"power", [](const Expr& X) { return power(X, 2.5); }},
      {"atan2", [](const Expr& X) { return atan2(X, transpose(X)); }},
      {"a cubic matrix polynomial", [](const Expr& X) { return X * X * X - 2.0 * X * transpose(X); }},
      {"inverse", [](const Expr& X) { return inverse(X); }},
      {"solve", [](const Expr& X) { return solve(X, hadamard(X, X)); }},
      {"log_det", [](const Expr& X) { return log_det(X); }},
      {"determinant", [](const Expr& X) { return determinant(X); }},
      {"cholesky", [](const Expr& X) { return cholesky(X); }},
      {"triangular_solve", [](const Expr& X) { return triangular_solve(X, X * X, Triangle::lower); }},
      {"matrix_power", [](const Expr& X) { return matrix_power(X, -2); }},
      {"matrix_exponential", [](const Expr& X) { return matrix_exponential(0.3 * X); }},
      {"symmetric_log", [](const Expr& X) { return symmetric_log(X); }},
      {"eigenvalues", [](const Expr& X) { return eigenvalues(X); }},
      {"eigenvectors", [](const Expr& X) { return eigenvectors(X); }},
      {"singular_values", [](const Expr& X) { return singular_values(X); }},
      {"orthogonal_factor", [](const Expr& X) { return orthogonal_factor(X); }},
      {"pseudo_inverse of a tall matrix", [](const Expr& X) { return pseudo_inverse(slice(X, 0, 0, 3, 2)); }},
      {"kronecker", [](const Expr& X) { return kronecker(X, X); }},
      {"pairwise_squared_distances", [](const Expr& X) { return pairwise_squared_distances(X, transpose(X)); }},
      {"softmax", [](const Expr& X) { return softmax(X); }},
      {"logsumexp", [](const Expr& X) { return logsumexp(X); }},
      {"norm", [](const Expr& X) { return norm(X); }},
      {"column_standard_deviations", [](const Expr& X) { return column_standard_deviations(X); }},
      {"cumulative_column_products", [](const Expr& X) { return cumulative_column_products(X); }},
  };
}

struct DrawnPoint {
  Expr X = variable("X", 3, 3);
  MatrixXd X0{{2.1, 0.3, 0.4}, {0.5, 1.7, 0.2}, {0.1, 0.6, 2.6}};

  /// Numbers without a pattern, the same in every run.
  static Expr weights(Shape shape, double phase) {
    MatrixXd values(shape.rows, shape.cols);
    for (Index i = 0; i < values.size(); ++i) values(i) = std::sin(phase + 1.7 * static_cast<double>(i));
    return constant(values);
  }

  Expr loss(const Sample& sample) const {
    const Expr value = sample.value(X);
    return dot(weights(value.shape(), 0.4), value);
  }
  const Expr V = weights({3, 3}, 1), U = weights({3, 3}, 2);
};

}  // namespace

TEST_CASE_FIXTURE(DrawnPoint, "forward over reverse is reverse over reverse") {
  const LeafValues<long double> at{{X, X0.cast<long double>()}};
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const Expr L = loss(sample);
    const auto forward = reference_value<long double>(directional_derivative(gradient(L, X), X, V), at);
    const auto reverse = reference_value<long double>(hessian_product(L, X, V), at);
    CHECK((forward - reverse).cwiseAbs().maxCoeff() <= 1e-13L * (1 + reverse.cwiseAbs().maxCoeff()));
    CHECK(reverse.cwiseAbs().maxCoeff() > 0);
  }
}

TEST_CASE_FIXTURE(DrawnPoint, "third derivatives agree with differences of second ones") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const GradientCheck check = check_gradient(dot(hessian_product(loss(sample), X, V), U), {X}, {X0});
    CAPTURE(to_text(check));
    CHECK(check.passed());
  }
}
