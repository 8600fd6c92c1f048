#include <doctest/doctest.h>

#include <limits>
#include <random>
#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/packed_part.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/spectral.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "evaluation.hpp"
#include "op_table.hpp"
#include "support/error_text.hpp"
#include "support/random_values.hpp"
#include "support/reference_matrices.hpp"

namespace matgrad::tests {
namespace {

/// Not symmetric, with eigenvalues of the symmetric part about 2 apart.
Input spread(Index size) {
  return {.shape = {size, size}, .made = [](const Value& a) -> Value {
            Value result = a / 4;
            for (Index i = 0; i < a.rows(); ++i) result(i, i) += 2 * static_cast<double>(i) - 3;
            return result;
          }};
}

/// About 1, 2, 3, ….
Input ascending(Index size) {
  return {.shape = {size, 1}, .low = 0.9, .high = 1.1, .made = [](const Value& a) -> Value {
            Value result = a;
            for (Index i = 0; i < a.rows(); ++i) result(i, 0) += static_cast<double>(i);
            return result;
          }};
}

Value packed_by_eigen(const Value& a) {
  Value packed(a.rows(), a.rows() + 1);
  if (a.size() == 0) return packed;
  const SymmetricDecomposition symmetric_part = decomposed((a + a.transpose()) / 2);
  packed.col(0) = symmetric_part.values;
  for (Index j = 0; j < a.rows(); ++j) {
    Index greatest = 0;  // far ahead of the others in these cases
    const Eigen::VectorXd v = symmetric_part.vectors.col(j);
    v.cwiseAbs().maxCoeff(&greatest);
    packed.col(j + 1) = v(greatest) < 0 ? Eigen::VectorXd(-v) : v;
  }
  return packed;
}

Value divided_by_gaps(const Value& m, const Value& values) {
  Value result = Value::Zero(m.rows(), m.cols());
  for (Index i = 0; i < m.rows(); ++i)
    for (Index j = 0; j < m.cols(); ++j)
      if (i != j) result(i, j) = m(i, j) / (values(j) - values(i));
  return result;
}

}  // namespace

std::vector<OpRow> spectral_rows() {
  return {
      {.name = "eigh",
       .build = [](const Exprs& x) { return eigh(x[0]); },
       .value = [](const Values& x) { return packed_by_eigen(x[0]); },
       .cases = {{spread(3)}, {spread(5)}, {spread(1)}, {spread(2)}, {spread(0)}},
       .text = "eigh(A)",
       .adjoints = {"½ eigenvectors_part(Z, A) (as_diagonal(eigenvalues_part(G, A)) + "
                    "divide_by_gaps(eigenvectors_part(Z, A)ᵀ eigenvectors_part(G, A), eigenvalues_part(Z, A))) "
                    "eigenvectors_part(Z, A)ᵀ + ½ (eigenvectors_part(Z, A) (as_diagonal(eigenvalues_part(G, A)) + "
                    "divide_by_gaps(eigenvectors_part(Z, A)ᵀ eigenvectors_part(G, A), eigenvalues_part(Z, A))) "
                    "eigenvectors_part(Z, A)ᵀ)ᵀ"},
       .unfitting = {{{2, 3}}, {{1, 0}}}},
      {.name = "eigenvalues",
       .build = [](const Exprs& x) { return eigenvalues(x[0]); },
       .value = [](const Values& x) -> Value { return packed_by_eigen(x[0]).col(0); },
       .cases = {{spread(3)}, {spread(5)}, {spread(1)}, {spread(0)}},
       .text = "eigenvalues(A)",
       .adjoints = {"½ eigenvectors(A) as_diagonal(G) eigenvectors(A)ᵀ + ½ (eigenvectors(A) as_diagonal(G) "
                    "eigenvectors(A)ᵀ)ᵀ"},
       .unfitting = {{{2, 3}}}},
      {.name = "eigenvectors",
       .build = [](const Exprs& x) { return eigenvectors(x[0]); },
       .value = [](const Values& x) -> Value { return packed_by_eigen(x[0]).rightCols(x[0].cols()); },
       .cases = {{spread(3)}, {spread(4)}, {spread(0)}},
       .text = "eigenvectors(A)",
       .unfitting = {{{2, 3}}}},
      {.name = "divide_by_gaps",
       .build = [](const Exprs& x) { return divide_by_gaps(x[0], x[1]); },
       .value = [](const Values& x) { return divided_by_gaps(x[0], x[1]); },
       .cases = {{real(3, 3), ascending(3)},
                 {real(4, 4), ascending(4)},
                 {real(1, 1), ascending(1)},
                 {real(0, 0), ascending(0)}},
       .text = "divide_by_gaps(A, B)",
       .adjoints = {"divide_by_gaps(G, B)",
                    "row_sums(divide_by_gaps(G ∘ Z, B)) − column_sums(divide_by_gaps(G ∘ Z, B))ᵀ"},
       .unfitting = {{{2, 3}, {2, 1}}, {{3, 3}, {2, 1}}, {{3, 3}, {1, 3}}}},
      {.name = "packed_part",
       .build = [](const Exprs& x) { return packed_part(x[0], packed::right_singular_vectors, x[1]); },
       .value = [](const Values& x) -> Value {
         const Index k = std::min(x[1].rows(), x[1].cols());
         return x[0].block(0, k + 1, x[1].cols(), k);
       },
       .cases = {{real(3, 5), fixed(Value::Ones(2, 3))},
                 {real(3, 5), fixed(Value::Ones(3, 2))},
                 {real(2, 1), fixed(Value(0, 2))}},
       .text = "right_singular_vectors_part(A, B)",
       .adjoints = {"place_right_singular_vectors(G, B)", "0"},
       .unfitting = {{{3, 4}, {2, 3}}, {{2, 5}, {2, 3}}}},
      {.name = "placed_part",
       .build = [](const Exprs& x) { return placed_part(x[0], packed::triangular_factor, x[1]); },
       .value = [](const Values& x) -> Value {
         Value packed = Value::Zero(x[1].rows(), 2 * x[1].cols());
         packed.topRightCorner(x[0].rows(), x[0].cols()) = x[0];
         return packed;
       },
       .cases = {{real(2, 2), fixed(Value::Ones(3, 2))}, {real(0, 0), fixed(Value(3, 0))}},
       .text = "place_triangular_factor(A, B)",
       .adjoints = {"triangular_factor_part(G, B)", "0"},
       .unfitting = {{{2, 3}, {3, 2}}, {{1, 1}, {3, 2}}}},
  };
}

TEST_CASE("functions of eigenvalues have the stated value, derivatives and print") { check_rows(spectral_rows()); }

TEST_CASE_TEMPLATE("S = V diag(λ) Vᵀ with orthogonal V and ascending λ", Scalar, float, double, long double) {
  std::mt19937 random(1);
  for (const Index n : {1, 2, 3, 10, 60}) {
    const Expr a = variable("A", n, n);
    const Matrix<Scalar> at = uniform_matrix(n, n, random).cast<Scalar>();
    const Matrix<Scalar> packed = evaluated<Scalar>(eigh(a), {{a.id(), at}});
    const Matrix<Scalar> values = packed.col(0), v = packed.rightCols(n);
    const Matrix<Scalar> symmetric = (at + at.transpose()) / 2;
    const Scalar allowed = 8 * static_cast<Scalar>(n) * std::numeric_limits<Scalar>::epsilon();
    CAPTURE(n);
    CHECK((v * values.asDiagonal() * v.transpose() - symmetric).norm() <= allowed * symmetric.norm());
    CHECK((v.transpose() * v - Matrix<Scalar>::Identity(n, n)).norm() <= allowed);
    for (Index i = 1; i < n; ++i) CHECK(values(i - 1) <= values(i));
    const Matrix<Scalar> alone = evaluated<Scalar>(eigenvalues(a), {{a.id(), at}});
    CHECK((alone - values).norm() <= allowed * symmetric.norm());
  }
}

TEST_CASE_TEMPLATE("the sign of an eigenvector does not hang on rounding", Scalar, float, double, long double) {
  const Expr a = variable("A", 2, 2);
  for (const double turn : {1e-30, 0.0, -1e-30}) {
    const Value at{{turn, 1}, {1, -turn}};
    const Matrix<Scalar> v = evaluated<Scalar>(eigenvectors(a), {{a.id(), at.cast<Scalar>()}});
    CHECK(v(0, 0) > 0);
    CHECK(v(1, 0) < 0);
    CHECK(v(0, 1) > 0);
    CHECK(v(1, 1) > 0);
  }
}

TEST_CASE("eigenvectors of tied eigenvalues have no derivative, and the error names the two") {
  const Expr a = variable("A", 3, 3), b = variable("B", 3, 3);
  const Expr slope = gradient(dot(b, eigenvectors(a)), a);
  std::mt19937 random(2);
  const Value weights = uniform_matrix(3, 3, random);
  const auto at = [&](const Value& point) {
    return evaluated<double>(slope, {{a.id(), point}, {b.id(), weights}});
  };
  const Eigen::Vector3d two_alike(1, 1, 2);
  const Value turned = orthogonal_factor_of(uniform_matrix(3, 3, random));
  for (const Value& point :
       {Value(2 * Value::Identity(3, 3)), Value(two_alike.asDiagonal()), Value(Value::Zero(3, 3)),
        Value(turned * two_alike.asDiagonal() * turned.transpose())}) {
    const std::string text = text_of<DerivativeError>([&] { at(point); });
    CAPTURE(text);
    CHECK(has(text, "eigenvalues 1 and 2 of 3 are tied"));
    CHECK(has(text, "Ties::subspace"));
  }
  CHECK(has(text_of<DerivativeError>([&] { at(two_alike.asDiagonal()); }), ": 1 and 1\n"));
  const Eigen::Vector3d last_alike(1, 2, 2);
  CHECK(has(text_of<DerivativeError>([&] { at(last_alike.asDiagonal()); }),
            "eigenvalues 2 and 3 of 3 are tied: 2 and 2"));
  const Eigen::Vector3d apart(1, 1 + 1e-9, 2);
  CHECK(at(apart.asDiagonal()).allFinite());
}

TEST_CASE("with Ties::subspace a loss of whole invariant subspaces has its derivative") {
  // P projects on the first two of the eigenvalues 1, 1, 2: Ṗ₁₃ = Ȧ₁₃ / (1 − 2).
  const Expr a = variable("A", 3, 3), b = variable("B", 3, 3);
  const Expr v = slice(eigenvectors(a, Ties::subspace), 0, 0, 3, 2);
  const Expr slope = gradient(dot(b, v * transpose(v)), a);
  const Value weights{{5, 1, 2}, {1, 7, 3}, {2, 3, -4}};
  const Value expected{{0, 0, -2}, {0, 0, -3}, {-2, -3, 0}};
  std::mt19937 random(4);
  const Value turned = orthogonal_factor_of(uniform_matrix(3, 3, random));
  const Value at = Eigen::Vector3d(1, 1, 2).asDiagonal();
  for (const Value& q : {Value(Value::Identity(3, 3)), turned}) {
    const Value value =
        evaluated<double>(slope, {{a.id(), q * at * q.transpose()}, {b.id(), q * weights * q.transpose()}});
    CHECK((value - q * expected * q.transpose()).norm() <= 1e-13);
  }
}

TEST_CASE("eigenvalues need no gap for the first derivative, and refuse the second") {
  const Expr a = variable("A", 3, 3), b = variable("B", 3, 3);
  const Expr loss = squared_norm(eigenvalues(a));
  const Expr slope = gradient(loss, a);
  const Expr curvature = hessian_product(loss, a, b);
  const Value direction{{1, 2, 3}, {2, 4, 5}, {3, 5, 6}};
  for (const Value& at : {Value(2 * Value::Identity(3, 3)), Value(Eigen::Vector3d(1, 1, 2).asDiagonal()),
                          Value(Value::Zero(3, 3))}) {
    CHECK((evaluated<double>(slope, {{a.id(), at}}) - 2 * at).norm() <= 1e-14);
    CHECK_THROWS_AS(evaluated<double>(curvature, {{a.id(), at}, {b.id(), direction}}), DerivativeError);
    // The same loss as the trace of a matrix function has all of them.
    const Expr through = hessian_product(trace(symmetric_power(a, 2)), a, b);
    CHECK((evaluated<double>(through, {{a.id(), at}, {b.id(), direction}}) - 2 * direction).norm() <= 1e-13);
  }
  const Value apart = Eigen::Vector3d(1, 2, 4).asDiagonal();
  CHECK((evaluated<double>(curvature, {{a.id(), apart}, {b.id(), direction}}) - 2 * direction).norm() <= 1e-13);
}

TEST_CASE_TEMPLATE("the derivative of eigenvectors loses only what their gap takes", Scalar, float, double) {
  std::mt19937 random(3);
  const Expr a = variable("A", 4, 4), b = variable("B", 4, 4);
  const Expr slope = gradient(dot(b, eigenvectors(a)), a);
  const Value q = orthogonal_factor_of(uniform_matrix(4, 4, random));
  const Value weights = uniform_matrix(4, 4, random);
  for (const double gap : {1.0, 1e-1, 1e-2, 1e-3}) {
    const Eigen::Vector4d values(1, 1 + gap, 3, 5);
    const Matrix<Scalar> at = (q * values.asDiagonal() * q.transpose()).eval().cast<Scalar>();
    const Matrix<Scalar> narrow = evaluated<Scalar>(slope, {{a.id(), at}, {b.id(), weights.cast<Scalar>()}});
    const Matrix<long double> wide =
        evaluated<long double>(slope, {{a.id(), at.template cast<long double>()},
                                       {b.id(), weights.cast<Scalar>().template cast<long double>()}});
    const long double error = (narrow.template cast<long double>() - wide).norm() / wide.norm();
    CAPTURE(gap);
    CHECK(static_cast<double>(error) <= 100 * static_cast<double>(std::numeric_limits<Scalar>::epsilon()) / gap);
  }
}

TEST_CASE("eigenvalues of what is not finite are refused") {
  const Expr a = variable("A", 2, 2);
  Value at = Value::Identity(2, 2);
  at(1, 0) = std::numeric_limits<double>::quiet_NaN();
  for (const Expr& z : {eigh(a), eigenvalues(a)}) {
    const std::string text = text_of<NonFiniteError>([&] { evaluated<double>(z, {{a.id(), at}}); });
    CHECK(has(text, "entry (1, 0)"));
  }
}

}  // namespace matgrad::tests
