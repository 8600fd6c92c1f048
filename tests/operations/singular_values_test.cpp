#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/singular_values.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "evaluation.hpp"
#include "op_table.hpp"
#include "support/error_text.hpp"
#include "support/reference_matrices.hpp"

namespace matgrad::tests {
namespace {

/// Singular values of about 2, 4, 6, ….
Input graded(Index rows, Index cols) {
  return {.shape = {rows, cols}, .made = [](const Value& a) -> Value {
            Value result = a / 4;
            for (Index i = 0; i < std::min(a.rows(), a.cols()); ++i)
              result(i, i) += 2 * static_cast<double>(i + 1);
            return result;
          }};
}

/// About 1, 2, 3, ….
Input increasing(Index size) {
  return {.shape = {size, 1}, .low = 0.9, .high = 1.1, .made = [](const Value& a) -> Value {
            Value result = a;
            for (Index i = 0; i < a.rows(); ++i) result(i, 0) += static_cast<double>(i);
            return result;
          }};
}

struct Parts {
  Value u, values, v;
};

/// By the eigenvalues of the smaller of AᵀA and AAᵀ; these cases are well conditioned.
Parts by_gram(const Value& a) {
  if (a.rows() < a.cols()) {
    const Parts other = by_gram(a.transpose());
    Parts parts{other.v, other.values, other.u};
    for (Index j = 0; j < parts.u.cols(); ++j) {
      Index greatest = 0;
      parts.u.col(j).cwiseAbs().maxCoeff(&greatest);
      if (parts.u(greatest, j) > 0) continue;
      parts.u.col(j) *= -1;
      parts.v.col(j) *= -1;
    }
    return parts;
  }
  const Index n = a.cols();
  Parts parts{Value(a.rows(), n), Value(n, 1), Value(n, n)};
  if (n == 0) return parts;
  const SymmetricDecomposition gram = decomposed(a.transpose() * a);
  for (Index j = 0; j < n; ++j) {
    parts.values(j, 0) = std::sqrt(gram.values(n - 1 - j));
    parts.v.col(j) = gram.vectors.col(n - 1 - j);
    parts.u.col(j) = a * parts.v.col(j) / parts.values(j, 0);
    Index greatest = 0;  // far ahead of the others in these cases
    parts.u.col(j).cwiseAbs().maxCoeff(&greatest);
    if (parts.u(greatest, j) > 0) continue;
    parts.u.col(j) *= -1;
    parts.v.col(j) *= -1;
  }
  return parts;
}

Value packed_by_gram(const Value& a) {
  const Parts parts = by_gram(a);
  const Index k = parts.values.rows();
  Value packed = Value::Zero(std::max(a.rows(), a.cols()), 2 * k + 1);
  packed.topLeftCorner(a.rows(), k) = parts.u;
  packed.col(k).head(k) = parts.values;
  packed.topRightCorner(a.cols(), k) = parts.v;
  return packed;
}

Value divided_by_sums(const Value& m, const Value& values) {
  Value result = m;
  for (Index i = 0; i < m.rows(); ++i)
    for (Index j = 0; j < m.cols(); ++j) result(i, j) /= values(i) + values(j);
  return result;
}

}  // namespace

std::vector<OpRow> singular_value_rows() {
  const std::vector<Case> shapes{{graded(4, 3)}, {graded(3, 3)}, {graded(2, 4)}, {graded(1, 1)}, {graded(3, 1)},
                                 {graded(1, 2)}, {graded(3, 0)}, {graded(0, 2)}, {graded(0, 0)}};
  return {
      {.name = "svd",
       .build = [](const Exprs& x) { return svd(x[0]); },
       .value = [](const Values& x) { return packed_by_gram(x[0]); },
       .cases = shapes,
       .text = "svd(A)",
       .adjoints = {"left_singular_vectors_part(Z, A) (as_diagonal(singular_values_part(G, A)) + "
                    "divide_by_gaps(½ left_singular_vectors_part(Z, A)ᵀ left_singular_vectors_part(G, A) − ½ "
                    "(left_singular_vectors_part(Z, A)ᵀ left_singular_vectors_part(G, A))ᵀ + ½ "
                    "right_singular_vectors_part(Z, A)ᵀ right_singular_vectors_part(G, A) − ½ "
                    "(right_singular_vectors_part(Z, A)ᵀ right_singular_vectors_part(G, A))ᵀ, "
                    "singular_values_part(Z, A)) + divide_by_sums(½ left_singular_vectors_part(Z, A)ᵀ "
                    "left_singular_vectors_part(G, A) − ½ (left_singular_vectors_part(Z, A)ᵀ "
                    "left_singular_vectors_part(G, A))ᵀ − ½ right_singular_vectors_part(Z, A)ᵀ "
                    "right_singular_vectors_part(G, A) + ½ (right_singular_vectors_part(Z, A)ᵀ "
                    "right_singular_vectors_part(G, A))ᵀ, singular_values_part(Z, A))) "
                    "right_singular_vectors_part(Z, A)ᵀ + (left_singular_vectors_part(G, A) − "
                    "left_singular_vectors_part(Z, A) (left_singular_vectors_part(Z, A)ᵀ "
                    "left_singular_vectors_part(G, A))) divide_by_sums(2 I, singular_values_part(Z, A)) "
                    "right_singular_vectors_part(Z, A)ᵀ"}},
      {.name = "singular_values",
       .build = [](const Exprs& x) { return singular_values(x[0]); },
       .value = [](const Values& x) { return by_gram(x[0]).values; },
       .cases = shapes,
       .text = "singular_values(A)",
       .adjoints = {"left_singular_vectors(A) as_diagonal(G ∘ nonzero_values(Z)) right_singular_vectors(A)ᵀ"}},
      {.name = "left_singular_vectors",
       .build = [](const Exprs& x) { return left_singular_vectors(x[0]); },
       .value = [](const Values& x) { return by_gram(x[0]).u; },
       .cases = {{graded(4, 3)}, {graded(3, 3)}, {graded(3, 0)}},  // where each term of the adjoint counts
       .text = "left_singular_vectors(A)"},
      {.name = "right_singular_vectors",
       .build = [](const Exprs& x) { return right_singular_vectors(x[0]); },
       .value = [](const Values& x) { return by_gram(x[0]).v; },
       .cases = {{graded(2, 4)}, {graded(3, 3)}, {graded(0, 2)}},
       .text = "right_singular_vectors(A)"},
      {.name = "divide_by_sums",
       .build = [](const Exprs& x) { return divide_by_sums(x[0], x[1]); },
       .value = [](const Values& x) { return divided_by_sums(x[0], x[1]); },
       .cases = {{real(3, 3), increasing(3)},
                 {real(4, 4), increasing(4)},
                 {real(1, 1), increasing(1)},
                 {real(0, 0), increasing(0)}},
       .text = "divide_by_sums(A, B)",
       .adjoints = {"divide_by_sums(G, B)",
                    "−row_sums(divide_by_sums(G ∘ Z, B)) − column_sums(divide_by_sums(G ∘ Z, B))ᵀ"},
       .unfitting = {{{2, 3}, {2, 1}}, {{3, 3}, {2, 1}}, {{3, 3}, {1, 3}}}},
      {.name = "nonzero_values",
       .build = [](const Exprs& x) { return nonzero_values(x[0]); },
       .value = [](const Values& x) -> Value { return (x[0].array() > 1e-15).cast<double>(); },
       .cases = {{fixed(Value{{3}, {1e-3}, {1e-19}, {0}})}, {fixed(Value{{0}})}, {fixed(Value(0, 1))}},
       .text = "nonzero_values(A)",
       .unfitting = {{{2, 3}}}},
  };
}

TEST_CASE("singular values and vectors have the stated value, derivatives and print") {
  check_rows(singular_value_rows());
}

namespace {

template <class Scalar>
void check_decomposition(const Matrix<Scalar>& at) {
  const Index m = at.rows(), n = at.cols(), k = std::min(m, n);
  const Expr a = variable("A", m, n);
  const auto parts = evaluated<Scalar>(
      std::vector{left_singular_vectors(a), singular_values(a), right_singular_vectors(a)}, {{a.id(), at}});
  const Scalar allowed = 16 * static_cast<Scalar>(m + n) * std::numeric_limits<Scalar>::epsilon();
  const Matrix<Scalar>&u = parts[0], &v = parts[2];
  const Matrix<Scalar> unit = Matrix<Scalar>::Identity(k, k);
  CAPTURE(at);
  CHECK((u * parts[1].col(0).asDiagonal() * v.transpose() - at).norm() <= allowed * at.norm());
  CHECK((u.transpose() * u - unit).norm() <= allowed);
  CHECK((v.transpose() * v - unit).norm() <= allowed);
  for (Index i = 0; i < k; ++i) CHECK(parts[1](i) >= (i + 1 < k ? parts[1](i + 1) : Scalar(0)));
}

}  // namespace

TEST_CASE_TEMPLATE("A = U diag(σ) Vᵀ with orthonormal columns and descending σ ≥ 0", Scalar, float, double,
                   long double) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> entry(-1, 1);
  for (const Index m : {1, 2, 5, 30})
    for (const Index n : {1, 3, 5, 20}) {
      const Value at = Value::NullaryExpr(m, n, [&] { return entry(random); });
      check_decomposition<Scalar>(at.cast<Scalar>());
    }
  for (const Value& at : {Value(2 * Value::Identity(3, 3)), Value(Value::Zero(3, 2)), Value(Value::Ones(4, 3)),
                          Value(-Value::Ones(2, 3))})
    check_decomposition<Scalar>(at.cast<Scalar>());
}

