#include "matgrad/autodiff/check/check_gradient.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/softmax.hpp"
#include "matgrad/autodiff/operations/trigonometric.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

#include "support/error_text.hpp"
#include "support/tied_autoencoder.hpp"

using namespace matgrad;
using Value = Eigen::MatrixXd;

namespace {

/// Entries between −1 and 1 that look random and are the same everywhere.
Value wave(Index rows, Index cols) {
  Value value(rows, cols);
  for (Index k = 0; k < value.size(); ++k) value.data()[k] = std::sin(1.7 * static_cast<double>(k) + 0.3);
  return value;
}

Value number(double value) { return Value::Constant(1, 1, value); }

struct Autoencoder : tests::TiedAutoencoder {
  Value W0 = wave(3, 6), x0 = wave(6, 1);
};

}  // namespace

TEST_CASE("the automatic gradient of the tied autoencoder passes") {
  const Autoencoder a;
  const GradientCheck check = check_gradient(a.L, {a.W, a.x}, {a.W0, a.x0});
  CHECK(check.passed());
  CHECK(check.relative_error() < 1e-10);
  const Value K0 = a.W0.transpose() * a.W0 * a.x0 - a.x0;
  CHECK(check.loss == doctest::Approx(K0.squaredNorm() / 2));
  REQUIRE(check.variables.size() == 2);
  CHECK(check.variables[0].name == "W");
  CHECK(check.variables[0].shape == Shape{3, 6});
  CHECK(check.variables[0].entries == 18);
  CHECK(check.variables[0].directions == 0);
  CHECK(check.variables[0].uncertainty < 1e-10);
  CHECK(check.variables[1].entries == 6);
}

TEST_CASE("a closed form given by hand is checked instead") {
  const Autoencoder a;
  const Expr right = a.W * (a.K * transpose(a.x) + a.x * transpose(a.K));
  CHECK(check_gradient(a.L, {a.W}, {right}, {a.W0}, {.others = {{a.x, a.x0}}}).passed());
}

TEST_CASE("planted errors fail") {
  const Autoencoder a;
  const Expr one_path = a.W * a.K * transpose(a.x);
  const Expr right = gradient(a.L, a.W);
  const CheckOptions options{.others = {{a.x, a.x0}}};
  for (const Expr& wrong : {one_path, -right, 2 * right, right + 1e-6 * a.W}) {
    const GradientCheck check = check_gradient(a.L, {a.W}, {wrong}, {a.W0}, options);
    CHECK_FALSE(check.passed());
    CHECK(check.variables[0].verdict == Verdict::failed);
    CHECK(check.variables[0].relative_error > 1e-8);
  }
}

TEST_CASE("the worst entry shows both numbers") {
  const Expr x = variable("x", 2, 2);
  const Expr wrong = 2 * x + constant((Value(2, 2) << 0, 0, 1, 0).finished());
  const GradientCheck check = check_gradient(squared_norm(x), {x}, {wrong}, {wave(2, 2)});
  const VariableCheck& v = check.variables[0];
  CHECK(v.worst == "(1, 0)");
  CHECK(v.given == doctest::Approx(2 * wave(2, 2)(1, 0) + 1));
  CHECK(v.difference == doctest::Approx(2 * wave(2, 2)(1, 0)));
  CHECK(v.relative_error == doctest::Approx(1 / v.given));
}

TEST_CASE("a gradient that is not finite fails, also where differences vanish") {
  const Expr x = variable("x", 1);
  const GradientCheck check = check_gradient(0 * x, {x}, {divide(x, x)}, {number(0)});
  CHECK(check.variables[0].verdict == Verdict::failed);
  CHECK(std::isnan(check.variables[0].relative_error));
  CHECK(std::isnan(check.relative_error()));
}

TEST_CASE("steps shrink away from a near kink") {
  const Expr x = variable("x", 2);
  const Value near = (Value(2, 1) << 1e-3, -1e-5).finished();
  const GradientCheck check = check_gradient(sum(relu(x) + abs(x)), {x}, {near});
  CHECK(check.passed());
  CHECK(check.variables[0].step < 1e-5);
}

