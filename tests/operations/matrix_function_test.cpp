#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix_function.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "cofactors_by_minors.hpp"
#include "evaluation.hpp"
#include "op_table.hpp"

namespace matgrad::tests {
namespace {

Value multiplied(const Value& a, int times) {
  Value result = Value::Identity(a.rows(), a.cols());
  for (int i = 0; i < times; ++i) result = (result * a).eval();
  return result;
}

/// Σ Aᵏ/k! in long double: enough for norms of a few units.
Value exponential_series(const Value& a) {
  const Matrix<long double> x = a.cast<long double>();
  Matrix<long double> term = Matrix<long double>::Identity(a.rows(), a.cols()), sum = term;
  for (int k = 1; k <= 120; ++k) {
    term = (term * x / static_cast<long double>(k)).eval();
    sum += term;
  }
  return sum.cast<double>();
}

/// The derivative of `f` at A in the directions E₁, …, as the upper right block of f of block triangular matrices.
Value derivative_by_blocks(const std::function<Value(const Value&)>& f, const Value& a, Values directions) {
  if (directions.empty()) return f(a);
  const Index n = a.rows();
  const auto doubled = [n](const Value& diagonal, const Value& corner) {
    Value block = Value::Zero(2 * n, 2 * n);
    block << diagonal, corner, Value::Zero(n, n), diagonal;
    return block;
  };
  const Value last = directions.back();
  directions.pop_back();
  for (Value& direction : directions) direction = doubled(direction, Value::Zero(n, n));
  return derivative_by_blocks(f, doubled(a, last), directions).topRightCorner(n, n);
}

OpRow power_row(int n, std::string text, std::vector<std::string> adjoints, std::vector<Case> cases) {
  return {
      .name = "matrix_power, " + std::to_string(n),
      .build = [n](const Exprs& x) { return matrix_power(x[0], n); },
      .value =
          [n](const Values& x) { return n < 0 ? inverse_by_minors(multiplied(x[0], -n)) : multiplied(x[0], n); },
      .cases = std::move(cases),
      .text = std::move(text),
      .adjoints = std::move(adjoints),
      .unfitting = {{{2, 3}}, {{0, 1}}}};
}

}  // namespace

std::vector<OpRow> matrix_function_rows() {
  const std::vector<Case> general{{real(3, 3)}, {real(2, 2)}, {real(1, 1)}, {real(0, 0)}};
  const std::vector<Case> regular{{invertible(3)}, {invertible(2)}, {invertible(1)}, {invertible(0)}};
  return {
      power_row(0, "I", {"0"}, general),
      power_row(2, "A²", {"G Aᵀ + Aᵀ G"}, general),
      power_row(3, "A³", {"G Aᵀ Aᵀ + Aᵀ (G Aᵀ) + (A²)ᵀ G"}, general),
      power_row(6, "A⁶", {"(G (A³)ᵀ + (A³)ᵀ G) Aᵀ Aᵀ + Aᵀ ((G (A³)ᵀ + (A³)ᵀ G) Aᵀ) + (A²)ᵀ (G (A³)ᵀ + (A³)ᵀ G)"},
                general),
      power_row(7, "A⁷",
                {"(G Aᵀ (A³)ᵀ + (A³)ᵀ (G Aᵀ)) Aᵀ Aᵀ + Aᵀ ((G Aᵀ (A³)ᵀ + (A³)ᵀ (G Aᵀ)) Aᵀ)"
                 " + (A²)ᵀ (G Aᵀ (A³)ᵀ + (A³)ᵀ (G Aᵀ)) + (A⁶)ᵀ G"},
                general),
      power_row(-1, "A⁻¹", {"−Zᵀ G Zᵀ"}, regular),
      power_row(-3, "(A⁻¹)³", {}, regular),
      {.name = "matrix_exponential",
       .build = [](const Exprs& x) { return matrix_exponential(x[0]); },
       .value = [](const Values& x) { return exponential_series(x[0]); },
       .cases = {{real(3, 3)},
                 {between(-1e-4, 1e-4, 3, 3)},
                 {between(-0.03, 0.03, 3, 3)},
                 {between(-0.2, 0.2, 4, 4)},
                 {between(-0.5, 0.5, 4, 4)},
                 {between(-4, 4, 5, 5)},
                 {real(1, 1)},
                 {fixed(Value::Zero(2, 2))},
                 {real(0, 0)}},
       .text = "matrix_exponential(A)",
       .adjoints = {"matrix_exponential_derivative(Aᵀ, G)"},
       .unfitting = {{{2, 3}}}},
      {.name = "matrix_exponential_derivative",
       .build = [](const Exprs& x) { return matrix_exponential_derivative(x[0], x[1]); },
       .value = [](const Values& x) { return derivative_by_blocks(exponential_series, x[0], {x[1]}); },
       .cases = {{real(3, 3), real(3, 3)},
                 {between(-0.01, 0.01, 3, 3), real(3, 3)},
                 {between(-3, 3, 4, 4), real(4, 4)},
                 {real(1, 1), real(1, 1)},
                 {real(0, 0), real(0, 0)}},
       .text = "matrix_exponential_derivative(A, B)",
       .adjoints = {"matrix_exponential_derivative(Aᵀ, Bᵀ, G)", "matrix_exponential_derivative(Aᵀ, G)"},
       .unfitting = {{{2, 3}, {2, 3}}, {{3, 3}, {1, 1}}}},
      {.name = "matrix_exponential_derivative, two directions",
       .build =
           [](const Exprs& x) {
             return matrix_exponential_derivative(x[0], {x[1], x[2]});
           },
       .value =
           [](const Values& x) {
             return derivative_by_blocks(exponential_series, x[0], {x[1], x[2]});
           },
       .cases = {{real(3, 3), real(3, 3), real(3, 3)}, {real(1, 1), real(1, 1), real(1, 1)}},
       .text = "matrix_exponential_derivative(A, B, C)",
       .adjoints = {"matrix_exponential_derivative(Aᵀ, Bᵀ, Cᵀ, G)", "matrix_exponential_derivative(Aᵀ, Cᵀ, G)",
                    "matrix_exponential_derivative(Aᵀ, Bᵀ, G)"},
       .unfitting = {{{3, 3}, {3, 3}, {2, 2}}}},
      {.name = "rcond",
       .build = [](const Exprs& x) { return rcond(x[0]); },
       .value = [](const Values& x) -> Value {
         const auto one_norm = [](const Value& a) { return a.cwiseAbs().colwise().sum().maxCoeff(); };
         const double value = x[0].size() == 0 ? 1 : 1 / one_norm(x[0]) / one_norm(inverse_by_minors(x[0]));
         return Value::Constant(1, 1, value);
       },
       .cases = {{real(3, 3)}, {invertible(4)}, {nonzero(1, 1)}, {real(0, 0)}},
       .text = "rcond(A)",
       .unfitting = {{{2, 3}}},
       .order = 0},
  };
}

TEST_CASE("matrix functions of general matrices have the stated value, derivatives and print") {
  check_rows(matrix_function_rows());
}

namespace {

template <class Scalar = double>
Matrix<Scalar> at(Expr (*f)(const Operand&), const Value& value) {
  const Expr a = variable("A", value.rows(), value.cols());
  return evaluated<Scalar>(f(a), {{a.id(), value.cast<Scalar>()}});
}

double relative_error(const Value& a, const Value& b) { return (a - b).norm() / b.norm(); }

}  // namespace

TEST_CASE("small powers are what they are called, and large ones take few products") {
  const Expr A = variable("A", 2, 2), s = variable("s", 1, 1);
  CHECK(matrix_power(A, 1) == A);
  CHECK(is_identity(matrix_power(A, 0)));
  const double angle = 0.001;
  const Value turn{{std::cos(angle), -std::sin(angle)}, {std::sin(angle), std::cos(angle)}};
  const Value turned = evaluated<double>(matrix_power(A, 1'000'003), {{A.id(), turn}});
  CHECK(std::abs(turned(0, 0) - std::cos(1000.003)) <= 1e-9);
  CHECK(evaluated<double>(matrix_power(s, std::numeric_limits<int>::min()), {{s.id(), Value{{-1.0}}}})(0, 0) == 1);
  CHECK_THROWS_WITH_AS(matrix_power(variable("R", 2, 3), 2),
                       doctest::Contains("for powers of the entries write power(R, 2)"), ShapeError);
  CHECK_THROWS_AS(matrix_power(variable("R", 2, 3), 1), ShapeError);
  CHECK_THROWS_AS(evaluated<double>(matrix_power(A, -2), {{A.id(), Value::Ones(2, 2)}}), SingularError);
}

TEST_CASE("the matrix exponential of matrices whose exponential is known") {
  CHECK(at(matrix_exponential, Value{{0, 1}, {0, 0}}) == Value{{1, 1}, {0, 1}});
  CHECK(at(matrix_exponential, Value::Zero(3, 3)) == Value::Identity(3, 3));
  for (const double angle : {1e-9, 0.5, 3.0, 100.0}) {
    const Value turn{{std::cos(angle), -std::sin(angle)}, {std::sin(angle), std::cos(angle)}};
    CHECK((at(matrix_exponential, Value{{0, -angle}, {angle, 0}}) - turn).norm() <= 1e-14 * (1 + angle));
  }
  const Value wide = at(matrix_exponential, Value{{-2, 0}, {0, 300}});
  CHECK(wide(0, 0) == doctest::Approx(std::exp(-2.0)).epsilon(1e-12));
  CHECK(wide(1, 1) == doctest::Approx(std::exp(300.0)).epsilon(1e-12));
  CHECK(wide(0, 1) == 0);
  CHECK(at(matrix_exponential, -1e300 * Value::Identity(2, 2)).norm() == 0);
  CHECK(at<float>(matrix_exponential, -1e30 * Value::Identity(2, 2)).norm() == 0);
  // Far from normal: exp [[1, b], [0, −1]] = [[e, b sinh 1], [0, 1/e]].
  const double b = 1e6;
  CHECK(relative_error(at(matrix_exponential, Value{{1, b}, {0, -1}}),
                       Value{{std::exp(1.0), b * std::sinh(1.0)}, {0, std::exp(-1.0)}}) <= 1e-9);
}

TEST_CASE("derivatives of the matrix exponential do not depend on the size of their directions") {
  const Expr A = variable("A", 3, 3), E = variable("E", 3, 3);
  const Value a{{0.3, -1, 2}, {0.5, 0.1, 0}, {1, -0.7, -2}}, e{{1, 2, 3}, {-1, 0, 1}, {2, 2, -5}};
  for (const double size : {1e-200, 1e-9, 1e9, 1e200}) {
    const Expr first = matrix_exponential_derivative(A, E);
    const Value scaled = evaluated<double>(first, {{A.id(), a}, {E.id(), size * e}});
    CHECK(relative_error(scaled / size, evaluated<double>(first, {{A.id(), a}, {E.id(), e}})) <= 1e-14);
  }
  // In the direction of A itself, and of the identity, it is known at every order.
  const Expr along = matrix_exponential_derivative(A, {A, identity(3), A, identity(3)});
  const Expr known = A * A * matrix_exponential(A);
  const auto values = evaluated<double>({along, known}, {{A.id(), a}});
  CHECK(relative_error(values[0], values[1]) <= 1e-13);
  CHECK_THROWS_AS(matrix_exponential_derivative(A, std::vector<Expr>{}), ShapeError);
}

TEST_CASE("the third derivative of the matrix exponential") {
  const Expr A = variable("A", 2, 2), E = variable("E", 2, 2);
  Expr slope = trace(matrix_exponential(A));
  for (int order = 0; order < 3; ++order) slope = dot(gradient(slope, A), E);
  const Value a{{0.3, -1}, {0.5, 0.1}}, e{{1, 2}, {-1, 0.5}};
  const Value expected = derivative_by_blocks(exponential_series, a, {e, e, e});
  const Value actual = evaluated<double>(slope, {{A.id(), a}, {E.id(), e}});
  CHECK(std::abs(actual(0, 0) - expected.trace()) <= 1e-12 * std::abs(expected.trace()));
}

TEST_CASE("high derivatives of the matrix exponential are exact at small and zero matrices too") {
  const Expr s = variable("s", 1, 1);
  for (std::size_t order = 1; order <= 8; ++order) {
    const Expr derivative = matrix_exponential_derivative(s, std::vector<Expr>(order, ones(1, 1)));
    for (const double at : {0.0, 1e-5, 4e-3, 6e-3, 0.02, 0.2, 0.9, 3.0}) {
      CAPTURE(order);
      CAPTURE(at);
      const double value = evaluated<double>(derivative, {{s.id(), Value{{at}}}})(0, 0);
      CHECK(std::abs(value / std::exp(at) - 1) <= 5e-14);
    }
  }
}

TEST_CASE("the matrix exponential refuses NaN, infinity and results that overflow") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH_AS(at(matrix_exponential, Value{{0, 0}, {infinity, 0}}), doctest::Contains("entry (1, 0)"),
                       NonFiniteError);
  CHECK_THROWS_WITH_AS(at(matrix_exponential, 800 * Value::Identity(2, 2)),
                       doctest::Contains("the result overflows"), NonFiniteError);
  CHECK_THROWS_AS(at<float>(matrix_exponential, 90 * Value::Identity(2, 2)), NonFiniteError);
}