TEST_CASE("the decomposition holds for large matrices, for those of low rank, and near ties") {
  std::mt19937 random(4);
  std::normal_distribution<double> entry;
  const auto drawn = [&](Index m, Index n) -> Value {
    return Value::NullaryExpr(m, n, [&] { return entry(random); });
  };
  const Value scales = Eigen::VectorXd::LinSpaced(60, 0, -70).array().exp();
  for (const Value& at : {drawn(150, 90), drawn(60, 140), Value(drawn(100, 30) * drawn(30, 80)),
                          Value(drawn(60, 60) * scales.col(0).asDiagonal()),
                          Value(Value::Identity(50, 50) + 1e-9 * drawn(50, 50))}) {
    check_decomposition<double>(at);
    check_decomposition<float>(at.cast<float>());
  }
}

TEST_CASE("small singular values are accurate where only the scales of columns or rows make them small") {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> entry(-1, 1);
  const Eigen::VectorXd scales = Eigen::VectorXd::LinSpaced(6, 0, -120).array().exp();
  const Value at = Value::NullaryExpr(6, 6, [&] { return entry(random); }) * scales.asDiagonal();
  const Expr a = variable("A", 6, 6);
  for (const Expr& z : {singular_values(a), singular_values(transpose(a))}) {
    const Value found = evaluated<double>(z, {{a.id(), at}});
    const Matrix<long double> exact = evaluated<long double>(z, {{a.id(), at.cast<long double>()}});
    for (Index i = 0; i < 6; ++i) CHECK(found(i) == doctest::Approx(static_cast<double>(exact(i))).epsilon(1e-14));
  }
}

