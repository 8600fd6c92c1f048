#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "cofactors_by_minors.hpp"
#include "evaluation.hpp"

namespace matgrad::tests {
namespace {

using Value = Eigen::MatrixXd;

/// An n×n matrix of small integers with the given rank.
Value integers_of_rank(Index size, Index rank, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> entry(-3, 3);
  const auto draw = [&] { return static_cast<double>(entry(random)); };
  Value left(size, rank), right(rank, size);
  do {
    left = Value::NullaryExpr(size, rank, draw);
    right = Value::NullaryExpr(rank, size, draw);
    // The minors of a product tell its rank: left and right must have full rank themselves.
  } while (determinant_by_minors(left.transpose() * left) == 0 ||
           determinant_by_minors(right * right.transpose()) == 0);
  return left * right;
}

void check_close(const Value& actual, const Value& exact, double scale) {
  CAPTURE(actual);
  CAPTURE(exact);
  CHECK((actual - exact).cwiseAbs().maxCoeff() <= 1e-13 * scale);
}

template <class Scalar>
Scalar determinant_at(const Expr& y, const Expr& x, const Matrix<Scalar>& value) {
  return evaluated<Scalar>(y, {{x.id(), value}})(0, 0);
}

}  // namespace

TEST_CASE("value, gradient and second derivative of det are exact at every rank") {
  for (Index size = 1; size <= 5; ++size)
    for (Index rank = 0; rank <= size; ++rank) {
      CAPTURE(size);
      CAPTURE(rank);
      const Value at = integers_of_rank(size, rank, static_cast<unsigned>(10 * size + rank));
      const Value direction = integers_of_rank(size, size, 99);
      const Expr a = variable("A", size, size), g = variable("G", size, size);
      const Expr slope = gradient(determinant(a), a);
      const Expr curvature = gradient(dot(g, slope), a);
      const auto values =
          evaluated<double>({determinant(a), slope, curvature}, {{a.id(), at}, {g.id(), direction}});
      const double n = static_cast<double>(size);
      const double scale = std::pow(1 + at.norm(), n) * direction.norm();
      check_close(values[0], Value::Constant(1, 1, determinant_by_minors(at)), scale);
      check_close(values[1], cofactors_by_minors(at), scale);
      check_close(values[2], cofactor_change_by_minors(at, direction), scale);
      if (rank == size - 1) CHECK(cofactors_by_minors(at).norm() > 0);
      if (rank == size - 2) CHECK(cofactor_change_by_minors(at, direction).norm() > 0);
    }
}

TEST_CASE("the third derivative of det throws at a singular matrix") {
  const Expr a = variable("A", 3, 3), g = variable("G", 3, 3), h = variable("H", 3, 3);
  const Expr third = gradient(dot(h, gradient(dot(g, gradient(determinant(a), a)), a)), a);
  const Value ones = Value::Ones(3, 3);
  CHECK_THROWS_AS(evaluated<double>(third, {{a.id(), ones}, {g.id(), ones}, {h.id(), ones}}), SingularError);
}

TEST_CASE("a determinant over- or underflows only if its value does") {
  const Expr a = variable("A", 6, 6);
  const Eigen::Vector<double, 6> diagonal(1e150, 1e150, 1e150, 1e-150, 1e-150, -1e-150);
  const Value at = diagonal.asDiagonal();
  CHECK(determinant_at<double>(determinant(a), a, at) == doctest::Approx(-1).epsilon(1e-14));
  const Value slope = evaluated<double>(gradient(determinant(a), a), {{a.id(), at}});
  CHECK(slope(3, 3) == doctest::Approx(-1e150).epsilon(1e-14));
  CHECK(slope(5, 5) == doctest::Approx(1e150).epsilon(1e-14));
  CHECK(slope(0, 0) / 1e-150 == doctest::Approx(-1).epsilon(1e-14));
  CHECK(std::isinf(determinant_at<double>(determinant(a), a, 1e100 * Value::Identity(6, 6))));
  CHECK(determinant_at<double>(determinant(a), a, 1e-100 * Value::Identity(6, 6)) == 0);
}

TEST_CASE("log_det neither over- nor underflows for n = 2000") {
  constexpr Index n = 2000;
  const Expr a = variable("A", n, n);
  // I + u vᵀ has the determinant 1 + vᵀ u.
  std::mt19937 random(1);
  std::uniform_real_distribution<double> entry(0, 1);
  const Value u = Value::NullaryExpr(n, 1, [&] { return entry(random); });
  const Value v = Value::NullaryExpr(n, 1, [&] { return entry(random); });
  const Value plain = Value::Identity(n, n) + u * v.transpose();
  const double expected = std::log(1 + v.col(0).dot(u.col(0)));
  for (const double scale : {1e-3, 1e3}) {
    const double total = expected + n * std::log(scale);
    CHECK(determinant_at<double>(log_det(a), a, scale * plain) == doctest::Approx(total).epsilon(1e-12));
  }
  const float narrow = determinant_at<float>(log_det(a), a, (1e3 * plain).cast<float>());
  CHECK(narrow == doctest::Approx(expected + n * std::log(1e3)).epsilon(1e-5));
}

TEST_CASE("log_abs_det takes a negative determinant, log_det refuses it") {
  const Expr a = variable("A", 2, 2);
  const Value at{{0, 2}, {3, 0}};
  CHECK(determinant_at<double>(log_abs_det(a), a, at) == doctest::Approx(std::log(6)).epsilon(1e-15));
  try {
    determinant_at<double>(log_det(a), a, at);
    FAIL("no DomainError");
  } catch (const DomainError& error) {
    const std::string text = error.what();
    CAPTURE(text);
    CHECK(text.find("log_abs_det") != std::string::npos);
  }
}

TEST_CASE("the determinant of a 0×0 matrix is 1") {
  const Expr a = variable("A", 0, 0);
  CHECK(determinant_at<double>(determinant(a), a, Value(0, 0)) == 1);
  CHECK(determinant_at<double>(log_det(a), a, Value(0, 0)) == 0);
  CHECK(determinant_at<double>(log_abs_det(a), a, Value(0, 0)) == 0);
}

}  // namespace matgrad::tests
