#include "matgrad/autodiff/transform/derivatives.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "matgrad/autodiff/check/check_gradient.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

using namespace matgrad;
using Values = LeafValues<long double>;
using Value = Matrix<long double>;

namespace {

Value value(const Expr& expr, const Values& at) { return reference_value<long double>(expr, at); }

/// `at` with the value of `x` moved by t times `direction`.
Values moved(Values at, const Expr& x, const Value& direction, long double t) {
  for (auto& [leaf, leaf_value] : at)
    if (leaf == x) leaf_value += t * direction;
  return at;
}

/// dy/dt along the direction, by central differences of fourth order.
Value difference(const Expr& y, const Values& at, const Expr& x, const Value& direction) {
  const long double h = 1e-3L;
  const auto f = [&](long double steps) { return value(y, moved(at, x, direction, steps * h)); };
  return (8 * (f(1) - f(-1)) - (f(2) - f(-2))) / (12 * h);
}

struct Net {
  Expr A = variable("A", 2, 3), X = variable("X", 3, 2), B = variable("B", 2, 2);
  Expr Y = tanh(A * X) * B + inverse(B);  // 2×2
  Values at{{A, Value::Random(2, 3)}, {X, Value::Random(3, 2)}, {B, Value{{2.0L, 0.3L}, {-0.4L, 1.5L}}}};
};

struct Scalar {
  Expr X = variable("X", 2, 2), v = variable("V", 2, 2);
  Expr y = sum(exp(X)) + trace(X * X * X) + dot(X, transpose(X));
  Values at{{X, Value{{0.5L, -1.2L}, {0.8L, 0.3L}}}, {v, Value{{1.0L, 0.4L}, {-0.7L, 2.0L}}}};
};

}  // namespace

TEST_CASE_FIXTURE(Net, "the directional derivative agrees with differences") {
  for (const Expr& x : {A, X, B}) {
    const Value direction = Value::Random(x.rows(), x.cols());
    const Expr v = variable("v", x.rows(), x.cols());
    Values with_v = at;
    with_v.emplace_back(v, direction);
    const Expr forward = directional_derivative(Y, x, v);
    CHECK(forward.shape() == Y.shape());
    CHECK(value(forward, with_v).isApprox(difference(Y, at, x, direction), 1e-9L));
  }
}

TEST_CASE_FIXTURE(Net, "along several variables it is the sum") {
  const Expr va = variable("va", 2, 3), vb = variable("vb", 2, 2);
  Values with = at;
  with.emplace_back(va, Value::Random(2, 3));
  with.emplace_back(vb, Value::Random(2, 2));
  const Value both = value(directional_derivative(Y, {A, B}, {va, vb}), with);
  CHECK(both.isApprox(value(directional_derivative(Y, A, va), with) +
                      value(directional_derivative(Y, B, vb), with)));
}

TEST_CASE_FIXTURE(Net, "forward and reverse mode agree: ⟨u, J v⟩ = ⟨Jᵀ u, v⟩") {
  const Expr u = variable("u", 2, 2), v = variable("v", 2, 3);
  Values with = at;
  with.emplace_back(u, Value::Random(2, 2));
  with.emplace_back(v, Value::Random(2, 3));
  const long double forward = value(dot(u, directional_derivative(Y, A, v)), with)(0, 0);
  const long double reverse = value(dot(gradient(Y, A, u), v), with)(0, 0);
  CHECK(std::abs(forward - reverse) < 1e-15L);
  CHECK(std::abs(forward) > 1e-3L);
}

TEST_CASE("the directional derivative of what does not depend on x is zero, and refusals") {
  const Expr x = variable("x", 2), y = variable("y", 3);
  CHECK(value(directional_derivative(2 * y, x, x), {{x, Value::Ones(2, 1)}, {y, Value::Ones(3, 1)}}) ==
        Value::Zero(3, 1));
  CHECK(directional_derivative(x, std::vector<Expr>{}, {}).shape() == x.shape());
  CHECK_THROWS_AS(directional_derivative(x, x, y), ShapeError);
  CHECK_THROWS_WITH_AS(directional_derivative(x, {x}, {x, x}),
                       "directional_derivative: 1 variable but 2 directions", ShapeError);
}

