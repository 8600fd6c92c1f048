#include <doctest/doctest.h>

#include <cmath>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/elementwise_function.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

#include "elementwise_cases.hpp"
#include "gradient_check.hpp"
#include "op_table.hpp"

namespace matgrad::tests {
std::vector<OpRow> elementwise_rows() {
  return {
      {.name = "divide",
       .build = [](const Exprs& x) { return divide(x[0], x[1]); },
       .value = entrywise([](double a, double b) { return a / b; }),
       .cases = pairs(0.5, 2),
       .text = "A ./ B",
       .adjoints = {"G ∘ (1 ./ B)", "G ∘ (−Z ./ B)"},
       .unfitting = unequal()},
      {.name = "operator/",
       .build = [](const Exprs& x) { return x[0] / x[1]; },
       .value = entrywise([](double a, double b) { return a / b; }),
       .cases = {{real(3, 2), nonzero(1)}, {real(1), nonzero(1)}, {real(0, 2), nonzero(1)}},
       .text = "A / B",
       .adjoints = {"G ∘ (1 / B)", "sum(G ∘ (−Z / B))"},
       .unfitting = {{{2, 2}, {2, 2}}, {{1, 1}, {2, 1}}}},
      {.name = "power, a number as exponent",
       .build = [](const Exprs& x) { return power(x[0], 2.5); },
       .value = entrywise([](double a) { return std::pow(a, 2.5); }),
       .cases = sizes(0.5, 2),
       .text = "A.^2.5",
       .adjoints = {"G ∘ (2.5 A.^1.5)"}},
      {.name = "power, a whole number as exponent",
       .build = [](const Exprs& x) { return power(x[0], 5); },
       .value = entrywise([](double a) { return a * a * a * a * a; }),
       .cases = sizes(-2, 2),
       .text = "A.^5",
       .adjoints = {"G ∘ (5 A.^4)"}},
      {.name = "power, a negative whole number as exponent",
       .build = [](const Exprs& x) { return power(x[0], -2); },
       .value = entrywise([](double a) { return 1 / (a * a); }),
       .cases = sizes_without_zero(),
       .text = "A.^−2",
       .adjoints = {"G ∘ (−2 A.^−3)"}},
      {.name = "power, a cubed scalar",
       .build = [](const Exprs& x) { return power(x[0], 3); },
       .value = entrywise([](double a) { return a * a * a; }),
       .cases = {{real(1)}, {real(2, 2)}},
       .text = "A³",
       .adjoints = {"G ∘ (3 A²)"}},
      {.name = "power, the reciprocal of a scalar",
       .build = [](const Exprs& x) { return power(x[0], -1); },
       .value = entrywise([](double a) { return 1 / a; }),
       .cases = {{nonzero(1)}, {nonzero(2, 2)}},
       .text = "A⁻¹",
       .adjoints = {"G ∘ (−A⁻²)"}},
      {.name = "power, exponent 1",
       .build = [](const Exprs& x) { return power(x[0], 1); },
       .value = entrywise([](double a) { return a; }),
       .cases = sizes(-2, 2),
       .text = "A.^1",
       .adjoints = {"G"}},
      {.name = "power, exponent 0",
       .build = [](const Exprs& x) { return power(x[0], 0); },
       .value = entrywise([](double) { return 1.0; }),
       .cases = sizes(-2, 2),
       .text = "A.^0",
       .adjoints = {"0"}},
      {.name = "power, a matrix as exponent",
       .build = [](const Exprs& x) { return power(x[0], x[1]); },
       .value = entrywise([](double a, double b) { return std::pow(a, b); }),
       .cases = pairs(0.5, 2),
       .text = "A .^ B",
       .adjoints = {"G ∘ select(B ≠ 0, B ∘ (A .^ (B − 1)), 0)", "G ∘ xlogy(Z, A)"},
       .unfitting = unequal()},
      {.name = "square",
       .build = [](const Exprs& x) { return square(x[0]); },
       .value = entrywise([](double a) { return a * a; }),
       .cases = sizes(-2, 2),
       .text = "A.^2",
       .adjoints = {"G ∘ (2 A)"}},
      {.name = "cube",
       .build = [](const Exprs& x) { return cube(x[0]); },
       .value = entrywise([](double a) { return a * a * a; }),
       .cases = sizes(-2, 2),
       .text = "A.^3",
       .adjoints = {"G ∘ (3 A.^2)"}},
      {.name = "reciprocal",
       .build = [](const Exprs& x) { return reciprocal(x[0]); },
       .value = entrywise([](double a) { return 1 / a; }),
       .cases = sizes_without_zero(),
       .text = "A.^−1",
       .adjoints = {"G ∘ (−A.^−2)"}},
      {.name = "sqrt",
       .build = [](const Exprs& x) { return sqrt(x[0]); },
       .value = entrywise([](double a) { return std::sqrt(a); }),
       .cases = sizes(0.5, 3),
       .text = "sqrt(A)",
       .adjoints = {"G ∘ (1 ./ (2 Z))"}},
      {.name = "exp",
       .build = [](const Exprs& x) { return exp(x[0]); },
       .value = entrywise([](double a) { return std::exp(a); }),
       .cases = sizes(-2, 2),
       .text = "exp(A)",
       .adjoints = {"G ∘ Z"}},
      {.name = "log",
       .build = [](const Exprs& x) { return log(x[0]); },
       .value = entrywise([](double a) { return std::log(a); }),
       .cases = sizes(0.5, 3),
       .text = "log(A)",
       .adjoints = {"G ∘ (1 ./ A)"}},
      {.name = "tanh",
       .build = [](const Exprs& x) { return tanh(x[0]); },
       .value = entrywise([](double a) { return std::tanh(a); }),
       .cases = sizes(-2, 2),
       .text = "tanh(A)",
       .adjoints = {"G ∘ (1 − Z.^2)"}},
      {.name = "sigmoid",
       .build = [](const Exprs& x) { return sigmoid(x[0]); },
       .value = entrywise([](double a) { return 0.5 * (1 + std::tanh(0.5 * a)); }),
       .cases = sizes(-4, 4),
       .text = "σ(A)",
       .adjoints = {"G ∘ (Z ∘ (1 − Z))"}},
      {.name = "softplus",
       .build = [](const Exprs& x) { return softplus(x[0]); },
       .value = entrywise([](double a) { return std::log(1 + std::exp(a)); }),
       .cases = sizes(-4, 4),
       .text = "softplus(A)",
       .adjoints = {"G ∘ σ(A)"}},
      {.name = "swish",
       .build = [](const Exprs& x) { return swish(x[0]); },
       .value = entrywise([](double a) { return a / (1 + std::exp(-a)); }),
       .cases = sizes(-4, 4),
       .text = "A ∘ σ(A)"},
      {.name = "relu",
       .build = [](const Exprs& x) { return relu(x[0]); },
       .value = entrywise([](double a) { return a > 0 ? a : 0.0; }),
       .cases = sizes_without_zero(),
       .text = "relu(A)",
       .adjoints = {"G ∘ (A > 0)"}},
      {.name = "abs",
       .build = [](const Exprs& x) { return abs(x[0]); },
       .value = entrywise([](double a) { return std::abs(a); }),
       .cases = sizes_without_zero(),
       .text = "abs(A)",
       .adjoints = {"G ∘ sign(A)"}},
      {.name = "sign",
       .build = [](const Exprs& x) { return sign(x[0]); },
       .value = entrywise([](double a) { return a > 0 ? 1.0 : -1.0; }),
       .cases = sizes_without_zero(),
       .text = "sign(A)",
       .adjoints = {"0"}},
      {.name = "maximum",
       .build = [](const Exprs& x) { return maximum(x[0], x[1]); },
       .value = entrywise([](double a, double b) { return a > b ? a : b; }),
       .cases = pairs(-2, 2),
       .text = "maximum(A, B)",
       .adjoints = {"G ∘ (A ≥ B)", "G ∘ (A < B)"},
       .unfitting = unequal()},
      {.name = "minimum",
       .build = [](const Exprs& x) { return minimum(x[0], x[1]); },
       .value = entrywise([](double a, double b) { return a < b ? a : b; }),
       .cases = pairs(-2, 2),
       .text = "minimum(A, B)",
       .adjoints = {"G ∘ (A ≤ B)", "G ∘ (A > B)"},
       .unfitting = unequal()},
      {.name = "stop_gradient",
       .build = [](const Exprs& x) { return stop_gradient(x[0]); },
       .value = [](const Values& x) { return x[0]; },
       .cases = {{fixed(Value{{1, -2}, {3, 4}})}, {fixed(Value(0, 2))}},
       .text = "stop_gradient(A)",
       .adjoints = {"0"}},
  };
}

TEST_CASE("elementwise functions have the stated value, derivatives and print") { check_rows(elementwise_rows()); }

namespace {

template <class Scalar>
Matrix<Scalar> at(const Expr& z, const Matrix<Scalar>& value) {
  return evaluated<Scalar>(z, Bindings<Scalar>{{Graph(z).leaves().front().id(), value}});
}

}  // namespace

TEST_CASE("Kinks have the documented derivative") {
  const Expr x = variable("x", 3);
  const Eigen::Vector3d points(-1, 0, 2);
  const auto slope = [&](const Expr& z) -> Value {
    return at<double>(z.op().vjp(0, z, constant(Value::Ones(3, 1))), Value(points));
  };
  CHECK(slope(relu(x)) == Value{{0}, {0}, {1}});
  CHECK(slope(abs(x)) == Value{{-1}, {0}, {1}});
  CHECK(slope(maximum(x, 0)) == Value{{0}, {1}, {1}});
  CHECK(slope(minimum(x, 0)) == Value{{1}, {1}, {0}});
  CHECK(slope(power(x, 2)) == Value{{-2}, {0}, {4}});
  const Expr z = maximum(x, 0);
  const Expr other = z.op().vjp(1, z, constant(Value::Ones(3, 1)));
  CHECK(at<double>(other, Value(points))(0, 0) == 1);  // summed over the entries: only −1 < 0 counts
}

TEST_CASE_TEMPLATE("Sigmoid, softplus and tanh stay accurate far out and near 0", Scalar, float, double) {
  // A column of 16 takes the vectorised path, one entry alone the scalar one.
  const std::vector<double> points{-80, -20, -8.7, -1, -1e-3, -1e-6, 0, 1e-6, 1e-3, 0.3, 1, 8.7, 20, 40, 60, 80};
  const long double allowed = 8 * static_cast<long double>(std::numeric_limits<Scalar>::epsilon());
  const auto check = [&](Expr (*f)(const Operand&), long double (*exact)(long double)) {
    Matrix<Scalar> column(16, 1);
    for (Index i = 0; i < 16; ++i) column(i) = static_cast<Scalar>(points[static_cast<std::size_t>(i)]);
    const Matrix<Scalar> whole = at<Scalar>(f(variable("x", 16)), column);
    for (Index i = 0; i < 16; ++i) {
      const long double truth = exact(static_cast<long double>(column(i)));
      CAPTURE(column(i));
      CHECK(std::abs(static_cast<long double>(whole(i)) - truth) <= allowed * std::abs(truth));
      const Matrix<Scalar> single = Matrix<Scalar>::Constant(1, 1, column(i));
      const Matrix<Scalar> alone = at<Scalar>(f(variable("x", 1)), single);
      CHECK(std::abs(static_cast<long double>(alone(0)) - truth) <= allowed * std::abs(truth));
    }
  };
  check(sigmoid, [](long double x) { return 1 / (1 + std::exp(-x)); });
  check(tanh, [](long double x) { return std::tanh(x); });
  check(softplus, [](long double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); });
}

