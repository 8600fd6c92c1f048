#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/linear_algebra/executor.hpp>
#include <matgrad/autodiff/linear_algebra/linear_algebra.hpp>
#include <matgrad/autodiff/operations/divided_difference.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/spectral.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "evaluation.hpp"
#include "op_table.hpp"
#include "support/reference_matrices.hpp"

namespace matgrad::tests {
namespace {

using F = SpectralFunction;

Value half(const Value& a) { return (a + a.transpose()) / 2; }

/// The upper right block of f([[S, E], [0, S]]) is Df(S)[E]: Higham (2008), theorem 3.6.
Value by_blocks(const Value& a, const Value& direction, const std::function<Value(const Value&)>& f) {
  const Index n = a.rows();
  Value block = Value::Zero(2 * n, 2 * n);
  block.topLeftCorner(n, n) = block.bottomRightCorner(n, n) = half(a);
  block.topRightCorner(n, n) = half(direction);
  return f(block).topRightCorner(n, n);
}

}  // namespace

std::vector<OpRow> symmetric_function_rows() {
  const auto derivative = [](F f) {
    return [f](const Exprs& x) { return symmetric_function_derivative(x[0], f, {x[1]}); };
  };
  const std::vector<Case> definite{
      {positive_definite(3)}, {invertible(4)}, {positive_definite(1)}, {positive_definite(0)}};
  const std::vector<Case> directed{{positive_definite(3), real(3, 3)},
                                   {invertible(4), real(4, 4)},
                                   {positive_definite(1), real(1, 1)},
                                   {positive_definite(0), real(0, 0)}};
  const std::vector<std::vector<Shape>> unfitting{{{2, 3}}}, unfitting_direction{{{3, 3}, {2, 2}}};
  const auto guarded = [](auto f) {  // the references take no empty matrix
    return [f](const Values& x) -> Value { return x[0].size() == 0 ? x[0] : Value(f(x)); };
  };
  return {
      {.name = "symmetric_function",
       .build = [](const Exprs& x) { return symmetric_function(x[0], F::exp()); },
       .value = guarded([](const Values& x) { return matrix_exponential_of(half(x[0])); }),
       .cases = {{real(3, 3)}, {real(4, 4)}, {real(1, 1)}, {real(0, 0)}},
       .text = "symmetric_exp(A)",
       .adjoints = {"symmetric_exp_derivative(A, G)"},
       .unfitting = unfitting},
      {.name = "symmetric_exp",
       .build = [](const Exprs& x) { return symmetric_exp(x[0]); },
       .value = guarded([](const Values& x) { return matrix_exponential_of(half(x[0])); }),
       .cases = {{real(2, 2)}},
       .text = "symmetric_exp(A)",
       .adjoints = {"symmetric_exp_derivative(A, G)"},
       .unfitting = unfitting},
      {.name = "symmetric_log",
       .build = [](const Exprs& x) { return symmetric_log(x[0]); },
       .value = guarded([](const Values& x) { return matrix_logarithm_of(half(x[0])); }),
       .cases = definite,
       .text = "symmetric_log(A)",
       .adjoints = {"symmetric_log_derivative(A, G)"},
       .unfitting = unfitting},
      {.name = "symmetric_sqrt",
       .build = [](const Exprs& x) { return symmetric_sqrt(x[0]); },
       .value = guarded([](const Values& x) { return matrix_power_of(half(x[0]), 0.5); }),
       .cases = definite,
       .text = "symmetric_sqrt(A)",
       .adjoints = {"symmetric_sqrt_derivative(A, G)"},
       .unfitting = unfitting},
      {.name = "symmetric_inverse_sqrt",
       .build = [](const Exprs& x) { return symmetric_inverse_sqrt(x[0]); },
       .value = guarded([](const Values& x) { return matrix_power_of(half(x[0]), -0.5); }),
       .cases = definite,
       .text = "symmetric_inverse_sqrt(A)",
       .adjoints = {"symmetric_inverse_sqrt_derivative(A, G)"},
       .unfitting = unfitting},
      {.name = "symmetric_power",
       .build = [](const Exprs& x) { return symmetric_power(x[0], 1.3); },
       .value = guarded([](const Values& x) { return matrix_power_of(half(x[0]), 1.3); }),
       .cases = definite,
       .text = "symmetric_power[1.3](A)",
       .adjoints = {"symmetric_power_derivative[1.3](A, G)"},
       .unfitting = unfitting},
      {.name = "symmetric_power, a whole exponent and any signs",
       .build = [](const Exprs& x) { return symmetric_power(x[0], 3); },
       .value = [](const Values& x) -> Value { return half(x[0]) * half(x[0]) * half(x[0]); },
       .cases = {{real(3, 3)}, {real(4, 4)}, {real(1, 1)}, {real(0, 0)}},
       .text = "symmetric_power[3](A)",
       .adjoints = {"symmetric_power_derivative[3](A, G)"}},
      {.name = "symmetric_power, a negative whole exponent",
       .build = [](const Exprs& x) { return symmetric_power(x[0], -2); },
       .value = guarded([](const Values& x) { return inverse_of(half(x[0]) * half(x[0])); }),
       .cases = definite,
       .text = "symmetric_power[-2](A)",
       .adjoints = {"symmetric_power_derivative[-2](A, G)"}},
      {.name = "symmetric_function_derivative",
       .build = derivative(F::exp()),
       .value = guarded([](const Values& x) { return by_blocks(x[0], x[1], matrix_exponential_of); }),
       .cases = {{real(3, 3), real(3, 3)},
                 {real(2, 2), real(2, 2)},
                 {real(1, 1), real(1, 1)},
                 {real(0, 0), real(0, 0)}},
       .text = "symmetric_exp_derivative(A, B)",
       .adjoints = {"symmetric_exp_derivative(A, B, G)", "symmetric_exp_derivative(A, G)"},
       .unfitting = unfitting_direction},
      {.name = "symmetric_function_derivative, of a logarithm",
       .build = derivative(F::log()),
       .value = guarded([](const Values& x) { return by_blocks(x[0], x[1], matrix_logarithm_of); }),
       .cases = directed,
       .text = "symmetric_log_derivative(A, B)",
       .adjoints = {"symmetric_log_derivative(A, B, G)", "symmetric_log_derivative(A, G)"}},
      {.name = "symmetric_function_derivative, of a power",
       .build = derivative(F::power(-0.7)),
       .value = guarded([](const Values& x) {
         return by_blocks(x[0], x[1], [](const Value& a) { return matrix_power_of(a, -0.7); });
       }),
       .cases = directed,
       .text = "symmetric_power_derivative[-0.7](A, B)",
       .adjoints = {"symmetric_power_derivative[-0.7](A, B, G)", "symmetric_power_derivative[-0.7](A, G)"}},
      {.name = "symmetric_function_derivative, of second order",
       .build =
           [](const Exprs& x) {
             return symmetric_function_derivative(x[0], F::power(3), {x[1], x[2]});
           },
       .value = [](const Values& x) -> Value {
         const Value s = half(x[0]), e = half(x[1]), f = half(x[2]);
         return s * e * f + s * f * e + e * s * f + f * s * e + e * f * s + f * e * s;
       },
       .cases = {{real(3, 3), real(3, 3), real(3, 3)}, {real(1, 1), real(1, 1), real(1, 1)}},
       .text = "symmetric_power_derivative[3](A, B, C)",
       .adjoints = {"symmetric_power_derivative[3](A, B, C, G)", "symmetric_power_derivative[3](A, G, C)",
                    "symmetric_power_derivative[3](A, B, G)"}},
  };
}

TEST_CASE("functions of symmetric matrices have the stated value, derivatives and print") {
  check_rows(symmetric_function_rows());
}

namespace {

/// f⁽ᵏ⁾(x) for k = 0, …, 3.
double scalar_derivative(F f, int k, double x) {
  if (f.kind == F::Kind::exp) return std::exp(x);
  if (f.kind == F::Kind::log && k == 0) return std::log(x);
  if (f.kind == F::Kind::log) return std::tgamma(k) * (k == 2 ? -1 : 1) / std::pow(x, k);
  double factor = 1;
  for (int i = 0; i < k; ++i) factor *= f.exponent - i;
  return factor * std::pow(x, f.exponent - k);
}

void check_close(const Value& actual, const Value& expected) {
  CHECK((actual - expected).norm() <= 2e-14 * (1 + expected.norm()));
}

}  // namespace

TEST_CASE("at a multiple of the identity three derivatives are exact") {
  // f(cI + tE) = Σ f⁽ᵏ⁾(c) tᵏ Eᵏ / k!.
  const Expr a = variable("A", 3, 3), g = variable("G", 3, 3), e = variable("E", 3, 3);
  const Value weights{{1, -2, 0.5}, {-2, 3, 1}, {0.5, 1, -1}}, direction{{2, 1, -1}, {1, 0.5, 3}, {-1, 3, 1}};
  for (const F f : {F::exp(), F::log(), F::power(0.5), F::power(-0.5), F::power(0.3), F::power(3), F::power(-2)})
    for (const double c : {2.0, 0.25}) {
      const Expr first = gradient(dot(g, symmetric_function(a, f)), a);
      const Expr second = gradient(dot(e, first), a);
      const Expr third = gradient(dot(e, second), a);
      const Value at = c * Value::Identity(3, 3);
      const auto values = evaluated<double>(std::vector{symmetric_function(a, f), first, second, third},
                                            {{a.id(), at}, {g.id(), weights}, {e.id(), direction}});
      const Value &w = weights, &d = direction;
      CAPTURE(c);
      CAPTURE(f.exponent);
      check_close(values[0], scalar_derivative(f, 0, c) * Value::Identity(3, 3));
      check_close(values[1], scalar_derivative(f, 1, c) * w);
      check_close(values[2], scalar_derivative(f, 2, c) * (w * d + d * w) / 2);
      check_close(values[3], scalar_derivative(f, 3, c) * (w * d * d + d * w * d + d * d * w) / 3);
    }
}

TEST_CASE("with some eigenvalues tied, or nearly, derivatives are those of the block matrix") {
  const Expr a = variable("A", 3, 3), e = variable("E", 3, 3);
  const Value direction{{2, 1, -1}, {1, 0.5, 3}, {-1, 3, 1}};
  const Value q = orthogonal_factor_of(Value{{1, 2, 0}, {-1, 1, 1}, {3, 0, 2}});
  for (const double gap : {0.0, 1e-16, 1e-12, 1e-8, 1e-4, 1e-2}) {
    const Value at = q * Eigen::Vector3d(1, 1 + gap, 2).asDiagonal() * q.transpose();
    const Bindings<double> leaves{{a.id(), at}, {e.id(), direction}};
    CAPTURE(gap);
    const auto first = [&](F f) { return evaluated<double>(symmetric_function_derivative(a, f, {e}), leaves); };
    const auto near = [](const Value& x, const Value& y) { CHECK((x - y).norm() <= 1e-13 * y.norm()); };
    near(first(F::exp()), by_blocks(at, direction, matrix_exponential_of));
    // D√(A)[E] = X solves √A X + X √A = E; D²√(A)[E, E] = Y solves √A Y + Y √A = −2X².
    const Expr root = symmetric_sqrt(a), x = symmetric_function_derivative(a, F::power(0.5), {e});
    const Expr y = symmetric_function_derivative(a, F::power(0.5), {e, e});
    near(evaluated<double>(root * x + x * root, leaves), direction);
    near(evaluated<double>(root * y + y * root, leaves), evaluated<double>(-2 * (x * x), leaves));
  }
}

TEST_CASE_TEMPLATE("divided differences keep full precision at any distance of the points", Scalar, float, double,
                   long double) {
  const auto near = [](Scalar actual, long double expected, Scalar distance) {
    CAPTURE(distance);
    CAPTURE(actual);
    CAPTURE(expected);
    CHECK(std::abs(static_cast<long double>(actual) - expected) <=
          40 * static_cast<long double>(std::numeric_limits<Scalar>::epsilon()) * std::abs(expected));
  };
  std::vector<Scalar> memory(6 * DividedDifferences<Scalar>::scratch(3));
  Run<Scalar> run(built_in_linear_algebra<Scalar>(), serial_executor(), memory);
  DividedDifferences<Scalar> exponential(F::exp(), 3, run), logarithm(F::log(), 3, run),
      root(F::power(0.5), 3, run), inverse_root(F::power(-0.5), 3, run), reciprocal(F::power(-1), 3, run),
      fifth(F::power(5), 3, run);
  for (int k = -40; k <= 8; ++k) {
    const Scalar h = std::ldexp(Scalar(1), k);
    const Scalar a = Scalar(1.5), b = a + h, c = a + 2 * h, d = a + 3 * h;
    if ((a + h) - a != h || d - c != h) continue;  // the formulas are for equal steps
    const long double A = a, B = b, C = c, D = d, H = h;
    const Scalar two[] = {a, b}, three[] = {a, b, c}, four[] = {a, b, c, d};
    if (3 * h < 80) {
      const long double step = std::expm1(H) / H;
      near(exponential(two), std::exp(A) * step, h);
      near(exponential(three), std::exp(A) * step * step / 2, h);
      near(exponential(four), std::exp(A) * step * step * step / 6, h);
    }
    near(logarithm(two), std::log1p(H / A) / H, h);
    near(logarithm(three), std::log1p(-H * H / (B * B)) / (2 * H * H), h);
    const auto s = [](long double x) { return std::sqrt(x); };
    near(root(two), 1 / (s(A) + s(B)), h);
    near(root(three), -1 / ((s(A) + s(B)) * (s(B) + s(C)) * (s(A) + s(C))), h);
    near(inverse_root(two), -1 / (s(A) * s(B) * (s(A) + s(B))), h);
    const long double sums = (s(A) + s(B)) * (s(B) + s(C)) * (s(A) + s(C));
    near(inverse_root(three), (s(A) + s(B) + s(C)) / (s(A) * s(B) * s(C) * sums), h);
    near(reciprocal(four), -1 / (A * B * C * D), h);
    const long double squares = A * A + B * B + C * C + D * D, sum = A + B + C + D;
    near(fifth(four), (sum * sum + squares) / 2, h);
  }
}

namespace {

template <class Expected>
std::string error_of(const Expr& z, const Expr& a, const Value& at) {
  try {
    const Value value = evaluated<double>(z, {{a.id(), at}});
    FAIL("no error, but\n", value);
  } catch (const Expected& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("outside of the domain an error names the eigenvalue") {
  const Expr a = variable("A", 2, 2);
  const auto has = [](const std::string& text, const std::string& part) {
    CAPTURE(text);
    CHECK(text.find(part) != std::string::npos);
  };
  const Value negative = Eigen::Vector2d(-1, 2).asDiagonal(), singular = Eigen::Vector2d(0, 2).asDiagonal();
  has(error_of<DomainError>(symmetric_log(a), a, negative), "symmetric_log: eigenvalue 1 of 2 is -1");
  has(error_of<DomainError>(symmetric_sqrt(a), a, negative), "symmetric_sqrt: eigenvalue 1 of 2 is -1");
  has(error_of<DomainError>(symmetric_power(a, -1.5), a, negative), "eigenvalue 1 of 2 is -1");
  has(error_of<SingularError>(symmetric_log(a), a, singular), "eigenvalue 1 of 2 is 0: the matrix is singular");
  has(error_of<SingularError>(symmetric_inverse_sqrt(a), a, singular), "is singular");
  has(error_of<SingularError>(symmetric_power(a, -1), a, singular), "is singular");
  has(error_of<NonFiniteError>(symmetric_exp(a), a, Value(1000 * Value::Identity(2, 2))), "overflows");
  has(error_of<NonFiniteError>(symmetric_exp(a), a, Value(Value::Constant(2, 2, NAN))), "NaN");
  const Expr slope = gradient(trace(symmetric_sqrt(a)), a);
  has(error_of<DerivativeError>(slope, a, singular), "where derivative 1 of the power 0.5 is infinite");
}

TEST_CASE("semidefinite and indefinite matrices where they are in the domain") {
  const Expr a = variable("A", 2, 2);
  const auto at = [&](const Expr& z, const Value& value) { return evaluated<double>(z, {{a.id(), value}}); };
  const Value singular = Eigen::Vector2d(0, 4).asDiagonal(), rank_one{{1, 2}, {2, 4}};
  check_close(at(symmetric_sqrt(a), singular), Value(Eigen::Vector2d(0, 2).asDiagonal()));
  const Value root = at(symmetric_sqrt(a), rank_one);  // of a smallest eigenvalue that may be −ε
  CHECK((root * root - rank_one).norm() <= 1e-14);
  check_close(at(symmetric_sqrt(a), Value::Zero(2, 2)), Value::Zero(2, 2));
  // √(x³): one derivative at 0, not two.
  const Expr slope = gradient(trace(symmetric_power(a, 1.5)), a);
  check_close(at(slope, singular), Value(Eigen::Vector2d(0, 3).asDiagonal()));
  CHECK_THROWS_AS(at(gradient(sum(slope), a), singular), DerivativeError);
  check_close(at(symmetric_power(a, 0), singular), Value::Identity(2, 2));
  check_close(at(symmetric_power(a, 2), Value{{0, 1}, {1, 0}}), Value::Identity(2, 2));
  check_close(at(gradient(trace(symmetric_power(a, 2)), a), Value{{0, 1}, {1, 0}}), Value{{0, 2}, {2, 0}});
  check_close(at(gradient(trace(symmetric_exp(a)), a), Value::Zero(2, 2)), Value::Identity(2, 2));
  // Condition 10²⁰: eigenvalues on the diagonal keep their relative precision.
  const Value graded = Eigen::Vector2d(1e-20, 1).asDiagonal();
  CHECK(at(symmetric_log(a), graded)(0, 0) == doctest::Approx(std::log(1e-20)).epsilon(1e-15));
}

}  // namespace matgrad::tests