TEST_CASE("exactly at a kink: the mean of both sides passes, another subgradient is undecided") {
  const Expr x = variable("x", 1);
  const GradientCheck passed = check_gradient(abs(x), {x}, {number(0)});
  CHECK(passed.passed());
  CHECK(passed.variables[0].uncertainty == doctest::Approx(1));
  CHECK(tests::has(to_text(passed), "passed, 1 at a kink"));
  CHECK(tests::has(to_text(passed), "\nat a kink there is no derivative: the difference is the mean"));
  const Expr y = variable("y", 2);
  const GradientCheck one_of_two = check_gradient(sum(abs(y)), {y}, {(Value(2, 1) << 0, 1).finished()});
  CHECK(one_of_two.variables[0].kinks == 1);
  CHECK(check_gradient(sum(exp(y)), {y}, {(Value(2, 1) << 0, 1).finished()}).variables[0].kinks == 0);
  const GradientCheck check = check_gradient(relu(x), {x}, {number(0)});
  CHECK_FALSE(check.passed());
  CHECK(check.variables[0].verdict == Verdict::undecided);
  CHECK(check.variables[0].given == 0);
  CHECK(check.variables[0].difference == doctest::Approx(0.5));
  CHECK(check.variables[0].kinks == 1);
  // So near that no step stays on one side.
  CHECK(check_gradient(relu(x), {x}, {number(1e-9)}).variables[0].verdict == Verdict::undecided);
}

TEST_CASE("a gradient that is 0 everywhere passes, and kinks are counted only where there are some") {
  struct Case {
    std::string name;
    std::function<Expr(const Expr& x)> loss;
    bool vanishes;
    Index kinks;
  };
  const Expr c = constant(Value{{0.7}, {-1.2}, {0.4}, {2.0}});
  const Case cases[] = {
      {"deviations from the mean", [](const Expr& x) { return sum(x - mean(x)); }, true, 0},
      {"the same, large", [](const Expr& x) { return 1e6 * sum(x - mean(x)); }, true, 0},
      {"the same, small", [](const Expr& x) { return 1e-8 * sum(x - mean(x)); }, true, 0},
      {"probabilities", [](const Expr& x) { return sum(softmax(x)); }, true, 0},
      {"the norm of a unit vector", [](const Expr& x) { return squared_norm(divide(x, norm(x))); }, true, 0},
      {"sin² + cos²", [](const Expr& x) { return sum(square(sin(x)) + square(cos(x))); }, true, 0},
      {"two ways of one square", [](const Expr& x) { return squared_norm(x) - trace(x * transpose(x)); }, true, 0},
      {"log exp", [](const Expr& x) { return sum(log(exp(x)) - x); }, true, 0},
      {"steps", [](const Expr& x) { return sum(sign(x - 0.1)); }, true, 0},
      {"a difference of absolute values", [](const Expr& x) { return sum(abs(x) - abs(-x)); }, true, 0},
      {"a line", [&c](const Expr& x) { return dot(c, x); }, false, 0},
      {"a line beside terms that cancel", [&c](const Expr& x) { return dot(c, x) + sum(x - mean(x)); }, false, 0},
      {"a parabola", [&c](const Expr& x) { return squared_norm(x - c); }, false, 0},
      {"a steep bend", [](const Expr& x) { return sum(softplus(1e3 * x)); }, false, 0},
      {"a root of a norm", [](const Expr& x) { return sum(sqrt(1e-8 + square(x))); }, false, 0},
      {"a cubic with an edge at 0", [](const Expr& x) { return sum(hadamard(square(x), abs(x))); }, false, 0},
      {"an absolute value at 0", [](const Expr& x) { return sum(abs(x)); }, false, 1},
      {"relu at 0", [](const Expr& x) { return sum(relu(x)); }, false, 1},
      {"two edges beside terms that cancel", [](const Expr& x) { return sum(abs(x)) + sum(x - mean(x)); }, false,
       1},
      {"a maximum at a tie", [](const Expr& x) { return sum(maximum(x, 2 * x)); }, false, 1},
      {"a norm at 0", [](const Expr& x) { return norm(slice(x, 1, 0, 1, 1)); }, false, 1},
  };
  const Expr x = variable("x", 4);
  const Value at = (Value(4, 1) << 0.3, 0, -1.7, 0.9).finished();
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Expr loss = c.loss(x);
    const VariableCheck check = check_gradient(loss, {x}, {at}).variables[0];
    CHECK(check.kinks == c.kinks);
    CHECK(std::max(std::abs(check.given), std::abs(check.difference)) < (c.vanishes ? 1e-6 : 1e9));
    if (c.vanishes) CHECK(check.relative_error == 0);
    if (c.kinks == 0) CHECK(check.verdict == Verdict::passed);
    // The same gradient with an error in it does not pass.
    const Expr wrong = gradient(loss, x) + constant(Value{{0}, {0}, {1e-3}, {0}});
    CHECK(check_gradient(loss, {x}, {wrong}, {at}).variables[0].verdict == Verdict::failed);
  }
}

