#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/matrix_function.hpp>
#include <matgrad/autodiff/operations/matrix_norm.hpp>
#include <matgrad/autodiff/operations/order.hpp>
#include <matgrad/autodiff/operations/orthogonal.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/singular_values.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>
#include <matgrad/autodiff/operations/spectral.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "hard_points.hpp"

namespace matgrad::tests::hard_points_size_test {
namespace {

const Expr none = variable("N", 0, 0), one = variable("a", 1, 1);
const HardPoint empty{{none, Value(0, 0)}};

double number(const Expr& y, const HardPoint& point) { return value_at(y, point)(0, 0); }

}  // namespace

TEST_CASE("n = 0: empty sums are 0, empty products are 1") {
  for (const Expr& y : {sum(none), trace(none), norm(none), squared_norm(none), log_det(none), nuclear_norm(none),
                        spectral_norm(none), one_norm(none)})
    CHECK(number(y, empty) == 0);
  CHECK(number(determinant(none), empty) == 1);
  CHECK(number(rcond(none), empty) == 1);
  for (const Expr& y : {determinant(none), log_det(none), norm(none), nuclear_norm(none)})
    CHECK(value_at(gradient(y, none), empty).size() == 0);
}

TEST_CASE("n = 0: decompositions are empty") {
  for (const Expr& y : {inverse(none), solve(none, none), cholesky(none), cofactor(none), symmetric_exp(none),
                        matrix_exponential(none), matrix_power(none, 3), pseudo_inverse(none)})
    CHECK(value_at(y, empty).size() == 0);
  CHECK(value_at(eigenvalues(none), empty).rows() == 0);
  CHECK(value_at(singular_values(none), empty).rows() == 0);
}

TEST_CASE("n = 0: logsumexp is −∞, softmax empty") {
  const Expr column = variable("c", 0, 1);
  const HardPoint point{{column, Value(0, 1)}};
  CHECK(number(logsumexp(column), point) == -std::numeric_limits<double>::infinity());
  CHECK(value_at(softmax(column), point).size() == 0);
}

TEST_CASE("n = 0: mean and the extremes are refused when built") {
  CHECK_THROWS_AS(mean(none), ShapeError);
  CHECK_THROWS_AS(max(none), ShapeError);
  CHECK_THROWS_AS(column_max(variable("c", 0, 1)), ShapeError);
  CHECK_THROWS_AS(argmax(none), ShapeError);
}

TEST_CASE("n = 1: matrix functions are those of a number") {
  const HardPoint point{{one, Value::Constant(1, 1, 4)}};
  const auto check = [&](const Expr& y, double value, double slope) {
    CHECK(number(y, point) == doctest::Approx(value).epsilon(1e-14));
    CHECK(number(gradient(y, one), point) == doctest::Approx(slope).epsilon(1e-14));
  };
  check(inverse(one), 0.25, -1.0 / 16);
  check(cholesky(one), 2, 0.25);
  check(determinant(one), 4, 1);
  check(log_det(one), std::log(4), 0.25);
  check(eigenvalues(one), 4, 1);
  check(eigenvectors(one), 1, 0);
  check(singular_values(one), 4, 1);
  check(symmetric_sqrt(one), 2, 0.25);
  check(matrix_power(one, 3), 64, 48);
  check(pseudo_inverse(one), 0.25, -1.0 / 16);
  check(orthogonal_factor(one), 1, 0);
  check(norm(one), 4, 1);
  check(logsumexp(one), 4, 1);
  check(softmax(one), 1, 0);
  check(matrix_exponential(one), std::exp(4), std::exp(4));
}

TEST_CASE("n = 1: the determinant of 0 has the derivative 1") {
  const HardPoint point{{one, Value::Zero(1, 1)}};
  CHECK(number(determinant(one), point) == 0);
  CHECK(number(gradient(determinant(one), one), point) == 1);
}

}  // namespace matgrad::tests::hard_points_size_test