TEST_CASE("singular values neither over- nor underflow before their matrix does") {
  const Expr a = variable("A", 2, 2);
  const Value at{{3, 4}, {-4, 3}};
  for (const double scale : {1e-300, 1e-160, 1e160, 1e300}) {
    const Value found = evaluated<double>(singular_values(a), {{a.id(), Value(scale * at)}});
    CHECK((found / scale - Value{{5}, {5}}).norm() <= 1e-14);
  }
  const Value apart = evaluated<double>(svd(a), {{a.id(), Value{{1, 0}, {0, 1e-250}}}});
  CHECK(apart == Value{{1, 0, 1, 1, 0}, {0, 1, 1e-250, 0, 1}});
}

TEST_CASE("the singular vectors of vectors and numbers") {
  const Expr a = variable("a", 3, 1), b = variable("b", 3, 1);
  const Value at{{2}, {3}, {6}}, weights{{1}, {-2}, {3}};
  // u = a/‖a‖, ‖a‖ = 7; lengthwise nothing changes.
  const Value unit = at / 7, expected = (weights - unit * (unit.transpose() * weights)) / 7;
  const Bindings<double> leaves{{a.id(), at}, {b.id(), weights}};
  CHECK((evaluated<double>(left_singular_vectors(a), leaves) - unit).norm() <= 1e-15);
  CHECK((evaluated<double>(gradient(dot(b, left_singular_vectors(a)), a), leaves) - expected).norm() <= 1e-15);
  const Expr lying = transpose(a);
  CHECK((evaluated<double>(right_singular_vectors(lying), leaves) - unit).norm() <= 1e-15);
  const Expr slope = gradient(dot(b, right_singular_vectors(lying)), a);
  CHECK((evaluated<double>(slope, leaves) - expected).norm() <= 1e-15);
  CHECK(evaluated<double>(gradient(sum(right_singular_vectors(a)), a), leaves).norm() <= 1e-15);
  const Expr number = variable("x", 1, 1);
  const Bindings<double> negative{{number.id(), Value{{-3}}}};
  CHECK(evaluated<double>(svd(number), negative) == Value{{1, 3, -1}});
  CHECK(evaluated<double>(gradient(sum(singular_values(number)), number), negative) == Value{{-1}});
}