TEST_CASE("a gradient that is too small to be seen is not taken for 0") {
  const Expr x = variable("x", 1);
  const GradientCheck check = check_gradient(1e9 + 1e-6 * x, {x}, {constant(3e-6)}, {number(1)});
  CHECK(check.variables[0].verdict == Verdict::undecided);
}

TEST_CASE("a kink in one entry does not hide a wrong gradient in another") {
  const Expr x = variable("x", 2);
  const Value at = (Value(2, 1) << 0, 1).finished();
  const GradientCheck check = check_gradient(sum(relu(x)), {x}, {2 * greater(x, 0)}, {at});
  CHECK(check.variables[0].verdict == Verdict::failed);
  CHECK(check.variables[0].worst == "(1, 0)");
}

TEST_CASE("what rounding hides is undecided") {
  // The loss is so large that its differences have only a few digits.
  const Expr x = variable("x", 1);
  const GradientCheck check = check_gradient(1e9 + x, {x}, {constant(1.0 + 1e-7)}, {number(1)});
  CHECK(check.variables[0].verdict == Verdict::undecided);
  CHECK(check.variables[0].uncertainty > 1e-8);
}

TEST_CASE("steps that leave the domain are skipped") {
  const Expr x = variable("x", 1), A = variable("A", 2, 2);
  const GradientCheck check = check_gradient(log(x), {x}, {number(1e-3)});
  CHECK(check.passed());
  CHECK(check.variables[0].step < 1e-3);
  const Value nearly_singular = (Value(2, 2) << 1, 1, 1, 1.001).finished();
  CHECK(check_gradient(log_det(A), {A}, {nearly_singular}).passed());
}

TEST_CASE("where no step stays inside, the entry is counted and undecided") {
  const Expr x = variable("x", 2, 1, Fact::nonnegative);
  const GradientCheck check = check_gradient(sum(x), {x}, {(Value(2, 1) << 0, 1).finished()});
  CHECK(check.variables[0].without_step == 1);
  CHECK(check.variables[0].verdict == Verdict::undecided);
  CHECK(to_text(check).find("undecided, 1 without a step inside the domain") != std::string::npos);
}

TEST_CASE("a symmetric variable is moved in both entries") {
  const Expr S = variable("S", 3, 3, Fact::symmetric), x = variable("x", 3);
  const Value s = wave(3, 3) + wave(3, 3).transpose();
  const GradientCheck check = check_gradient(sum(exp(S * x)), {S, x}, {s, wave(3, 1)});
  CHECK(check.passed());
  CHECK(check.variables[0].entries == 6);
  // Of a gradient only the symmetric part counts, and that must be right.
  const Expr g = exp(S * x) * transpose(x);
  const CheckOptions options{.others = {{x, wave(3, 1)}}};
  CHECK(check_gradient(sum(exp(S * x)), {S}, {g}, {s}, options).passed());
  CHECK_FALSE(check_gradient(sum(exp(S * x)), {S}, {g + transpose(g)}, {s}, options).passed());
}

TEST_CASE("positive, positive definite and triangular variables stay what they are") {
  const Expr p = variable("p", 3, 1, Fact::positive);
  const Value small = (Value(3, 1) << 1e-4, 0.5, 20).finished();
  CHECK(check_gradient(sum(log(p)), {p}, {small}).passed());

  const Expr P = variable("P", 3, 3, Fact::positive_definite);
  const Value definite = wave(3, 3) * wave(3, 3).transpose() + Value::Identity(3, 3);
  CHECK(check_gradient(log_det(P) + squared_norm(P), {P}, {definite}).passed());

  const Expr T = variable("T", 3, 3, Fact::lower_triangular), D = variable("D", 3, 3, Fact::diagonal);
  const Value lower = wave(3, 3).triangularView<Eigen::Lower>();
  const Value diagonal = wave(3, 3).diagonal().asDiagonal();
  const GradientCheck check = check_gradient(sum(exp(T * D)), {T, D}, {lower, diagonal});
  CHECK(check.passed());
  CHECK(check.variables[0].entries == 6);
  CHECK(check.variables[1].entries == 3);
}

