#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/trigonometric.hpp>

#include "elementwise_cases.hpp"

namespace matgrad::tests {

// The expected values go through other functions than the operations do, where there are such.
std::vector<OpRow> trigonometric_rows() {
  return {
      {.name = "sin",
       .build = [](const Exprs& x) { return sin(x[0]); },
       .value = entrywise([](double a) { return 2 * std::sin(a / 2) * std::cos(a / 2); }),
       .cases = sizes(-4, 4),
       .text = "sin(A)",
       .adjoints = {"G ∘ cos(A)"}},
      {.name = "cos",
       .build = [](const Exprs& x) { return cos(x[0]); },
       .value = entrywise([](double a) { return 1 - 2 * std::pow(std::sin(a / 2), 2); }),
       .cases = sizes(-4, 4),
       .text = "cos(A)",
       .adjoints = {"G ∘ (−sin(A))"}},
      {.name = "tan",
       .build = [](const Exprs& x) { return tan(x[0]); },
       .value = entrywise([](double a) { return std::sin(a) / std::cos(a); }),
       .cases = sizes(-1.3, 1.3),
       .text = "tan(A)",
       .adjoints = {"G ∘ (1 + Z.^2)"}},
      {.name = "asin",
       .build = [](const Exprs& x) { return asin(x[0]); },
       .value = entrywise([](double a) { return std::atan2(a, std::sqrt(1 - a * a)); }),
       .cases = sizes(-0.9, 0.9),
       .text = "asin(A)",
       .adjoints = {"G ∘ (1 ./ sqrt((1 − A) ∘ (1 + A)))"}},
      {.name = "acos",
       .build = [](const Exprs& x) { return acos(x[0]); },
       .value = entrywise([](double a) { return std::atan2(std::sqrt(1 - a * a), a); }),
       .cases = sizes(-0.9, 0.9),
       .text = "acos(A)",
       .adjoints = {"G ∘ (−1 ./ sqrt((1 − A) ∘ (1 + A)))"}},
      {.name = "atan",
       .build = [](const Exprs& x) { return atan(x[0]); },
       .value = entrywise([](double a) { return std::asin(a / std::sqrt(1 + a * a)); }),
       .cases = sizes(-3, 3),
       .text = "atan(A)",
       .adjoints = {"G ∘ (1 ./ (1 + A.^2))"}},
      {.name = "sinh",
       .build = [](const Exprs& x) { return sinh(x[0]); },
       .value = entrywise([](double a) { return (std::exp(a) - std::exp(-a)) / 2; }),
       .cases = sizes(-2, 2),
       .text = "sinh(A)",
       .adjoints = {"G ∘ cosh(A)"}},
      {.name = "cosh",
       .build = [](const Exprs& x) { return cosh(x[0]); },
       .value = entrywise([](double a) { return (std::exp(a) + std::exp(-a)) / 2; }),
       .cases = sizes(-2, 2),
       .text = "cosh(A)",
       .adjoints = {"G ∘ sinh(A)"}},
      {.name = "hypot",
       .build = [](const Exprs& x) { return hypot(x[0], x[1]); },
       .value = entrywise([](double a, double b) { return std::sqrt(a * a + b * b); }),
       .cases = pairs(0.5, 2),
       .text = "hypot(A, B)",
       .adjoints = {"G ∘ (A ./ Z)", "G ∘ (B ./ Z)"},
       .unfitting = unequal()},
      {.name = "atan2",
       .build = [](const Exprs& x) { return atan2(x[0], x[1]); },
       .value = entrywise([](double y, double x) { return std::atan(y / x); }),
       .cases = pairs(0.5, 2),
       .text = "atan2(A, B)",
       .adjoints = {"G ∘ ((B ./ hypot(A, B)) ./ hypot(A, B))", "G ∘ (−(A ./ hypot(A, B)) ./ hypot(A, B))"},
       .unfitting = unequal()},
      {.name = "atan2, all quadrants",
       .build = [](const Exprs& x) { return atan2(x[0], x[1]); },
       .value = entrywise([](double y, double x) { return 2 * std::atan(y / (std::sqrt(x * x + y * y) + x)); }),
       .cases = {{nonzero(3, 3), nonzero(3, 3)}, {nonzero(5, 1), nonzero(5, 1)}},
       .text = "atan2(A, B)",
       .adjoints = {"G ∘ ((B ./ hypot(A, B)) ./ hypot(A, B))", "G ∘ (−(A ./ hypot(A, B)) ./ hypot(A, B))"},
       .unfitting = unequal()},
  };
}

TEST_CASE("circular and hyperbolic functions have the stated value, derivatives and print") {
  check_rows(trigonometric_rows());
}

TEST_CASE_TEMPLATE("circular functions are accurate for large and small angles, alone and in a column", Scalar,
                   float, double) {
  using Function = Expr (*)(const Operand&);
  using Exact = long double (*)(long double);
  const std::pair<Function, Exact> functions[] = {{sin, std::sin},   {cos, std::cos},   {tan, std::tan},
                                                  {atan, std::atan}, {sinh, std::sinh}, {cosh, std::cosh}};
  const long double allowed = 4 * static_cast<long double>(std::numeric_limits<Scalar>::epsilon());
  for (const auto& [f, exact] : functions)
    for (const Index size : {1, 16}) {
      const Expr x = variable("x", size);
      for (const double entry : {0.0, 1e-30, -1e-8, 0.3, -1.0, 3.14159, -10.0, 22.0, 60.5}) {
        const Scalar at = static_cast<Scalar>(entry);
        const long double truth = exact(at);
        CAPTURE(at);
        CHECK(std::abs(value_at<Scalar>(f(x), {{x, at}}) - truth) <= allowed * std::abs(truth));
      }
      CHECK(std::isnan(value_at<Scalar>(f(x), {{x, std::numeric_limits<Scalar>::quiet_NaN()}})));
    }
}

TEST_CASE_TEMPLATE("arcsine and arccosine end with an infinite slope, and are NaN beyond", Scalar, float, double,
                   long double) {
  const Expr x = variable("x", 1);
  const Scalar infinity = std::numeric_limits<Scalar>::infinity(), pi = std::numbers::pi_v<Scalar>;
  CHECK(value_at<Scalar>(asin(x), {{x, 1}}) == pi / 2);
  CHECK(value_at<Scalar>(acos(x), {{x, -1}}) == pi);
  for (const Scalar end : {Scalar(1), Scalar(-1)}) {
    CHECK(slope_at<Scalar>(asin(x), x, {{x, end}}) == infinity);
    CHECK(slope_at<Scalar>(acos(x), x, {{x, end}}) == -infinity);
    CHECK(std::isnan(value_at<Scalar>(asin(x), {{x, 2 * end}})));
    CHECK(std::isnan(value_at<Scalar>(acos(x), {{x, 2 * end}})));
  }
  // Next to the end 1 − a² would have lost half of its digits.
  const Scalar near = 1 - 4 * std::numeric_limits<Scalar>::epsilon();
  const Scalar expected = 1 / std::sqrt(8 * std::numeric_limits<Scalar>::epsilon());
  const Scalar allowed = 8 * std::numeric_limits<Scalar>::epsilon();
  CHECK(std::abs(slope_at<Scalar>(asin(x), x, {{x, near}}) / expected - 1) <= allowed);
}

TEST_CASE_TEMPLATE("hypot neither over- nor underflows, and has the derivatives 0 at the origin", Scalar, float,
                   double, long double) {
  const Expr x = variable("x", 1), y = variable("y", 1), z = hypot(x, y);
  const Scalar huge = std::numeric_limits<Scalar>::max() / 8, tiny = std::numeric_limits<Scalar>::min();
  const Scalar infinity = std::numeric_limits<Scalar>::infinity(), nan = std::numeric_limits<Scalar>::quiet_NaN();
  for (const Scalar size : {huge, tiny, Scalar(1)}) {
    const Point<Scalar> point{{x, 3 * size}, {y, -4 * size}};
    CHECK(value_at<Scalar>(z, point) / size == doctest::Approx(5));
    CHECK(slope_at<Scalar>(z, x, point) == doctest::Approx(0.6));
    CHECK(slope_at<Scalar>(z, y, point) == doctest::Approx(-0.8));
  }
  const Point<Scalar> origin{{x, 0}, {y, 0}};
  const Expr first = gradient(z, x);
  CHECK(value_at<Scalar>(z, origin) == 0);
  CHECK(value_at<Scalar>(first, origin) == 0);
  CHECK(slope_at<Scalar>(first, x, origin) == 0);
  CHECK(slope_at<Scalar>(first, y, origin) == 0);
  // On an axis it is |a|, with the curvature 1/|a| across.
  const Point<Scalar> axis{{x, 0}, {y, -2}};
  CHECK(slope_at<Scalar>(z, y, axis) == -1);
  CHECK(slope_at<Scalar>(first, x, axis) == Scalar(0.5));
  CHECK(value_at<Scalar>(z, {{x, infinity}, {y, 1}}) == infinity);
  CHECK(std::isnan(value_at<Scalar>(z, {{x, nan}, {y, 1}})));
}

TEST_CASE_TEMPLATE("atan2 has the values of IEEE arithmetic, and the derivatives 0 at the origin", Scalar, float,
                   double, long double) {
  const Expr y = variable("y", 1), x = variable("x", 1), z = atan2(y, x);
  const Scalar pi = std::numbers::pi_v<Scalar>, tiny = 16 * std::numeric_limits<Scalar>::min();
  const auto angle = [&](Scalar b, Scalar a) { return value_at<Scalar>(z, {{y, b}, {x, a}}); };
  CHECK(angle(0, 0) == 0);
  CHECK(std::signbit(angle(-Scalar(0), 0)));
  CHECK(angle(0, -Scalar(0)) == pi);
  CHECK(angle(0, -1) == pi);
  CHECK(angle(-Scalar(0), -1) == -pi);
  CHECK(angle(1, 0) == pi / 2);
  CHECK(angle(-1, 0) == -pi / 2);
  CHECK(std::isnan(angle(std::numeric_limits<Scalar>::quiet_NaN(), 1)));
  const Point<Scalar> origin{{y, 0}, {x, 0}};
  for (const Expr& first : {gradient(z, y), gradient(z, x)}) {
    CHECK(value_at<Scalar>(first, origin) == 0);
    CHECK(slope_at<Scalar>(first, y, origin) == 0);
    CHECK(slope_at<Scalar>(first, x, origin) == 0);
  }
  // x² + y² would underflow here; the slopes are x/r² and −y/r².
  const Point<Scalar> near{{y, 3 * tiny}, {x, 4 * tiny}};
  CHECK(slope_at<Scalar>(z, y, near) * tiny == doctest::Approx(4.0 / 25));
  CHECK(slope_at<Scalar>(z, x, near) * tiny == doctest::Approx(-3.0 / 25));
  // No jump of the derivative at the cut of the angle.
  CHECK(slope_at<Scalar>(z, y, {{y, 0}, {x, -2}}) == Scalar(-0.5));
  CHECK(slope_at<Scalar>(z, x, {{y, 0}, {x, -2}}) == 0);
}

}  // namespace matgrad::tests
