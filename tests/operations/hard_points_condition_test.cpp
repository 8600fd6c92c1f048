#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/matrix_function.hpp>
#include <matgrad/autodiff/operations/orthogonal.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/singular_values.hpp>
#include <matgrad/autodiff/operations/spectral.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "hard_points.hpp"

namespace matgrad::tests::hard_points_condition_test {
namespace {

constexpr Index size = 8;
const Expr A = variable("A", size, size), B = variable("B", size, 2), G = variable("G", size, size);

Value drawn(Index rows, Index cols, std::mt19937& random) {
  std::normal_distribution<double> entry;
  return Value::NullaryExpr(rows, cols, [&] { return entry(random); });
}

Value rotation(std::mt19937& random) {
  const Value a = drawn(size, size, random);
  return value_as_written(orthogonal_factor(A), {{A, a}});
}

/// U diag(1, …, 1/condition) Vᵀ with singular values in geometric progression; V = U for a definite one.
Value conditioned(double condition, bool definite, std::mt19937& random) {
  const Value u = rotation(random), v = definite ? u : rotation(random);
  Value sigma = Value::Zero(size, size);
  for (Index i = 0; i < size; ++i)
    sigma(i, i) = std::pow(condition, -static_cast<double>(i) / static_cast<double>(size - 1));
  const Value a = u * sigma * v.transpose();
  return definite ? Value((a + a.transpose()) / 2) : a;
}

/// The greatest error of y over some matrices of this condition, relative to the greatest entry of y, in units of
/// Scalar's ε; y is evaluated by a Function<Scalar>, and exactly (for this purpose) in long double as written.
template <class Scalar>
double error_in_epsilons(const Expr& y, double condition, bool definite = false) {
  constexpr double epsilon = std::numeric_limits<Scalar>::epsilon();
  double greatest = 0;
  for (unsigned seed = 1; seed <= 5; ++seed) {
    std::mt19937 random(seed);
    // What is bound is the same in all precisions.
    const auto rounded = [](const Value& value) -> Value { return value.cast<Scalar>().template cast<double>(); };
    const Value a = rounded(conditioned(condition, definite, random));
    const Value b = rounded(a * drawn(size, 2, random)), g = rounded(drawn(size, size, random));
    const HardPoint point{{A, a}, {B, b}, {G, g}};
    const Matrix<long double> exact = value_as_written<long double>(y, point);
    const Matrix<long double> found = value_of_function<Scalar>(y, point).template cast<long double>();
    const long double error = (found - exact).cwiseAbs().maxCoeff() / exact.cwiseAbs().maxCoeff();
    greatest = std::max(greatest, static_cast<double>(error) / epsilon);
  }
  return greatest;
}

const double conditions[] = {1e2, 1e5, 1e8, 1e12};

/// Whether the error stays below `factor` times condition times ε.
void check_in_proportion(const Expr& y, double factor, bool definite = false) {
  for (const double condition : conditions) {
    CAPTURE(condition);
    CHECK(error_in_epsilons<double>(y, condition, definite) <= factor * condition);
  }
}
/// Whether it stays below `factor` times ε, whatever the condition.
void check_independent(const Expr& y, double factor, bool definite = false) {
  for (const double condition : conditions) {
    CAPTURE(condition);
    CHECK(error_in_epsilons<double>(y, condition, definite) <= factor);
  }
}

}  // namespace

TEST_CASE("condition to 1e12: inverse and solve err by at most ½ cond ε") {
  check_in_proportion(inverse(A), 0.5);
  check_in_proportion(solve(A, B), 0.5);
}

TEST_CASE("condition to 1e12: the derivatives of inverse and solve err by at most 2 cond ε") {
  check_in_proportion(gradient(dot(G, inverse(A)), A), 2);
  check_in_proportion(gradient(squared_norm(solve(A, B)), A), 2);
}

TEST_CASE("condition to 1e12: determinant, log_abs_det and its derivative err by at most ½ cond ε") {
  check_in_proportion(determinant(A), 0.5);
  check_in_proportion(log_abs_det(A), 0.5);
  check_in_proportion(gradient(log_abs_det(A), A), 0.5);
}

TEST_CASE("condition to 1e12: cholesky and its derivative err by at most ½ cond ε") {
  check_in_proportion(cholesky(A), 0.5, true);
  check_in_proportion(gradient(trace(cholesky(A)), A), 0.5, true);
}

TEST_CASE("condition to 1e12: eigenvalues and singular values err by at most 32 ε of the greatest") {
  check_independent(eigenvalues(A), 32, true);
  check_independent(singular_values(A), 32);
}

TEST_CASE("condition to 1e12: least_squares and pseudo_inverse err by at most cond ε") {
  check_in_proportion(least_squares(A, B), 1);
  check_in_proportion(pseudo_inverse(A), 1);
}

TEST_CASE("condition to 1e12: rcond tells the condition") {
  for (const double condition : conditions) {
    std::mt19937 random(1);
    const double told = value_as_written(rcond(A), {{A, conditioned(condition, false, random)}})(0, 0) * condition;
    // The 1-norm and the 2-norm differ by √n at most, in A and in A⁻¹.
    CHECK(told >= 0.99 / size);
    CHECK(told <= 1.01 * size);
  }
}

TEST_CASE("float: errors are those of double with float's ε, up to condition 1e5") {
  for (const double condition : {1e2, 1e5}) {
    CAPTURE(condition);
    CHECK(error_in_epsilons<float>(inverse(A), condition) <= 0.5 * condition);
    CHECK(error_in_epsilons<float>(log_abs_det(A), condition) <= 0.5 * condition);
    CHECK(error_in_epsilons<float>(eigenvalues(A), condition, true) <= 32);
    CHECK(error_in_epsilons<float>(singular_values(A), condition) <= 32);
  }
}

TEST_CASE("float: at condition 1e12 no digit is left, and rcond is below epsilon") {
  std::mt19937 random(1);
  const HardPoint at{{A, conditioned(1e12, false, random)}};
  CHECK(value_at<float>(rcond(A), at)(0, 0) < std::numeric_limits<float>::epsilon());
}

}  // namespace matgrad::tests::hard_points_condition_test
