#include <doctest/doctest.h>

#include <cmath>

#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix_norm.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/singular_values.hpp>
#include <matgrad/autodiff/operations/spectral.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "hard_points.hpp"

namespace matgrad::tests::hard_points_spectrum_test {
namespace {

const Expr A = variable("A", 3, 3), B = variable("B", 3, 3);
const Value twice = 2 * Value::Identity(3, 3);
const Value two_equal = diagonal_matrix({1, 1, 2});
const Value zero = Value::Zero(3, 3);
const Value rank_one{{1, 2, 0}, {2, 4, 0}, {0, 0, 0}};
const Value weights{{5, 1, 3}, {1, 7, 6}, {3, 6, -4}};  // symmetric

}  // namespace

TEST_CASE_TEMPLATE("repeated eigenvalues: the derivative of eigenvectors throws", Scalar, float, double) {
  const Expr slope = gradient(dot(B, eigenvectors(A)), A);
  CHECK(error_at<DerivativeError, Scalar>(slope, {{A, twice}, {B, weights}}) ==
        "divide_by_gaps: eigenvalues 1 and 2 of 3 are tied: 2 and 2");
  CHECK(error_at<DerivativeError, Scalar>(slope, {{A, two_equal}, {B, weights}}) ==
        "divide_by_gaps: eigenvalues 1 and 2 of 3 are tied: 1 and 1");
  const Matrix<Scalar> v = value_at<Scalar>(eigenvectors(A), {{A, twice}});
  CHECK((v.transpose() * v - Matrix<Scalar>::Identity(3, 3)).norm() <= Scalar(1e-6));
}

TEST_CASE("repeated eigenvalues: with Ties::subspace a loss of whole subspaces has its derivative") {
  // P = v₁v₁ᵀ + v₂v₂ᵀ for the eigenvalues 1, 1, 2: Ṗᵢ₃ = Ȧᵢ₃ / (1 − 2) for i = 1, 2, for symmetric Ȧ.
  const Expr pair = slice(eigenvectors(A, Ties::subspace), 0, 0, 3, 2);
  const Value slope = value_at(gradient(dot(B, pair * transpose(pair)), A), {{A, two_equal}, {B, weights}});
  CHECK(agree(slope, Value{{0, 0, -3}, {0, 0, -6}, {-3, -6, 0}}, 1e-14));
}

TEST_CASE_TEMPLATE("repeated eigenvalues: eigenvalues have a first derivative, the second throws", Scalar, float,
                   double) {
  const Expr loss = squared_norm(eigenvalues(A));
  for (const Value& at : {twice, two_equal, zero}) {
    const Matrix<double> slope = value_at<Scalar>(gradient(loss, A), {{A, at}}).template cast<double>();
    CHECK(agree(slope, 2 * at, 1e-6));
    CHECK_FALSE((error_at<DerivativeError, Scalar>(hessian_product(loss, A, B), {{A, at}, {B, weights}})).empty());
  }
}

TEST_CASE("repeated eigenvalues: symmetric_function has its value and three derivatives") {
  // At c I every function is that of a number: Dᵏf[E, …, E] = f⁽ᵏ⁾(c) Eᵏ.
  const Expr first = hessian_product(trace(symmetric_exp(A)), A, B);
  const Expr second = hessian_product(dot(B, symmetric_exp(A)), A, B);
  const HardPoint at{{A, twice}, {B, weights}};
  CHECK(agree(value_at(symmetric_exp(A), at), std::exp(2) * Value::Identity(3, 3), 1e-14));
  CHECK(agree(value_at(gradient(trace(symmetric_exp(A)), A), at), std::exp(2) * Value::Identity(3, 3), 1e-14));
  CHECK(agree(value_at(first, at), std::exp(2) * weights, 1e-14));
  CHECK(agree(value_at(second, at), std::exp(2) * weights * weights, 1e-14));
  const Expr third = gradient(dot(B, second), A);
  CHECK(agree(value_at(third, at), std::exp(2) * weights * weights * weights, 1e-13));
}

TEST_CASE("nearly repeated eigenvalues: the derivative is divided by the gap") {
  const Expr E = variable("E", 2, 2), G = variable("G", 2, 2);
  for (const double gap : {1e-3, 1e-8, 1e-12}) {
    const HardPoint at{{E, diagonal_matrix({1, 1 + gap})}, {G, Value{{0, 1}, {0, 0}}}};
    const Value slope = value_at(gradient(dot(G, eigenvectors(E)), E), at);
    // v₂ turns towards v₁ by Ȧ₁₂ / (λ₂ − λ₁); the difference of the rounded eigenvalues is exact.
    const double exact = 0.5 / ((1 + gap) - 1);
    CHECK(agree(slope, Value{{0, exact}, {exact, 0}}, 1e-14));
  }
}

TEST_CASE("repeated singular values: the derivative of singular vectors throws") {
  const HardPoint at{{A, twice}, {B, weights}};
  CHECK(error_at<DerivativeError>(gradient(dot(B, left_singular_vectors(A)), A), at) ==
        "divide_by_gaps: singular values 1 and 2 of 3 are tied: 2 and 2");
  CHECK(error_at<DerivativeError>(gradient(dot(B, right_singular_vectors(A)), A), at) ==
        "divide_by_gaps: singular values 1 and 2 of 3 are tied: 2 and 2");
}

TEST_CASE("zero singular values: the derivative of singular vectors throws") {
  const HardPoint at{{A, diagonal_matrix({3, 2, 0})}, {B, weights}};
  CHECK(error_at<DerivativeError>(gradient(dot(B, left_singular_vectors(A)), A), at) ==
        "divide_by_sums: singular value 3 of 3 is zero to rounding: 0");
}

TEST_CASE_TEMPLATE("repeated or zero singular values: they have a first derivative, the second throws", Scalar,
                   float, double) {
  const Expr loss = squared_norm(singular_values(A));
  for (const Value& at : {twice, zero, rank_one}) {
    const Matrix<double> slope = value_at<Scalar>(gradient(loss, A), {{A, at}}).template cast<double>();
    CHECK(agree(slope, 2 * at, 1e-6));
    CHECK_FALSE((error_at<DerivativeError, Scalar>(gradient(sum(gradient(loss, A)), A), {{A, at}})).empty());
  }
}

TEST_CASE("zero singular values: nuclear_norm has its least subgradient") {
  CHECK(agree(value_at(nuclear_norm(A), {{A, rank_one}}), Value::Constant(1, 1, 5), 1e-15));
  CHECK(agree(value_at(gradient(nuclear_norm(A), A), {{A, rank_one}}), rank_one / 5, 1e-15));
  CHECK(value_at(gradient(nuclear_norm(A), A), {{A, zero}}) == zero);
}

TEST_CASE("repeated or zero singular values: spectral_norm has one subgradient") {
  const Value slope = value_at(gradient(spectral_norm(A), A), {{A, twice}});
  CHECK(agree(value_at(spectral_norm(A), {{A, twice}}), Value::Constant(1, 1, 2), 1e-15));
  // u₁v₁ᵀ: of norm 1, rank 1 and trace 1, since u₁ = v₁ for 2I.
  CHECK(slope.norm() == doctest::Approx(1));
  CHECK(slope.trace() == doctest::Approx(1));
  CHECK(value_at(gradient(spectral_norm(A), A), {{A, zero}}) == zero);
}

TEST_CASE("equal columns or rows: one_norm and infinity_norm take the first") {
  const Value at{{1, -2, 0}, {-2, 1, 3}, {0, 0, 0}};
  CHECK(value_at(gradient(one_norm(A), A), {{A, at}}) == Value{{1, 0, 0}, {-1, 0, 0}, {0, 0, 0}});
  CHECK(value_at(gradient(infinity_norm(A), A), {{A, at.transpose()}}) == Value{{1, -1, 0}, {0, 0, 0}, {0, 0, 0}});
}

TEST_CASE("zero eigenvalue: symmetric_sqrt has a value, its derivative throws") {
  const Value semidefinite = diagonal_matrix({4, 1, 0});
  CHECK(agree(value_at(symmetric_sqrt(A), {{A, semidefinite}}), diagonal_matrix({2, 1, 0}), 1e-15));
  CHECK(error_at<DerivativeError>(gradient(trace(symmetric_sqrt(A)), A), {{A, semidefinite}}) ==
        "symmetric_sqrt: eigenvalue 1 of 3 is 0, where derivative 1 of the power 0.5 is infinite");
}

TEST_CASE("zero or negative eigenvalue: symmetric_log and powers throw") {
  const HardPoint semidefinite{{A, diagonal_matrix({4, 1, 0})}}, indefinite{{A, diagonal_matrix({4, 1, -1})}};
  CHECK(error_at<SingularError>(symmetric_log(A), semidefinite) ==
        "symmetric_log: eigenvalue 1 of 3 is 0: the matrix is singular");
  CHECK(error_at<SingularError>(symmetric_inverse_sqrt(A), semidefinite) ==
        "symmetric_inverse_sqrt: eigenvalue 1 of 3 is 0: the matrix is singular");
  CHECK(error_at<DomainError>(symmetric_log(A), indefinite) == "symmetric_log: eigenvalue 1 of 3 is -1, negative");
  CHECK(error_at<DomainError>(symmetric_sqrt(A), indefinite) ==
        "symmetric_sqrt: eigenvalue 1 of 3 is -1, negative");
}

}  // namespace matgrad::tests::hard_points_spectrum_test