TEST_CASE_TEMPLATE("Outside the domain the value is that of IEEE arithmetic, and NaN stays NaN", Scalar, float,
                   double) {
  constexpr Scalar infinite = std::numeric_limits<Scalar>::infinity();
  constexpr Scalar nan = std::numeric_limits<Scalar>::quiet_NaN();
  for (const Index size : {1, 16}) {
    const Expr x = variable("x", size);
    const auto value = [&](const Expr& z, Scalar entry) {
      return at<Scalar>(z, Matrix<Scalar>::Constant(size, 1, entry))(0, 0);
    };
    CAPTURE(size);
    CHECK(std::isnan(value(log(x), -1)));
    CHECK(value(log(x), 0) == -infinite);
    CHECK(std::isnan(value(sqrt(x), -1)));
    CHECK(value(sqrt(x), infinite) == infinite);
    CHECK(value(divide(1, x), 0) == infinite);
    CHECK(value(power(x, -1), 0) == infinite);
    CHECK(std::isnan(value(power(x, 0.5), -1)));
    CHECK(value(exp(x), infinite) == infinite);
    CHECK(value(exp(x), 1000) == infinite);
    CHECK(value(sigmoid(x), -1000) < std::numeric_limits<Scalar>::min());
    CHECK(value(sigmoid(x), 1000) == 1);
    CHECK(value(softplus(x), 1000) == 1000);
    CHECK(value(tanh(x), -1000) == -1);
    for (const auto& f : {exp, log, sqrt, square, tanh, sigmoid, softplus, swish, relu, abs, sign})
      CHECK(std::isnan(value(f(x), nan)));
    CHECK(std::isnan(value(maximum(x, 0), nan)));
    CHECK(std::isnan(value(maximum(0, x), nan)));
    CHECK(std::isnan(value(minimum(x, 0), nan)));
    CHECK(std::isnan(value(minimum(0, x), nan)));
  }
}

TEST_CASE("A whole exponent is exact for negative bases") {
  const Expr x = variable("x", 3);
  const Value base{{-3}, {-2}, {5}};
  CHECK(at<double>(power(x, 7), base) == Value{{-2187}, {-128}, {78125}});
  CHECK(at<double>(power(x, 3), base) == Value{{-27}, {-8}, {125}});
}

TEST_CASE("A quotient by a matrix says what to write instead") {
  const Expr a = variable("A", 2, 3), b = variable("B", 2, 3);
  CHECK_THROWS_WITH_AS(a / b, doctest::Contains("divide(A, B)"), ShapeError);
}

}  // namespace matgrad::tests
