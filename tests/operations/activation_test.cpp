#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include <matgrad/autodiff/operations/activation.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>

#include "elementwise_cases.hpp"

namespace matgrad::tests {
namespace {

/// Both signs, and one negative entry: a mutation of what is not chosen could not be seen.
std::vector<Case> mixed() {
  return {{nonzero(3, 2)}, {between(-2, -0.3, 1, 1)}, {nonzero(4, 4)}, {nonzero(3, 0)}};
}

}  // namespace

std::vector<OpRow> activation_rows() {
  return {
      {.name = "leaky_relu",
       .build = [](const Exprs& x) { return leaky_relu(x[0]); },
       .value = entrywise([](double a) { return std::max(a, 0.01 * a); }),
       .cases = sizes_without_zero(),
       .text = "select(A > 0, A, 0.01 A)"},
      {.name = "leaky_relu, another slope",
       .build = [](const Exprs& x) { return leaky_relu(x[0], 0.25); },
       .value = entrywise([](double a) { return std::max(a, a / 4); }),
       .cases = sizes_without_zero(),
       .text = "select(A > 0, A, 0.25 A)"},
      {.name = "elu",
       .build = [](const Exprs& x) { return elu(x[0]); },
       .value = entrywise([](double a) { return a > 0 ? a : std::exp(a) - 1; }),
       .cases = mixed(),
       .text = "select(A > 0, A, expm1(minimum(A, 0)))"},
      {.name = "elu, another alpha",
       .build = [](const Exprs& x) { return elu(x[0], 0.5); },
       .value = entrywise([](double a) { return a > 0 ? a : 0.5 * (std::exp(a) - 1); }),
       .cases = mixed(),
       .text = "select(A > 0, A, ½ expm1(minimum(A, 0)))"},
      {.name = "selu",
       .build = [](const Exprs& x) { return selu(x[0]); },
       .value = entrywise(
           [](double a) { return 1.0507009873554805 * (a > 0 ? a : 1.6732632423543772 * (std::exp(a) - 1)); }),
       .cases = mixed(),
       .text = "1.0507009873554805 select(A > 0, A, 1.6732632423543772 expm1(minimum(A, 0)))"},
      {.name = "gelu",
       .build = [](const Exprs& x) { return gelu(x[0]); },
       .value = entrywise([](double a) { return a / 2 * (1 + std::erf(a / std::numbers::sqrt2)); }),
       .cases = sizes(-3, 3),
       .text = "A ∘ normal_cdf(A)"},
      {.name = "log_sigmoid",
       .build = [](const Exprs& x) { return log_sigmoid(x[0]); },
       .value = entrywise([](double a) { return -std::log(1 + std::exp(-a)); }),
       .cases = sizes(-4, 4),
       .text = "−softplus(−A)"},
  };
}

TEST_CASE("activation functions have the stated value, derivatives and print") { check_rows(activation_rows()); }

TEST_CASE_TEMPLATE("activations have the documented slope at 0", Scalar, float, double, long double) {
  const Expr x = variable("x", 1);
  const Point<Scalar> zero{{x, 0}};
  CHECK(slope_at<Scalar>(leaky_relu(x, 0.25), x, zero) == Scalar(0.25));
  CHECK(slope_at<Scalar>(elu(x), x, zero) == 1);
  CHECK(slope_at<Scalar>(gradient(elu(x), x), x, zero) == 1);
  CHECK(slope_at<Scalar>(elu(x, 0.5), x, zero) == Scalar(0.5));
  CHECK(slope_at<Scalar>(selu(x), x, zero) == doctest::Approx(1.7580993408473766));
  CHECK(slope_at<Scalar>(gelu(x), x, zero) == Scalar(0.5));
  CHECK(slope_at<Scalar>(gradient(gelu(x), x), x, zero) == doctest::Approx(2 / std::sqrt(2 * std::numbers::pi)));
  CHECK(slope_at<Scalar>(log_sigmoid(x), x, zero) == Scalar(0.5));
  for (const Expr& z : {leaky_relu(x), elu(x), selu(x), gelu(x)}) CHECK(value_at<Scalar>(z, zero) == 0);
}

TEST_CASE_TEMPLATE("activations are right far out, and NaN stays NaN", Scalar, float, double, long double) {
  const Scalar infinity = std::numeric_limits<Scalar>::infinity(), nan = std::numeric_limits<Scalar>::quiet_NaN();
  const Expr x = variable("x", 1);
  // The exponential of a large input must not reach the value nor the derivatives.
  for (const Scalar large : {Scalar(20000), infinity}) {
    CHECK(value_at<Scalar>(elu(x), {{x, large}}) == large);
    CHECK(slope_at<Scalar>(elu(x), x, {{x, large}}) == 1);
    CHECK(slope_at<Scalar>(gradient(elu(x), x), x, {{x, large}}) == 0);
    CHECK(value_at<Scalar>(elu(x, 2), {{x, -large}}) == -2);
    CHECK(slope_at<Scalar>(elu(x), x, {{x, -large}}) == 0);
    CHECK(value_at<Scalar>(leaky_relu(x, 0.5), {{x, -large}}) == -large / 2);
  }
  CHECK(value_at<Scalar>(log_sigmoid(x), {{x, -1000}}) == -1000);
  CHECK(value_at<Scalar>(log_sigmoid(x), {{x, 30}}) / -std::exp(Scalar(-30)) == doctest::Approx(1));
  CHECK(value_at<Scalar>(elu(x), {{x, Scalar(-1e-25)}}) == Scalar(-1e-25));
  CHECK(value_at<Scalar>(gelu(x), {{x, 1000}}) == 1000);
  CHECK(slope_at<Scalar>(gelu(x), x, {{x, 1000}}) == 1);
  CHECK(value_at<Scalar>(gelu(x), {{x, -1000}}) == 0);
  CHECK(slope_at<Scalar>(gelu(x), x, {{x, -1000}}) == 0);
  for (const Expr& z : {leaky_relu(x), elu(x), selu(x), gelu(x), log_sigmoid(x)})
    CHECK(std::isnan(value_at<Scalar>(z, {{x, nan}})));
}

TEST_CASE_TEMPLATE("gelu keeps its digits for negative inputs", Scalar, float, double, long double) {
  // x Φ(x) and its derivative Φ(x) + x φ(x) at −10 and −5, in 40 digits. The factor 1/√(2π) of φ is a double.
  const Expr x = variable("x", 1), z = gelu(x);
  const long double epsilon = std::numeric_limits<Scalar>::epsilon();
  const auto check = [&](Scalar at, long double value, long double slope) {
    const Point<Scalar> point{{x, at}};
    CHECK(std::abs(value_at<Scalar>(z, point) / value - 1) <= 4 * epsilon);
    CHECK(std::abs(slope_at<Scalar>(z, x, point) / slope - 1) <= at * at * epsilon + 1e-16L);
  };
  check(-5, -0.000001433257859395969558368762L, -0.000007146946001792294627867446L);
  check(-10, -7.619853024160526065973343e-23L, -7.6184000964648140856793e-22L);
}

TEST_CASE("selu keeps standard normal numbers at mean 0 and variance 1") {
  // By the trapezoidal rule, on both sides of the kink.
  const Expr x = variable("x", 1);
  const Expr z = selu(x);
  const auto integral = [&](auto moment) {
    const int steps = 400;
    double total = 0;
    for (const double side : {-1.0, 1.0})
      for (int k = 0; k <= steps; ++k) {
        const double at = side * 10.0 * k / steps, weight = (k == 0 || k == steps ? 0.5 : 1.0) * 10.0 / steps;
        total += weight * std::exp(-at * at / 2) / std::sqrt(2 * std::numbers::pi) *
                 moment(value_at<double>(z, {{x, at}}));
      }
    return total;
  };
  const double mean = integral([](double value) { return value; });
  CHECK(std::abs(mean) < 1e-4);
  CHECK(std::abs(integral([](double value) { return value * value; }) - 1) < 1e-4);
}

}  // namespace matgrad::tests
