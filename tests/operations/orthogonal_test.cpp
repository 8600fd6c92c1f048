#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/orthogonal.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "evaluation.hpp"
#include "op_table.hpp"
#include "support/error_text.hpp"
#include "support/random_values.hpp"
#include "support/reference_matrices.hpp"

namespace matgrad::tests {
namespace {

/// Well conditioned, with 3 added on the diagonal.
Input of_full_rank(Index rows, Index cols) {
  return {.shape = {rows, cols}, .made = [](const Value& a) -> Value {
            Value result = a;
            result.diagonal().array() += 3;
            return result;
          }};
}

/// Rᵀ is the Cholesky factor of AᵀA.
Value packed_by_cholesky(const Value& a) {
  const Index m = a.rows(), n = a.cols();
  if (n == 0) return Value(m, 0);
  const Value gram = a.transpose() * a;
  const Value r = cholesky_factor_of(gram).transpose();
  Value packed = Value::Zero(m, 2 * n);
  packed.leftCols(n) = a * inverse_of(r);
  packed.topRightCorner(n, n) = r;
  return packed;
}

Value pseudo_inverse_by_gram(const Value& a) {
  if (a.size() == 0) return Value::Zero(a.cols(), a.rows());
  if (a.rows() < a.cols()) return a.transpose() * inverse_of(a * a.transpose());
  return inverse_of(a.transpose() * a) * a.transpose();
}

}  // namespace

std::vector<OpRow> orthogonal_rows() {
  const std::vector<Case> tall{{of_full_rank(4, 3)}, {of_full_rank(3, 3)}, {of_full_rank(5, 2)},
                               {of_full_rank(1, 1)}, {of_full_rank(3, 1)}, {real(3, 0)},
                               {real(0, 0)}};
  std::vector<Case> all = tall;
  for (const Case& wide : {Case{of_full_rank(2, 4)}, Case{of_full_rank(1, 3)}, Case{real(0, 2)}})
    all.push_back(wide);
  const auto solvable = [](Index rows, Index cols, Index columns) {
    return Case{of_full_rank(rows, cols), real(rows, columns)};
  };
  return {
      {.name = "qr",
       .build = [](const Exprs& x) { return qr(x[0]); },
       .value = [](const Values& x) { return packed_by_cholesky(x[0]); },
       .cases = tall,
       .text = "qr(A)",
       .adjoints = {"triangular_solve[upper](triangular_factor_part(Z, A), (orthogonal_factor_part(G, A) + "
                    "orthogonal_factor_part(Z, A) (lower_half(triangular_factor_part(Z, A) "
                    "triangular_factor_part(G, A)ᵀ − orthogonal_factor_part(G, A)ᵀ orthogonal_factor_part(Z, A)) "
                    "+ lower_half(triangular_factor_part(Z, A) triangular_factor_part(G, A)ᵀ − "
                    "orthogonal_factor_part(G, A)ᵀ orthogonal_factor_part(Z, A))ᵀ))ᵀ)ᵀ"},
       .unfitting = {{{2, 3}}, {{0, 1}}}},
      {.name = "orthogonal_factor",
       .build = [](const Exprs& x) { return orthogonal_factor(x[0]); },
       .value = [](const Values& x) -> Value { return packed_by_cholesky(x[0]).leftCols(x[0].cols()); },
       .cases = {{of_full_rank(4, 3)}, {of_full_rank(3, 3)}, {of_full_rank(3, 1)}, {real(3, 0)}},
       .text = "orthogonal_factor(A)",
       .unfitting = {{{2, 3}}}},
      {.name = "triangular_factor",
       .build = [](const Exprs& x) { return triangular_factor(x[0]); },
       .value = [](const Values& x) -> Value {
         return packed_by_cholesky(x[0]).topRightCorner(x[0].cols(), x[0].cols());
       },
       .cases = tall,
       .text = "triangular_factor(A)",
       .unfitting = {{{2, 3}}}},
      {.name = "pseudo_inverse",
       .build = [](const Exprs& x) { return pseudo_inverse(x[0]); },
       .value = [](const Values& x) { return pseudo_inverse_by_gram(x[0]); },
       .cases = all,
       .text = "A⁺",
       .adjoints = {"−Zᵀ G Zᵀ + Gᵀ Z Zᵀ − A Z (Gᵀ Z Zᵀ)"}},
      {.name = "pseudo_inverse, of a wide matrix",
       .build = [](const Exprs& x) { return pseudo_inverse(x[0]); },
       .value = [](const Values& x) { return pseudo_inverse_by_gram(x[0]); },
       .cases = {{of_full_rank(2, 4)}},
       .text = "A⁺",
       .adjoints = {"−Zᵀ G Zᵀ + Zᵀ Z Gᵀ − Zᵀ Z Gᵀ Z A"}},
      {.name = "least_squares",
       .build = [](const Exprs& x) { return least_squares(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return pseudo_inverse_by_gram(x[0]) * x[1]; },
       .cases = {solvable(4, 3, 2),
                 solvable(3, 3, 3),
                 solvable(5, 2, 1),
                 solvable(1, 1, 1),
                 solvable(3, 1, 1),
                 solvable(3, 2, 0),
                 {real(3, 0), real(3, 2)},
                 {real(0, 0), real(0, 1)}},
       .text = "least_squares(A, B)",
       .adjoints = {"(B − A Z) least_squares(A, least_squares(Aᵀ, G))ᵀ − least_squares(Aᵀ, G) Zᵀ",
                    "least_squares(Aᵀ, G)"},
       .unfitting = {{{3, 2}, {2, 1}}, {{1, 1}, {2, 2}}}},
      {.name = "least_squares, of a wide matrix",
       .build = [](const Exprs& x) { return least_squares(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return pseudo_inverse_by_gram(x[0]) * x[1]; },
       .cases = {solvable(2, 4, 3), solvable(1, 3, 1), {real(0, 2), real(0, 3)}},
       .text = "least_squares(A, B)",
       .adjoints = {"least_squares(Aᵀ, Z) (G − Aᵀ least_squares(Aᵀ, G))ᵀ − least_squares(Aᵀ, G) Zᵀ",
                    "least_squares(Aᵀ, G)"}},
  };
}

TEST_CASE("orthogonal decompositions have the stated value, derivatives and print") {
  check_rows(orthogonal_rows());
}

TEST_CASE_TEMPLATE("A = Q R with QᵀQ = I and positive diagonal of R", Scalar, float, double, long double) {
  std::mt19937 random(1);
  for (const Index m : {1, 2, 5, 40})
    for (const Index n : {1, 2, 5, 40}) {
      if (m < n) continue;
      const Expr a = variable("A", m, n);
      const Matrix<Scalar> at = uniform_matrix(m, n, random).cast<Scalar>();
      const auto parts =
          evaluated<Scalar>(std::vector{orthogonal_factor(a), triangular_factor(a)}, {{a.id(), at}});
      const Matrix<Scalar>&q = parts[0], &r = parts[1];
      const Scalar allowed = 8 * static_cast<Scalar>(m) * std::numeric_limits<Scalar>::epsilon();
      CHECK((q * r - at).norm() <= allowed * at.norm());
      CHECK((q.transpose() * q - Matrix<Scalar>::Identity(n, n)).norm() <= allowed);
      CHECK(Matrix<Scalar>(r.template triangularView<Eigen::StrictlyLower>()).norm() == 0);
      CHECK(r.diagonal().minCoeff() > 0);
    }
}

TEST_CASE("the four conditions of Penrose") {
  std::mt19937 random(2);
  for (const Shape shape : {Shape{5, 3}, Shape{3, 5}, Shape{4, 4}}) {
    const Value at = uniform_matrix(shape.rows, shape.cols, random);
    const Expr a = variable("A", shape.rows, shape.cols);
    const Value z = evaluated<double>(pseudo_inverse(a), {{a.id(), at}});
    CHECK((at * z * at - at).norm() <= 1e-13);
    CHECK((z * at * z - z).norm() <= 1e-13 * z.norm());
    CHECK((at * z - (at * z).transpose()).norm() <= 1e-13);
    CHECK((z * at - (z * at).transpose()).norm() <= 1e-13);
  }
}

TEST_CASE("dependent columns are an error that names the first of them") {
  const Expr a = variable("A", 4, 3), b = variable("b", 4, 1);
  std::mt19937 random(3);
  const Value base = uniform_matrix(4, 3, random);
  Value dependent = base, zero = base, twice = base;
  dependent.col(2) = base.col(0) - 2 * base.col(1);
  zero.col(1).setZero();
  twice.col(1) = base.col(0);
  const auto error = [&](const Expr& z, const Value& at) {
    return text_of<SingularError>([&] { evaluated<double>(z, {{a.id(), at}, {b.id(), Value::Ones(4, 1)}}); });
  };
  for (const Expr& z : {qr(a), pseudo_inverse(a), least_squares(a, b)}) {
    CHECK(has(error(z, dependent), "column 3 of 3 is, to rounding, a combination of those before it"));
    CHECK(has(error(z, twice), "column 2 of 3 is, to rounding"));
    CHECK(has(error(z, zero), "column 2 of 3 is zero"));
  }
  const Expr wide = variable("A", 3, 4);
  CHECK(has(text_of<SingularError>([&] {
              evaluated<double>(pseudo_inverse(wide), {{wide.id(), Value(twice.transpose())}});
            }),
            "row 2 of 3"));
  Value bad = base;
  bad(2, 1) = std::numeric_limits<double>::quiet_NaN();
  CHECK(has(text_of<NonFiniteError>([&] { evaluated<double>(qr(a), {{a.id(), bad}}); }), "entry (2, 1)"));
}

TEST_CASE("scaling a column neither makes it dependent nor costs accuracy") {
  const Expr a = variable("A", 4, 3), b = variable("b", 4, 1);
  std::mt19937 random(3);
  const Value base = uniform_matrix(4, 3, random);
  const Eigen::Vector3d scales(1e-200, 1, 1e180);
  const Value scaled = base * scales.asDiagonal();
  const auto at = [&](const Value& value) {
    return evaluated<double>(std::vector{orthogonal_factor(a), triangular_factor(a), least_squares(a, b)},
                             {{a.id(), value}, {b.id(), Value::Ones(4, 1)}});
  };
  const auto plain = at(base), other = at(scaled);
  CHECK((other[0] - plain[0]).norm() <= 1e-14);
  for (Index j = 0; j < 3; ++j) {
    CHECK((other[1].col(j) / scales(j) - plain[1].col(j)).norm() <= 1e-14);
    CHECK(other[2](j) * scales(j) == doctest::Approx(plain[2](j)).epsilon(1e-12));
  }
}

TEST_CASE("least squares do not square the condition, nor does their derivative") {
  // Läuchli's matrix: AᵀA is singular in double.
  constexpr double e = 1e-9;
  const Value at{{1, 1, 1}, {e, 0, 0}, {0, e, 0}, {0, 0, e}};
  const Value solution{{1}, {2}, {-1}};
  const Expr a = variable("A", 4, 3), b = variable("b", 4, 1);
  const Expr x = least_squares(a, b);
  const auto narrow = evaluated<double>(std::vector{x, gradient(sum(x), b), gradient(sum(x), a)},
                                        {{a.id(), at}, {b.id(), at * solution}});
  const auto wide =
      evaluated<long double>(std::vector{x, gradient(sum(x), b), gradient(sum(x), a)},
                             {{a.id(), at.cast<long double>()}, {b.id(), (at * solution).cast<long double>()}});
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(static_cast<double>((narrow[i].cast<long double>() - wide[i]).norm() / wide[i].norm()) <= 1e-6);
}

TEST_CASE("a residual that is orthogonal to the columns moves the solution only through A") {
  // For A = e₁ and b = (2, 3): x = aᵀb/aᵀa, ẋ = ȧᵀ(b − 2 x a) = −2 ȧ₁ + 3 ȧ₂.
  const Expr a = variable("a", 2, 1), b = variable("b", 2, 1);
  const Value slope =
      evaluated<double>(gradient(least_squares(a, b), a), {{a.id(), Value{{1}, {0}}}, {b.id(), Value{{2}, {3}}}});
  CHECK((slope - Value{{-2}, {3}}).norm() <= 1e-15);
}

}  // namespace matgrad::tests
