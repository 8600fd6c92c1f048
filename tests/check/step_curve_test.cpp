#include "matgrad/autodiff/check/step_curve.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

#include "support/error_text.hpp"
#include "support/random_values.hpp"

using namespace matgrad;
using tests::has;
using tests::text_of;

namespace {

const Expr x = variable("x", 1);
Eigen::MatrixXd one_by_one(double value) { return Eigen::MatrixXd::Constant(1, 1, value); }

double least(const StepCurve& curve, std::optional<double> StepError::*which) {
  double found = std::numeric_limits<double>::infinity();
  for (const StepError& error : curve.errors)
    if (error.*which) found = std::min(found, *(error.*which));
  return found;
}

}  // namespace

TEST_CASE("errors fall with the order of the formula, then rise as digits are lost") {
  const StepCurve curve =
      step_curve(sum(exp(x)), x, {{x, one_by_one(1)}},
                 {.entry = {{0, 0}}, .greatest_step = 1, .least_step = 1e-12, .steps_per_decade = 1});
  CHECK(curve.variable == "x");
  CHECK(curve.direction == "(0, 0)");
  CHECK(curve.derivative == doctest::Approx(std::exp(1)).epsilon(1e-15));
  REQUIRE(curve.errors.size() == 13);
  CHECK(curve.errors[0].step == 1);
  CHECK(curve.errors[12].step == doctest::Approx(1e-12));
  // (e − 1/e) / 2 − 1 = 0.1752, and h²/6, h⁶/140 where h is small.
  CHECK(*curve.errors[0].two_points == doctest::Approx(std::sinh(1) - 1).epsilon(1e-12));
  CHECK(*curve.errors[1].two_points == doctest::Approx(1e-2 / 6).epsilon(0.01));
  CHECK(*curve.errors[2].two_points == doctest::Approx(1e-4 / 6).epsilon(0.01));
  CHECK(*curve.errors[1].six_points == doctest::Approx(1e-6 / 140).epsilon(0.02));
  CHECK(least(curve, &StepError::two_points) < 1e-9);
  CHECK(least(curve, &StepError::six_points) < 1e-12);
  CHECK(least(curve, &StepError::six_points) < least(curve, &StepError::two_points));
  CHECK(*curve.errors[12].two_points > 1e-7);
  CHECK(curve.checked_step > 1e-5);
  CHECK(curve.checked_error < 1e-12);
}

TEST_CASE("a random direction of a matrix, the same for the same seed") {
  const Expr W = variable("W", 3, 4), v = variable("v", 4), loss = squared_norm(W * v);
  std::mt19937 random(1);
  const Eigen::MatrixXd W0 = tests::uniform_matrix(3, 4, random), v0 = tests::uniform_matrix(4, 1, random);
  const StepCurve one = step_curve(loss, W, {{W, W0}, {v, v0}});
  const StepCurve same = step_curve(loss, W, {{v, v0}, {W, W0}});
  const StepCurve other = step_curve(loss, W, {{W, W0}, {v, v0}}, {.seed = 2});
  CHECK(one.direction == "direction 1");
  CHECK(one.errors.size() == 49);
  CHECK(one.derivative == same.derivative);
  CHECK(one.derivative != other.derivative);
  CHECK(least(one, &StepError::six_points) < 1e-11);
}

TEST_CASE("steps out of the domain have no error") {
  const StepCurve curve =
      step_curve(log(x), x, {{x, one_by_one(0.1)}}, {.entry = {{0, 0}}, .steps_per_decade = 1});
  CHECK_FALSE(curve.errors[0].two_points);
  CHECK_FALSE(curve.errors[1].six_points);
  CHECK(curve.errors[2].six_points);
}

TEST_CASE("facts hold along the direction") {
  const Expr S = variable("S", 3, 3, Fact::positive_definite);
  Eigen::MatrixXd S0 = Eigen::MatrixXd::Identity(3, 3);
  S0(0, 1) = S0(1, 0) = 0.25;
  const StepCurve curve = step_curve(log_det(S), S, {{S, S0}});
  CHECK(least(curve, &StepError::six_points) < 1e-11);
}

TEST_CASE("a derivative of zero has absolute errors") {
  const StepCurve curve = step_curve(square(x), x, {{x, one_by_one(0)}}, {.entry = {{0, 0}}});
  CHECK_FALSE(curve.is_relative);
  CHECK(*curve.errors[0].two_points == 0);
}

TEST_CASE("questions that make no sense") {
  const Expr v = variable("v", 2);
  const Eigen::MatrixXd v0 = Eigen::Vector2d(1, 2);
  CHECK(has(text_of<ShapeError>([&] { (void)step_curve(v, v, {{v, v0}}); }), "is not a scalar"));
  CHECK(has(text_of<ShapeError>([&] {
              (void)step_curve(sum(v), v, {{v, v0}}, {.entry = {{2, 0}}});
            }),
            "v (2×1) has no entry (2, 0)"));
  CHECK(has(text_of<Error>([&] { (void)step_curve(sum(v), v, {}); }), "no value is given for v"));
  CHECK(has(text_of<Error>([&] { (void)step_curve(sum(v), v, {{v, v0}}, {.least_step = 0}); }), "positive"));
  CHECK(has(text_of<Error>([&] {
              (void)step_curve(sum(v), v, {{v, v0}}, {.steps_per_decade = 1000000});
            }),
            "10,000"));
}
