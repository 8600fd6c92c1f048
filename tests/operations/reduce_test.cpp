#include <doctest/doctest.h>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include <limits>

#include "op_table.hpp"

namespace matgrad::tests {
namespace {}  // namespace

std::vector<OpRow> reduce_rows() {
  return {
      {.name = "sum",
       .build = [](const Exprs& x) { return sum(x[0]); },
       .value = [](const Values& x) { return number(x[0].sum()); },
       .cases = {{real(3, 2)}, {real(1, 1)}, {real(0, 3)}, {real(3, 0)}, {real(1, 40)}},
       .text = "sum(A)",
       .adjoints = {"G 1"}},
      {.name = "mean",
       .build = [](const Exprs& x) { return mean(x[0]); },
       .value = [](const Values& x) { return number(x[0].mean()); },
       .cases = {{real(3, 2)}, {real(1, 1)}, {real(1, 40)}},
       .text = "mean(A)",
       .adjoints = {"(G / 6) 1"},
       .unfitting = {{{0, 3}}, {{3, 0}}}},
      {.name = "row_sums",
       .build = [](const Exprs& x) { return row_sums(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].rowwise().sum(); },
       .cases = {{real(3, 2)}, {real(2, 5)}, {real(1, 1)}, {real(0, 3)}, {real(3, 0)}},
       .text = "row_sums(A)",
       .adjoints = {"columns(G, A)"}},
      {.name = "column_sums",
       .build = [](const Exprs& x) { return column_sums(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].colwise().sum(); },
       .cases = {{real(3, 2)}, {real(2, 5)}, {real(1, 1)}, {real(0, 3)}, {real(3, 0)}},
       .text = "column_sums(A)",
       .adjoints = {"rows(G, A)"}},
      {.name = "trace",
       .build = [](const Exprs& x) { return trace(x[0]); },
       .value = [](const Values& x) { return number(x[0].trace()); },
       .cases = {{real(3, 3)}, {real(1, 1)}, {real(0, 0)}},
       .text = "tr(A)",
       .adjoints = {"G I"},
       .unfitting = {{{2, 3}}, {{3, 1}}}},
      {.name = "dot",
       .build = [](const Exprs& x) { return dot(x[0], x[1]); },
       .value = [](const Values& x) { return number(x[0].cwiseProduct(x[1]).sum()); },
       .cases = {{real(3, 2), real(3, 2)}, {real(1, 1), real(1, 1)}, {real(0, 2), real(0, 2)}},
       .text = "⟨A, B⟩",
       .adjoints = {"G B", "G A"},
       .unfitting = {{{2, 3}, {3, 2}}, {{2, 3}, {1, 1}}}},
      {.name = "squared_norm",
       .build = [](const Exprs& x) { return squared_norm(x[0]); },
       .value = [](const Values& x) { return number(x[0].squaredNorm()); },
       .cases = {{real(3, 2)}, {real(1, 1)}, {real(0, 3)}},
       .text = "‖A‖²",
       .adjoints = {"2 G A"}},
      {.name = "norm",
       .build = [](const Exprs& x) { return norm(x[0]); },
       .value = [](const Values& x) { return number(x[0].norm()); },
       .cases = {{nonzero(3, 2)}, {nonzero(1, 1)}, {real(0, 3)}, {nonzero(5, 1)}},
       .text = "‖A‖",
       .adjoints = {"G (A / Z)"}},
      {.name = "divide_or_zero",
       .build = [](const Exprs& x) { return divide_or_zero(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return x[0] / x[1](0, 0); },
       .cases = {{real(3, 2), nonzero(1)}, {real(1, 1), nonzero(1)}, {real(0, 3), nonzero(1)}},
       .text = "A / B",
       .adjoints = {"G / B", "−⟨G, Z⟩ / B"},
       .unfitting = {{{2, 3}, {3, 2}}, {{2, 2}, {2, 1}}}},
      {.name = "divide_or_zero, a matrix as divisor",
       .build = [](const Exprs& x) { return divide_or_zero(x[0], x[1]); },
       .value = [](const Values& x) -> Value {
         const Value above = x[0].size() == 1 ? Value::Constant(x[1].rows(), x[1].cols(), x[0](0, 0)) : x[0];
         return above.cwiseQuotient(x[1]);
       },
       .cases = {{real(3, 2), nonzero(3, 2)},
                 {real(3, 3), nonzero(3, 3)},
                 {real(1), nonzero(2, 3)},
                 {real(0, 3), nonzero(0, 3)},
                 {real(1), nonzero(0, 2)}},
       .text = "A ./ B",
       .adjoints = {"G ./ B", "−(G ∘ Z) ./ B"}},
  };
}

TEST_CASE("reductions have the stated value, derivatives and print") { check_rows(reduce_rows()); }

TEST_CASE_TEMPLATE("the norm of huge and of tiny entries neither over- nor underflows", Scalar, float, double,
                   long double) {
  const Expr a = variable("A", 2, 1), z = norm(a), slope = gradient(z, a);
  const Scalar huge = std::numeric_limits<Scalar>::max() / 8, tiny = std::numeric_limits<Scalar>::min();
  const Scalar subnormal = std::numeric_limits<Scalar>::denorm_min();
  for (const Scalar size : {huge, tiny, 64 * subnormal, Scalar(1)}) {
    const Matrix<Scalar> value{{3 * size}, {4 * size}};
    const LeafValues<Scalar> leaves{{a, value}};
    CHECK(reference_value<Scalar>(z, leaves)(0, 0) / size == doctest::Approx(5));
    const Matrix<Scalar> direction = reference_value<Scalar>(slope, leaves);
    CHECK(direction(0, 0) == doctest::Approx(0.6));
    CHECK(direction(1, 0) == doctest::Approx(0.8));
  }
}

TEST_CASE("the norm of infinite entries is infinite, of NaN it is NaN") {
  const Expr a = variable("A", 2, 1);
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(reference_value<double>(norm(a), {{a, Value{{1}, {-infinity}}}})(0, 0) == infinity);
  CHECK(std::isnan(reference_value<double>(norm(a), {{a, Value{{nan}, {1}}}})(0, 0)));
  CHECK(std::isnan(reference_value<double>(norm(a), {{a, Value{{nan}, {infinity}}}})(0, 0)));
}

TEST_CASE("every derivative of the norm at 0 is 0") {
  const Expr a = variable("A", 2, 2), v = variable("V", 2, 2);
  const Expr first = gradient(norm(a), a);
  const Expr second = gradient(dot(v, first), a);
  const Expr third = gradient(dot(v, second), a);
  const LeafValues<double> leaves{{a, Value::Zero(2, 2)}, {v, Value::Ones(2, 2)}};
  for (const Expr& derivative : {first, second, third})
    CHECK(reference_value<double>(derivative, leaves) == Value::Zero(2, 2));
}

TEST_CASE("the shape error of dot suggests the transpose") {
  const Expr a = variable("A", 2, 3), b = variable("B", 3, 2);
  const auto message = [&] {
    try {
      return dot(a, b).shape().is_scalar() ? std::string("no error") : std::string();
    } catch (const ShapeError& error) {
      return std::string(error.what());
    }
  }();
  CHECK(message.find("A (2×3) and B (3×2) differ") != std::string::npos);
  CHECK(message.find("transpose(B) would fit") != std::string::npos);
}

}  // namespace matgrad::tests
