#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/entropy.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>

#include "elementwise_cases.hpp"

namespace matgrad::tests {
namespace {

std::vector<Case> probabilities_and(double low, double high) {
  return {{real(3, 2), between(low, high, 3, 2)}, {real(3, 3), between(low, high, 3, 3)},
          {real(1, 1), between(low, high, 2, 3)}, {real(2, 3), between(low, high, 1, 1)},
          {real(1, 1), between(low, high, 1, 1)}, {real(0, 2), between(low, high, 0, 2)}};
}

}  // namespace

std::vector<OpRow> entropy_rows() {
  return {
      {.name = "xlogy",
       .build = [](const Exprs& x) { return xlogy(x[0], x[1]); },
       .value = entrywise([](double x, double y) { return x * std::log(y); }),
       .cases = probabilities_and(0.5, 3),
       .text = "xlogy(A, B)",
       .adjoints = {"G ∘ log(B)", "G ∘ xdivy(A, B)"},
       .unfitting = unequal()},
      {.name = "xlog1py",
       .build = [](const Exprs& x) { return xlog1py(x[0], x[1]); },
       .value = entrywise([](double x, double y) { return x * std::log(1 + y); }),
       .cases = probabilities_and(-0.5, 2),
       .text = "xlog1py(A, B)",
       .adjoints = {"G ∘ log1p(B)", "G ∘ xdivy(A, 1 + B)"},
       .unfitting = unequal()},
      {.name = "xdivy",
       .build = [](const Exprs& x) { return xdivy(x[0], x[1]); },
       .value = entrywise([](double x, double y) { return x / y; }),
       .cases = probabilities_and(0.5, 3),
       .text = "xdivy(A, B)",
       .adjoints = {"G ∘ (1 ./ B)", "G ∘ (−xdivy(Z, B))"},
       .unfitting = unequal()},
      {.name = "xlogx",
       .build = [](const Exprs& x) { return xlogx(x[0]); },
       .value = entrywise([](double a) { return a * std::log(a); }),
       .cases = sizes(0.1, 2),
       .text = "xlogy(A, A)",
       .adjoints = {"G ∘ log(A)", "G ∘ xdivy(A, A)"}},
      {.name = "binary_entropy",
       .build = [](const Exprs& x) { return binary_entropy(x[0]); },
       .value = entrywise([](double p) { return -p * std::log(p) - (1 - p) * std::log(1 - p); }),
       .cases = sizes(0.1, 0.9),
       .text = "−xlogy(A, A) − xlog1py(1 − A, −A)"},
      {.name = "logaddexp",
       .build = [](const Exprs& x) { return logaddexp(x[0], x[1]); },
       .value = entrywise([](double a, double b) { return std::log(std::exp(a) + std::exp(b)); }),
       .cases = pairs(-3, 3),
       .text = "logaddexp(A, B)",
       .adjoints = {"G ∘ σ(A − B)", "G ∘ σ(B − A)"},
       .unfitting = unequal()},
  };
}

TEST_CASE("logarithmic terms have the stated value, derivatives and print") { check_rows(entropy_rows()); }

TEST_CASE_TEMPLATE("x log y is 0 where x is 0, and has the documented derivatives there", Scalar, float, double,
                   long double) {
  const Scalar infinity = std::numeric_limits<Scalar>::infinity(), nan = std::numeric_limits<Scalar>::quiet_NaN();
  const Expr x = variable("x", 1), y = variable("y", 1);
  const Expr z = xlogy(x, y), shifted = xlog1py(x, y), ratio = xdivy(x, y);
  const Point<Scalar> corner{{x, 0}, {y, 0}};
  CHECK(value_at<Scalar>(z, corner) == 0);
  CHECK(slope_at<Scalar>(z, x, corner) == -infinity);
  CHECK(slope_at<Scalar>(z, y, corner) == 0);
  CHECK(slope_at<Scalar>(gradient(z, y), y, corner) == 0);
  CHECK(value_at<Scalar>(z, {{x, 0}, {y, infinity}}) == 0);
  CHECK(value_at<Scalar>(z, {{x, 0}, {y, -1}}) == 0);
  CHECK(value_at<Scalar>(z, {{x, 1}, {y, 0}}) == -infinity);
  CHECK(slope_at<Scalar>(z, y, {{x, 1}, {y, 0}}) == infinity);
  // On the edge x = 0 every derivative is the ordinary one.
  const Point<Scalar> edge{{x, 0}, {y, 4}};
  CHECK(slope_at<Scalar>(z, x, edge) == std::log(Scalar(4)));
  CHECK(slope_at<Scalar>(z, y, edge) == 0);
  CHECK(slope_at<Scalar>(gradient(z, y), x, edge) == Scalar(0.25));

  const Point<Scalar> end{{x, 0}, {y, -1}};
  CHECK(value_at<Scalar>(shifted, end) == 0);
  CHECK(slope_at<Scalar>(shifted, x, end) == -infinity);
  CHECK(slope_at<Scalar>(shifted, y, end) == 0);
  const Scalar small = Scalar(1e-25);
  CHECK(value_at<Scalar>(shifted, {{x, 2}, {y, small}}) == 2 * small);

  CHECK(value_at<Scalar>(ratio, corner) == 0);
  CHECK(slope_at<Scalar>(ratio, x, corner) == infinity);
  CHECK(slope_at<Scalar>(ratio, y, corner) == 0);
  CHECK(value_at<Scalar>(ratio, {{x, 1}, {y, 0}}) == infinity);

  for (const Expr& f : {z, shifted, ratio}) {
    CHECK(std::isnan(value_at<Scalar>(f, {{x, 0}, {y, nan}})));
    CHECK(std::isnan(value_at<Scalar>(f, {{x, nan}, {y, 1}})));
  }
}

TEST_CASE_TEMPLATE("entropies are 0 where nothing is uncertain, with the documented slopes", Scalar, float, double,
                   long double) {
  const Scalar infinity = std::numeric_limits<Scalar>::infinity();
  const Expr p = variable("p", 1), h = binary_entropy(p), z = xlogx(p);
  CHECK(value_at<Scalar>(z, {{p, 0}}) == 0);
  CHECK(slope_at<Scalar>(z, p, {{p, 0}}) == -infinity);
  CHECK(slope_at<Scalar>(z, p, {{p, 1}}) == 1);
  CHECK(slope_at<Scalar>(gradient(z, p), p, {{p, Scalar(0.25)}}) == 4);
  CHECK(std::isnan(value_at<Scalar>(z, {{p, -1}})));
  for (const Scalar end : {Scalar(0), Scalar(1)}) {
    CHECK(value_at<Scalar>(h, {{p, end}}) == 0);
    CHECK(slope_at<Scalar>(h, p, {{p, end}}) == (end == 0 ? infinity : -infinity));
  }
  CHECK(value_at<Scalar>(h, {{p, Scalar(0.5)}}) == std::numbers::ln2_v<Scalar>);
  CHECK(slope_at<Scalar>(h, p, {{p, Scalar(0.5)}}) == 0);
  // −p log p + p is what is left of it for tiny p.
  const Scalar tiny = Scalar(1e-30), exact = tiny - tiny * std::log(tiny);
  CHECK(value_at<Scalar>(h, {{p, tiny}}) / exact == doctest::Approx(1));
}

TEST_CASE("the entropy of probabilities that underflow has finite derivatives from logits") {
  const Expr x = variable("X", 2, 1);
  const Expr h = -sum(hadamard(softmax(x), log_softmax(x)));
  const LeafValues<double> leaves{{x, Value{{1000}, {-1000}}}};
  CHECK(reference_value<double>(h, leaves)(0, 0) == 0);
  CHECK(reference_value<double>(gradient(h, x), leaves) == Value::Zero(2, 1));
}

TEST_CASE_TEMPLATE("logaddexp is right far apart, at ties and at infinity", Scalar, float, double, long double) {
  const Scalar infinity = std::numeric_limits<Scalar>::infinity(), nan = std::numeric_limits<Scalar>::quiet_NaN();
  const Expr a = variable("a", 1), b = variable("b", 1), z = logaddexp(a, b);
  const auto at = [&](Scalar first, Scalar second) { return value_at<Scalar>(z, {{a, first}, {b, second}}); };
  CHECK(at(1000, -1000) == 1000);
  CHECK(at(-1000, 1000) == 1000);
  CHECK(at(Scalar(1e30), 1) == Scalar(1e30));
  CHECK(at(1000, 1000) == 1000 + std::numbers::ln2_v<Scalar>);
  CHECK(std::abs(at(0, -30) / std::log1p(std::exp(Scalar(-30))) - 1) <=
        4 * std::numeric_limits<Scalar>::epsilon());
  CHECK(at(-infinity, 3) == 3);
  CHECK(at(3, -infinity) == 3);
  CHECK(at(-infinity, -infinity) == -infinity);
  CHECK(at(infinity, infinity) == infinity);
  CHECK(at(infinity, 1) == infinity);
  CHECK(std::isnan(at(nan, 1)));
  CHECK(std::isnan(at(1, nan)));
  const Point<Scalar> tie{{a, 1000}, {b, 1000}}, apart{{a, 1000}, {b, -1000}}, end{{a, -infinity}, {b, 3}};
  for (const Expr& input : {a, b}) {
    CHECK(slope_at<Scalar>(z, input, tie) == Scalar(0.5));
    CHECK(slope_at<Scalar>(gradient(z, input), input, tie) == Scalar(0.25));
    CHECK(slope_at<Scalar>(z, input, end) == (input == a ? 0 : 1));
    CHECK(std::abs(slope_at<Scalar>(z, input, apart) - (input == a ? 1 : 0)) <= Scalar(1e-30));
  }
}

}  // namespace matgrad::tests