TEST_CASE("vectors of tied or zero singular values have no derivative, and the error names them") {
  const Expr a = variable("A", 3, 3), b = variable("B", 3, 3);
  const Value weights{{1, 2, -1}, {0.5, 3, 1}, {2, -1, 1}};
  const auto at = [&](const Expr& loss, const Value& point) {
    return evaluated<double>(gradient(loss, a), {{a.id(), point}, {b.id(), weights}});
  };
  for (const Expr& vectors : {left_singular_vectors(a), right_singular_vectors(a)}) {
    const Expr loss = dot(b, vectors);
    for (const Value& point : {Value(2 * Value::Identity(3, 3)), Value(Eigen::Vector3d(2, 2, 1).asDiagonal())}) {
      const std::string text = text_of<DerivativeError>([&] { at(loss, point); });
      CAPTURE(text);
      CHECK(has(text, "singular values 1 and 2 of 3 are tied: 2 and 2"));
      CHECK(has(text, "Ties::subspace"));
    }
    CHECK(has(text_of<DerivativeError>([&] { at(loss, Eigen::Vector3d(2, 1, 0).asDiagonal()); }),
              "singular value 3 of 3 is zero to rounding: 0"));
    CHECK_THROWS_AS(at(loss, Value::Zero(3, 3)), DerivativeError);
    CHECK(at(loss, Eigen::Vector3d(3, 2, 1e-6).asDiagonal()).allFinite());
  }
}

TEST_CASE("with Ties::subspace a loss of whole invariant subspaces has its derivative") {
  // P = U₁U₁ᵀ of the eigenvalues 4, 4, 1 of AAᵀ: Ṗ₁₃ = (ȦAᵀ + AȦᵀ)₁₃ / (4 − 1) = (Ȧ₁₃ + 2 Ȧ₃₁) / 3.
  const Expr a = variable("A", 3, 3), b = variable("B", 3, 3);
  const Expr u = slice(left_singular_vectors(a, Ties::subspace), 0, 0, 3, 2);
  const Value weights{{5, 1, 3}, {1, 7, 6}, {3, 6, -4}};
  const Value slope = evaluated<double>(gradient(dot(b, u * transpose(u)), a),
                                        {{a.id(), Eigen::Vector3d(2, 2, 1).asDiagonal()}, {b.id(), weights}});
  CHECK((slope - Value{{0, 0, 2}, {0, 0, 4}, {4, 8, 0}}).norm() <= 1e-14);
  // The same with the singular values 2, 0, 0: Ṗ₂₁ = Ȧ₂₁ / 2.
  const Expr first = slice(left_singular_vectors(a, Ties::subspace), 0, 0, 3, 1);
  const Value of_rank_one =
      evaluated<double>(gradient(dot(b, first * transpose(first)), a),
                        {{a.id(), Eigen::Vector3d(2, 0, 0).asDiagonal()}, {b.id(), weights}});
  CHECK((of_rank_one - Value{{0, 0, 0}, {1, 0, 0}, {3, 0, 0}}).norm() <= 1e-14);
}

TEST_CASE("singular values need no gap for the first derivative, and refuse the second") {
  const Expr a = variable("A", 3, 3);
  const Expr loss = squared_norm(singular_values(a));
  const Expr slope = gradient(loss, a);
  const Expr curvature = gradient(sum(slope), a);
  const auto at = [&](const Expr& z, const Value& point) { return evaluated<double>(z, {{a.id(), point}}); };
  const Value rank_one{{1, 2, 0}, {2, 4, 0}, {0, 0, 0}};
  for (const Value& point : {Value(2 * Value::Identity(3, 3)), Value(Value::Zero(3, 3)), rank_one}) {
    CHECK((at(slope, point) - 2 * point).norm() <= 1e-13);
    CHECK_THROWS_AS(at(curvature, point), DerivativeError);
  }
  CHECK((at(curvature, Eigen::Vector3d(3, 2, 1).asDiagonal()) - 2 * Value::Ones(3, 3)).norm() <= 1e-13);
  // Where it has no derivative, a zero singular value takes the subgradient 0.
  const Value subgradient = at(gradient(sum(singular_values(a)), a), rank_one);
  CHECK((subgradient - rank_one / 5).norm() <= 1e-14);
}

TEST_CASE("singular values of what is not finite are refused") {
  const Expr a = variable("A", 2, 3);
  Value at = Value::Ones(2, 3);
  at(1, 2) = std::numeric_limits<double>::infinity();
  for (const Expr& z : {svd(a), singular_values(a)})
    CHECK(has(text_of<NonFiniteError>([&] { evaluated<double>(z, {{a.id(), at}}); }), "entry (1, 2)"));
}

}  // namespace matgrad::tests