TEST_CASE("a large variable is checked at random entries and along random directions, by the seed") {
  const Expr X = variable("X", 30, 20);
  const Expr loss = sum(tanh(X)), right = gradient(loss, X);
  const Value X0 = wave(30, 20);
  const GradientCheck check = check_gradient(loss, {X}, {X0}, {.seed = 7});
  CHECK(check.passed());
  CHECK(check.seed == 7);
  CHECK(check.variables[0].entries == 24);
  CHECK(check.variables[0].directions == 24);
  CHECK(to_text(check).find("seed 7") != std::string::npos);
  CHECK(to_text(check_gradient(loss, {X}, {X0}, {.seed = 7})) == to_text(check));

  // One wrong entry: found by the directions whatever the seed, and named when every entry is compared.
  Value planted = Value::Zero(30, 20);
  planted(17, 4) = 0.01;
  const Expr wrong = right + constant(planted);
  for (std::uint64_t seed : {1, 2, 3})
    CHECK(check_gradient(loss, {X}, {wrong}, {X0}, {.seed = seed}).variables[0].verdict == Verdict::failed);
  const GradientCheck every = check_gradient(loss, {X}, {wrong}, {X0}, {.every_entry = true});
  CHECK(every.variables[0].entries == 600);
  CHECK(every.variables[0].directions == 0);
  CHECK(every.variables[0].worst == "(17, 4)");
}

TEST_CASE("large variables with facts move inside their sets") {
  const Expr S = variable("S", 30, 30, Fact::symmetric), p = variable("p", 300, 1, Fact::positive);
  const Value s = wave(30, 30) + wave(30, 30).transpose();
  const Value positive = wave(300, 1).cwiseAbs() + Value::Constant(300, 1, 1e-3);
  const GradientCheck check = check_gradient(sum(tanh(S)) + sum(log(p)), {S, p}, {s, positive});
  CHECK(check.passed());
  CHECK(check.variables[0].without_step == 0);
  CHECK(check.variables[1].without_step == 0);
}

TEST_CASE("variables without entries and losses without the variable pass") {
  const Expr e = variable("e", 0, 3), x = variable("x", 2), y = variable("y", 1);
  const GradientCheck check = check_gradient(squared_norm(e) + y, {e, x, y}, {Value(0, 3), wave(2, 1), number(1)});
  CHECK(check.passed());
  CHECK(check.variables[0].entries == 0);
  CHECK(check.variables[1].relative_error == 0);
}

TEST_CASE("the table") {
  GradientCheck check;
  check.seed = 5;
  check.variables.push_back({.name = "W",
                             .shape = {3, 6},
                             .entries = 18,
                             .worst = "(2, 0)",
                             .given = 0.25,
                             .difference = -0.5,
                             .step = 0.00577,
                             .relative_error = 1.5,
                             .uncertainty = 2e-13,
                             .verdict = Verdict::failed});
  check.variables.push_back({.name = "x̂",
                             .shape = {784, 100},
                             .entries = 24,
                             .directions = 24,
                             .worst = "direction 5",
                             .given = 1.23456789012,
                             .difference = 1.23456789013,
                             .step = 0.00144,
                             .relative_error = 8.1e-12,
                             .uncertainty = 1e-11,
                             .verdict = Verdict::passed});
  CHECK(fmt::format("{}", check) ==
        "variable  shape    entries             worst        gradient    differences  step     rel. error  "
        "uncertainty  verdict\n"
        "W         3×6      18                  (2, 0)       0.25        -0.5         5.8e-03  1.5e+00     "
        "2.0e-13      failed\n"
        "x̂         784×100  24 + 24 directions  direction 5  1.23456789  1.23456789   1.4e-03  8.1e-12     "
        "1.0e-11      passed\n"
        "entries and directions chosen at random with seed 5");
  check.variables[1].directions = 1;
  CHECK(fmt::format("{}", check).find("24 + 1 direction  direction 5") != std::string::npos);
}

TEST_CASE("arguments that do not fit are refused") {
  const Expr x = variable("x", 2), W = variable("W", 2, 2);
  CHECK_THROWS_AS(check_gradient(x, {x}, {wave(2, 1)}), ShapeError);
  CHECK_THROWS_AS(check_gradient(sum(x), {x}, {wave(3, 1)}), ShapeError);
  CHECK_THROWS_WITH_AS(
      check_gradient(sum(x), {x}, std::vector<Value>{}),
      "check_gradient: 1 variable, 1 gradient and 0 values are given: there must be as many of each", Error);
  CHECK_THROWS_AS(check_gradient(sum(x), {x}, {W}, {wave(2, 1)}), ShapeError);
  CHECK_THROWS_WITH_AS(
      check_gradient(sum(W * x), {x}, {wave(2, 1)}),
      doctest::Contains("no value is given for W (2×2)\n  list it among the variables, or, if it is "
                        "not to be checked, in CheckOptions::others"),
      MissingInputError);
  CHECK(check_gradient(sum(x) + sum(ones_like(W)), {x}, {wave(2, 1)}).passed());
  CHECK_THROWS_AS(check_gradient(sum(log(x)), {x}, {wave(2, 1) - Value::Constant(2, 1, 2)}), NonFiniteError);
}