TEST_CASE("linear maps have their own formula as derivative") {
  const Expr A = variable("A", 2, 3), x = variable("x", 3), v = variable("v", 3);
  CHECK(to_text(directional_derivative(A * x, x, v)) == "A v");
  const Values at{{A, Value::Random(2, 3)}, {x, Value::Random(3, 1)}};
  CHECK(value(jacobian(A * x, x), at) == at[0].second);
  CHECK(to_text(jacobian(squared_norm(x), x)) == "2 xᵀ");
}

TEST_CASE_FIXTURE(Net, "the Jacobian has a row for each entry of y, a column for each of x, column by column") {
  const Expr jacobian_a = jacobian(Y, A);
  REQUIRE(jacobian_a.shape() == Shape{4, 6});
  const Value J = value(jacobian_a, at);
  for (Index j = 0; j < 6; ++j) {
    Value unit = Value::Zero(2, 3);
    unit.data()[j] = 1;
    const Value column = difference(Y, at, A, unit);
    for (Index i = 0; i < 4; ++i) CHECK(std::abs(J(i, j) - column.data()[i]) < 1e-9L);
  }
  // An entry by itself: ∂Y₁₀/∂A₁₂, row 1 + 2·0, column 1 + 2·2.
  const Value direct = value(gradient(slice(Y, 1, 0, 1, 1), A), at);
  CHECK(std::abs(J(1, 5) - direct(1, 2)) < 1e-15L);
}

TEST_CASE("the Jacobian of scalars and of nothing") {
  const Expr x = variable("x", 3), empty = variable("e", 0, 2);
  CHECK(jacobian(squared_norm(x), x).shape() == Shape{1, 3});
  CHECK(jacobian(empty, x).shape() == Shape{0, 3});
  CHECK(jacobian(x, empty).shape() == Shape{3, 0});
}

TEST_CASE_FIXTURE(Scalar, "the Hessian is symmetric and agrees with differences of the gradient") {
  const Value H = value(hessian(y, X), at);
  REQUIRE(H.rows() == 4);
  CHECK(H.isApprox(H.transpose(), 1e-17L));
  for (Index j = 0; j < 4; ++j) {
    Value unit = Value::Zero(2, 2);
    unit.data()[j] = 1;
    const Value column = difference(gradient(y, X), at, X, unit);
    CHECK(H.col(j).isApprox(Eigen::Map<const Value>(column.data(), 4, 1), 1e-9L));
  }
  CHECK_THROWS_AS(hessian(X, X), ShapeError);
}

TEST_CASE_FIXTURE(Scalar, "a Hessian product is the Hessian times the direction") {
  const Value direction = at[1].second;
  const Value product = value(hessian_product(y, X, v), at);
  const Value expected = value(hessian(y, X), at) * Eigen::Map<const Value>(direction.data(), 4, 1);
  CHECK(Eigen::Map<const Value>(product.data(), 4, 1).isApprox(expected, 1e-17L));
  CHECK_THROWS_AS(hessian_product(y, X, variable("w", 4)), ShapeError);
}

TEST_CASE("the Hessian of a quadratic form is the symmetric part twice") {
  const Expr A = variable("A", 3, 3), x = variable("x", 3);
  const Value A0 = Value::Random(3, 3);
  const Value H = value(hessian(transpose(x) * A * x, x), {{A, A0}, {x, Value::Random(3, 1)}});
  CHECK(H.isApprox(A0 + A0.transpose()));
}

TEST_CASE("derivatives of third and fourth order") {
  const Expr x = variable("x", 1);
  Expr d = tanh(x);
  for (int order = 1; order <= 4; ++order) d = gradient(d, x);
  const long double t = std::tanh(0.4L), s = 1 - t * t;
  // tanh⁗ = 8 t s (2 s − t²)
  CHECK(std::abs(value(d, {{x, Value::Constant(1, 1, 0.4L)}})(0, 0) - 8 * t * s * (2 * s - t * t)) < 1e-16L);
}

TEST_CASE_FIXTURE(Scalar, "a third derivative agrees with differences") {
  const Expr second = dot(hessian_product(y, X, v), v);
  const Value third = value(gradient(second, X), at);
  for (Index j = 0; j < 4; ++j) {
    Value unit = Value::Zero(2, 2);
    unit.data()[j] = 1;
    CHECK(std::abs(third.data()[j] - difference(second, at, X, unit)(0, 0)) < 1e-9L);
  }
}
