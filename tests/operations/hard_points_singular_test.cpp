#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/matrix_function.hpp>
#include <matgrad/autodiff/operations/orthogonal.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/spectral.hpp>
#include <matgrad/autodiff/operations/triangular.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "cofactors_by_minors.hpp"
#include "hard_points.hpp"

namespace matgrad::tests::hard_points_singular_test {
namespace {

const Expr A = variable("A", 3, 3), B = variable("B", 3, 3), D = variable("D", 3, 3);
const Value corank_one{{1, 2, 3}, {2, 4, 6}, {1, 0, 2}};
const Value corank_two{{1, 2, 3}, {2, 4, 6}, {-1, -2, -3}};
const Value direction{{1, -1, 2}, {0, 1, 1}, {3, 1, -2}};
/// Exactly singular, but not in floating point: elimination leaves a pivot of about ε.
const Value counting{{1, 2, 3}, {4, 5, 6}, {7, 8, 9}};

}  // namespace

TEST_CASE_TEMPLATE("singular: inverse and solve throw", Scalar, float, double) {
  const HardPoint at{{A, corank_one}, {B, direction}};
  CHECK(error_at<SingularError, Scalar>(inverse(A), at) ==
        "inverse: pivot 3 of 3 in the LU factorisation is zero: the matrix is singular");
  CHECK(error_at<SingularError, Scalar>(solve(A, B), at) ==
        "solve: pivot 3 of 3 in the LU factorisation is zero: the matrix is singular");
  CHECK_FALSE((error_at<SingularError, Scalar>(inverse(A), {{A, Value::Zero(3, 3)}})).empty());
  CHECK_FALSE((error_at<SingularError, Scalar>(gradient(sum(inverse(A)), A), at)).empty());
}

TEST_CASE_TEMPLATE("singular: log_det and log_abs_det throw", Scalar, float, double) {
  const HardPoint at{{A, corank_one}};
  CHECK(error_at<SingularError, Scalar>(log_det(A), at) ==
        "log_det: pivot 3 of 3 in the LU factorisation is zero: the matrix is singular");
  CHECK(error_at<SingularError, Scalar>(log_abs_det(A), at) ==
        "log_abs_det: pivot 3 of 3 in the LU factorisation is zero: the matrix is singular");
  CHECK_FALSE((error_at<SingularError, Scalar>(gradient(log_det(A), A), at)).empty());
}

TEST_CASE("negative determinant: log_det throws, log_abs_det and its derivative are exact") {
  const Value exchanged{{0, 2, 0}, {1, 0, 0}, {0, 0, 4}};
  const HardPoint at{{A, exchanged}};
  CHECK(error_at<DomainError>(log_det(A), at) == "log_det: the determinant is negative");
  CHECK(agree(value_at(log_abs_det(A), at), Value::Constant(1, 1, std::log(8)), 1e-15));
  CHECK(agree(value_at(gradient(log_abs_det(A), A), at), Value{{0, 0.5, 0}, {1, 0, 0}, {0, 0, 0.25}}, 1e-15));
}

TEST_CASE_TEMPLATE("corank 1: determinant, its derivative and its second derivative are exact", Scalar, float,
                   double) {
  const HardPoint at{{A, corank_one}, {D, direction}};
  const double tolerance = 64 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
  REQUIRE(cofactors_by_minors(corank_one).norm() > 0);
  const auto value = [&](const Expr& y) { return value_at<Scalar>(y, at).template cast<double>().eval(); };
  CHECK(agree(value(determinant(A)), Value::Zero(1, 1), tolerance));
  CHECK(agree(value(gradient(determinant(A), A)), cofactors_by_minors(corank_one), tolerance));
  CHECK(agree(value(hessian_product(determinant(A), A, D)), cofactor_change_by_minors(corank_one, direction),
              tolerance));
}

TEST_CASE_TEMPLATE("corank 2: the derivative of the determinant is 0, the second one exact", Scalar, float,
                   double) {
  const HardPoint at{{A, corank_two}, {D, direction}};
  const double tolerance = 64 * static_cast<double>(std::numeric_limits<Scalar>::epsilon());
  const Value second = cofactor_change_by_minors(corank_two, direction);
  REQUIRE(second.norm() > 0);
  const auto value = [&](const Expr& y) { return value_at<Scalar>(y, at).template cast<double>().eval(); };
  CHECK(agree(value(determinant(A)), Value::Zero(1, 1), tolerance));
  CHECK(agree(value(gradient(determinant(A), A)), Value::Zero(3, 3), 8 * tolerance));
  CHECK(agree(value(hessian_product(determinant(A), A, D)), second, tolerance));
}

TEST_CASE("singular: the third derivative of the determinant throws") {
  const Expr third = gradient(dot(B, hessian_product(determinant(A), A, D)), A);
  CHECK(error_at<SingularError>(third, {{A, corank_one}, {B, direction}, {D, direction}}) ==
        "inverse: pivot 3 of 3 in the LU factorisation is zero: the matrix is singular");
}

TEST_CASE("nearly singular: inverse, solve, determinant and log_det have the digits that rcond says") {
  const Expr S = variable("S", 2, 2), b = variable("b", 2);
  // The inverse of [[1, 1], [1, 1 + δ]] is [[1 + δ, −1], [−1, 1]] / δ; δ is a power of two, so nothing is rounded.
  for (const double delta : {0x1p-20, 0x1p-40, 0x1p-52}) {
    const HardPoint at{{S, Value{{1, 1}, {1, 1 + delta}}}, {b, Value{{1}, {2}}}};
    const Value exact = Value{{1 + delta, -1}, {-1, 1}} / delta;
    CHECK(agree(value_at(inverse(S), at), exact, 1e-15));
    CHECK(agree(value_at(solve(S, b), at), exact * Value{{1}, {2}}, 1e-15));
    CHECK(value_at(determinant(S), at)(0, 0) == delta);
    CHECK(value_at(log_det(S), at)(0, 0) == doctest::Approx(std::log(delta)).epsilon(1e-15));
    CHECK(agree(value_at(gradient(log_det(S), S), at), exact, 1e-15));
    CHECK(agree(value_at(gradient(determinant(S), S), at), exact * delta, 1e-15));
    CHECK(value_at(rcond(S), at)(0, 0) == doctest::Approx(delta / 4).epsilon(1e-5));
  }
  CHECK(value_at(rcond(S), {{S, Value::Ones(2, 2)}})(0, 0) == 0);
}

TEST_CASE("singular but for rounding: inverse passes, and rcond is below epsilon") {
  const HardPoint at{{A, counting}};
  CHECK(value_as_written(inverse(A), at).allFinite());
  CHECK(value_at(rcond(A), at)(0, 0) < std::numeric_limits<double>::epsilon());
}

TEST_CASE("dependent columns: qr, pseudo_inverse and least_squares throw") {
  const Expr T = variable("T", 4, 3), Y = variable("Y", 4, 1);
  Value dependent{{1, 2, 3}, {2, 0, 2}, {1, 1, 2}, {0, 5, 5}};
  const HardPoint at{{T, dependent}, {Y, Value::Ones(4, 1)}};
  CHECK(error_at<SingularError>(qr(T), at) ==
        "qr: column 3 of 3 is, to rounding, a combination of those before it");
  CHECK(error_at<SingularError>(pseudo_inverse(T), at) ==
        "pseudo_inverse: column 3 of 3 is, to rounding, a combination of those before it");
  CHECK(error_at<SingularError>(least_squares(T, Y), at) ==
        "least_squares: column 3 of 3 is, to rounding, a combination of those before it");
}

TEST_CASE("zero on the diagonal: triangular_solve throws") {
  const Value lower{{1, 0, 0}, {2, 0, 0}, {3, 4, 5}};
  CHECK(error_at<SingularError>(triangular_solve(A, B, Triangle::lower), {{A, lower}, {B, direction}}) ==
        "triangular_solve: diagonal entry 2 of 3 is zero: the matrix is singular");
}

TEST_CASE("singular: matrix_power is the identity for 0, and throws for negative exponents") {
  const HardPoint at{{A, corank_two}};
  CHECK(value_at(matrix_power(A, 0), at) == Value::Identity(3, 3));
  CHECK(value_at(gradient(sum(matrix_power(A, 0)), A), at) == Value::Zero(3, 3));
  CHECK(error_at<SingularError>(matrix_power(A, -1), at) ==
        "inverse: pivot 2 of 3 in the LU factorisation is zero: the matrix is singular");
}

TEST_CASE_TEMPLATE("semidefinite or indefinite: cholesky throws", Scalar, float, double) {
  const Value ones = Value::Ones(3, 3);
  CHECK(error_at<NotPositiveDefiniteError, Scalar>(cholesky(A), {{A, ones}}) ==
        "cholesky: pivot 2 of 3 is 0, not a positive number");
  CHECK(error_at<NotPositiveDefiniteError, Scalar>(cholesky(A), {{A, diagonal_matrix({1, -4, 1})}}) ==
        "cholesky: pivot 2 of 3 is -4, not a positive number");
}

TEST_CASE("asymmetric: cholesky, eigenvalues and symmetric_function take the symmetric part") {
  const Value skew{{0, 1, -2}, {-1, 0, 3}, {2, -3, 0}};
  const Value symmetric{{4, 1, 0}, {1, 5, 2}, {0, 2, 6}};
  for (const Expr& y : {cholesky(A), eigenvalues(A), symmetric_log(A)}) {
    const Value part = value_at(y, {{A, symmetric}}), slope = value_at(gradient(sum(y), A), {{A, symmetric}});
    CHECK(agree(value_at(y, {{A, symmetric + skew}}), part, 1e-15));
    CHECK(agree(value_at(gradient(sum(y), A), {{A, symmetric + skew}}), slope, 1e-14));
    CHECK(agree(slope, slope.transpose(), 1e-15));
  }
}

TEST_CASE("asymmetric: a value for a variable declared symmetric throws") {
  const Expr S = variable("S", 2, 2, Fact::symmetric);
  CHECK(error_of_function<DomainError>(trace(S), {{S, Value{{1, 2}, {3, 4}}}}) ==
        "the variable S (2×2) is declared symmetric, but entry (1, 0) is 3 and entry (0, 1) is 2 in the value "
        "given");
}

}  // namespace matgrad::tests::hard_points_singular_test