TEST_CASE("rcond sees singular, nearly singular and badly scaled matrices") {
  CHECK(at(rcond, Value{{1, 2}, {2, 4}})(0, 0) == 0);
  CHECK(at(rcond, Value::Zero(2, 2))(0, 0) == 0);
  CHECK(at(rcond, Value{{1, 0}, {0, 1e-310}})(0, 0) == 0);  // the inverse overflows
  for (const double scale : {1e-300, 1.0, 1e300}) CHECK(at(rcond, scale * Value::Identity(3, 3))(0, 0) == 1);
  CHECK(at(rcond, Value{{1, 0}, {0, 1e-12}})(0, 0) == doctest::Approx(1e-12));
  // Hilbert's matrix of size 5: the condition number in the 1-norm is 943656 (Higham 2002, section 28.1).
  const Value hilbert =
      Value::NullaryExpr(5, 5, [](Index i, Index j) { return 1 / static_cast<double>(i + j + 1); });
  CHECK(at(rcond, hilbert)(0, 0) == doctest::Approx(1 / 943656.0).epsilon(1e-9));
  CHECK(at<float>(rcond, hilbert)(0, 0) == doctest::Approx(1 / 943656.0).epsilon(0.1));
  CHECK_THROWS_AS(at(rcond, Value{{1, 0}, {0, std::nan("")}}), NonFiniteError);
}

TEST_CASE("rcond has no derivative, unless that is stopped") {
  const Expr A = variable("A", 2, 2);
  CHECK_THROWS_WITH_AS(gradient(rcond(A), A), doctest::Contains("rcond"), DerivativeError);
  CHECK(to_text(gradient(sum(A) * stop_gradient(rcond(A)), A)) == "stop_gradient(rcond(A)) 1");
}

}  // namespace matgrad::tests
