#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/rounding.hpp>

#include "elementwise_cases.hpp"

namespace matgrad::tests {
namespace {

/// Entries away from the jumps at whole numbers and halves.
std::vector<Case> between_jumps() {
  const auto of = [](Index rows, Index cols) {
    return Input{.shape = {rows, cols}, .low = -3, .high = 3, .made = [](const Value& x) -> Value {
                   return x.unaryExpr([](double a) { return std::floor(2 * a) / 2 + 0.2; });
                 }};
  };
  return {{of(3, 2)}, {of(1, 1)}, {of(4, 4)}, {of(0, 3)}, {of(7, 1)}};
}

/// Three inputs: within and beyond the bounds −1 … and 1 …, which are of every shape.
std::vector<Case> bounded() {
  const Input within = between(-0.5, 0.5, 1, 1);  // beyond, no mutation of its derivative could be seen
  const auto lo = [](Index rows, Index cols) { return between(-1.2, -0.8, rows, cols); };
  const auto hi = [](Index rows, Index cols) { return between(0.8, 1.2, rows, cols); };
  return {{real(5, 4), lo(5, 4), hi(5, 4)}, {real(4, 4), lo(1, 1), hi(4, 4)}, {real(4, 3), lo(1, 1), hi(1, 1)},
          {within, lo(2, 3), hi(1, 1)},     {within, lo(1, 1), hi(1, 1)},     {real(0, 2), lo(0, 2), hi(1, 1)}};
}

std::function<Value(const Values&)> of_three(std::function<double(double, double, double)> f) {
  return [f](const Values& x) -> Value {
    const auto widest = [&](auto size) { return std::max({size(x[0]), size(x[1]), size(x[2])}); };
    Value result(x[0].size() == 0 ? 0 : widest([](const Value& v) { return v.rows(); }),
                 widest([](const Value& v) { return v.cols(); }));
    const auto entry = [](const Value& v, Index k) { return v.data()[v.size() == 1 ? 0 : k]; };
    for (Index k = 0; k < result.size(); ++k) result.data()[k] = f(entry(x[0], k), entry(x[1], k), entry(x[2], k));
    return result;
  };
}

}  // namespace

std::vector<OpRow> rounding_rows() {
  return {
      {.name = "floor",
       .build = [](const Exprs& x) { return floor(x[0]); },
       .value = entrywise([](double a) { return a - std::fmod(std::fmod(a, 1) + 1, 1); }),
       .cases = between_jumps(),
       .text = "floor(A)",
       .adjoints = {"0"}},
      {.name = "ceil",
       .build = [](const Exprs& x) { return ceil(x[0]); },
       .value = entrywise([](double a) { return -std::floor(-a); }),
       .cases = between_jumps(),
       .text = "ceil(A)",
       .adjoints = {"0"}},
      {.name = "round",
       .build = [](const Exprs& x) { return round(x[0]); },
       .value = entrywise([](double a) { return std::floor(a + 0.5); }),
       .cases = between_jumps(),
       .text = "round(A)",
       .adjoints = {"0"}},
      {.name = "clamp",
       .build = [](const Exprs& x) { return clamp(x[0], x[1], x[2]); },
       .value = of_three([](double a, double lo, double hi) { return a < lo   ? lo
                                                                     : a > hi ? hi
                                                                              : a; }),
       .cases = bounded(),
       .text = "minimum(maximum(A, B), C)",
       .adjoints = {"G ∘ (maximum(A, B) ≤ C)", "G ∘ (maximum(A, B) > C)"},
       .unfitting = {{{2, 3}, {3, 2}, {1, 1}}, {{2, 3}, {1, 1}, {3, 2}}}},
      {.name = "soft_clamp",
       .build = [](const Exprs& x) { return soft_clamp(x[0], x[1], x[2]); },
       .value = of_three([](double a, double lo, double hi) {
         return lo + (hi - lo) / (1 + std::exp(-4 * (a - (lo + hi) / 2) / (hi - lo)));
       }),
       .cases = bounded(),
       .text = "½ (B + C) + (½ (C − B)) ∘ tanh((A − ½ (B + C)) ./ (½ (C − B)))",
       .unfitting = {{{2, 3}, {3, 2}, {1, 1}}, {{2, 3}, {1, 1}, {3, 2}}}},
  };
}

TEST_CASE("rounding and clamping have the stated value, derivatives and print") { check_rows(rounding_rows()); }

TEST_CASE_TEMPLATE("rounding is exact at whole numbers, halves and the ends, with the slope 0", Scalar, float,
                   double, long double) {
  const Scalar infinity = std::numeric_limits<Scalar>::infinity(), nan = std::numeric_limits<Scalar>::quiet_NaN();
  const Scalar below_half = std::nextafter(Scalar(0.5), Scalar(0));
  const Scalar last_odd = 2 / std::numeric_limits<Scalar>::epsilon() - 1;
  struct Row {
    Scalar x, floor, ceil, round;
  };
  const Row rows[] = {{2, 2, 2, 2},
                      {-2, -2, -2, -2},
                      {Scalar(2.5), 2, 3, 3},
                      {Scalar(-2.5), -3, -2, -3},
                      {Scalar(3.5), 3, 4, 4},
                      {below_half, 0, 1, 0},
                      {last_odd, last_odd, last_odd, last_odd},
                      {-last_odd, -last_odd, -last_odd, -last_odd},
                      {Scalar(1e30), Scalar(1e30), Scalar(1e30), Scalar(1e30)},
                      {infinity, infinity, infinity, infinity},
                      {-infinity, -infinity, -infinity, -infinity}};
  for (const Index size : {1, 16}) {
    const Expr x = variable("x", size);
    for (const Row& row : rows) {
      CAPTURE(row.x);
      CHECK(value_at<Scalar>(floor(x), {{x, row.x}}) == row.floor);
      CHECK(value_at<Scalar>(ceil(x), {{x, row.x}}) == row.ceil);
      CHECK(value_at<Scalar>(round(x), {{x, row.x}}) == row.round);
      for (const auto& f : {floor, ceil, round}) CHECK(slope_at<Scalar>(f(x), x, {{x, row.x}}) == 0);
    }
    for (const auto& f : {floor, ceil, round}) CHECK(std::isnan(value_at<Scalar>(f(x), {{x, nan}})));
  }
}

TEST_CASE_TEMPLATE("clamp passes the adjoint within the bounds and on them", Scalar, float, double, long double) {
  const Expr a = variable("a", 1), lo = variable("lo", 1), hi = variable("hi", 1), z = clamp(a, lo, hi);
  const auto slopes = [&](Scalar at, Scalar low, Scalar high) {
    const Point<Scalar> point{{a, at}, {lo, low}, {hi, high}};
    return std::array{slope_at<Scalar>(z, a, point), slope_at<Scalar>(z, lo, point),
                      slope_at<Scalar>(z, hi, point)};
  };
  using Slopes = std::array<Scalar, 3>;
  CHECK(slopes(0, -1, 1) == Slopes{1, 0, 0});
  CHECK(slopes(-1, -1, 1) == Slopes{1, 0, 0});
  CHECK(slopes(1, -1, 1) == Slopes{1, 0, 0});
  CHECK(slopes(-2, -1, 1) == Slopes{0, 1, 0});
  CHECK(slopes(2, -1, 1) == Slopes{0, 0, 1});
  const Expr within = clamp(a, -1, 1);
  CHECK(value_at<Scalar>(within, {{a, -7}}) == -1);
  CHECK(value_at<Scalar>(within, {{a, std::numeric_limits<Scalar>::infinity()}}) == 1);
  CHECK(std::isnan(value_at<Scalar>(within, {{a, std::numeric_limits<Scalar>::quiet_NaN()}})));
  CHECK(value_at<Scalar>(clamp(a, 2, 1), {{a, 0}}) == 1);
}

TEST_CASE_TEMPLATE("a soft clamp has slope 1 in the middle and reaches the bounds far out", Scalar, float, double,
                   long double) {
  const Expr a = variable("a", 1), z = soft_clamp(a, -1, 3);
  CHECK(value_at<Scalar>(z, {{a, 1}}) == 1);
  CHECK(slope_at<Scalar>(z, a, {{a, 1}}) == 1);
  CHECK(value_at<Scalar>(z, {{a, -1000}}) == -1);
  CHECK(value_at<Scalar>(z, {{a, 1000}}) == 3);
  CHECK(value_at<Scalar>(z, {{a, std::numeric_limits<Scalar>::infinity()}}) == 3);
  CHECK(slope_at<Scalar>(z, a, {{a, 1000}}) == 0);
}

TEST_CASE("an error of clamp shows the line where it was written") {
  const Expr a = variable("A", 2, 3), b = variable("B", 3, 2);
  CHECK_THROWS_WITH_AS(clamp(a, 0, b), doctest::Contains("rounding_test.cpp"), ShapeError);
  CHECK_THROWS_WITH_AS(soft_clamp(a, 0, b), doctest::Contains("rounding_test.cpp"), ShapeError);
}

}  // namespace matgrad::tests
