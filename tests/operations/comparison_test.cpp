#include <doctest/doctest.h>

#include <limits>

#include <matgrad/autodiff/operations/elementwise.hpp>

#include "evaluation.hpp"
#include "gradient_check.hpp"
#include "op_table.hpp"

namespace matgrad::tests {
namespace {

/// The relations are tried at whole numbers from −1 to 1, so that many are equal.
OpRow relation(std::string name, Expr (*compare)(const Operand&, const Operand&), bool (*holds)(double, double),
               const std::string& sign) {
  const auto whole = [](Index rows, Index cols) {
    return fixed((1.7 * Value::Random(rows, cols)).array().round());
  };
  return {.name = std::move(name),
          // The number of the source line in an error is that of this line.
          .build = [compare](const Exprs& x) { return compare(x[0], x[1]); },
          .value = [holds](const Values& x) -> Value {
            const Value& shape = x[0].size() == 1 ? x[1] : x[0];
            return Value::NullaryExpr(shape.rows(), shape.cols(), [&](Index i, Index j) {
              const double a = x[0].size() == 1 ? x[0](0, 0) : x[0](i, j);
              const double b = x[1].size() == 1 ? x[1](0, 0) : x[1](i, j);
              return holds(a, b) ? 1.0 : 0.0;
            });
          },
          .cases = {{real(3, 4), real(3, 4)},
                    {real(1, 1), real(1, 1)},
                    {whole(6, 6), whole(6, 6)},
                    {whole(4, 3), fixed(Value::Zero(1, 1))},
                    {fixed(Value::Zero(1, 1)), whole(3, 3)},
                    {fixed(Value(0, 3)), fixed(Value(0, 3))}},
          .text = "A " + sign + " B",
          .adjoints = {"0", "0"},
          .unfitting = {{{2, 3}, {3, 2}}, {{2, 1}, {2, 2}}}};
}

Value chosen(const Values& x) {
  const Value* widest = &x[0];
  for (const Value& value : x)
    if (value.size() != 1) widest = &value;
  const auto at = [](const Value& v, Index i, Index j) { return v.size() == 1 ? v(0, 0) : v(i, j); };
  return Value::NullaryExpr(widest->rows(), widest->cols(), [&](Index i, Index j) {
    return at(x[0], i, j) != 0 ? at(x[1], i, j) : at(x[2], i, j);
  });
}

}  // namespace

std::vector<OpRow> comparison_rows() {
  const Input mask = fixed(Value{{1, 0}, {0, 1}, {2, 0}});
  return {
      relation(
          "greater", greater, [](double a, double b) { return a > b; }, ">"),
      relation(
          "greater_equal", greater_equal, [](double a, double b) { return a >= b; }, "≥"),
      relation(
          "less", less, [](double a, double b) { return a < b; }, "<"),
      relation(
          "less_equal", less_equal, [](double a, double b) { return a <= b; }, "≤"),
      relation(
          "equal", equal, [](double a, double b) { return a == b; }, "=="),
      relation(
          "not_equal", not_equal, [](double a, double b) { return a != b; }, "≠"),
      {.name = "select",
       .build = [](const Exprs& x) { return select(x[0], x[1], x[2]); },
       .value = chosen,
       .cases = {{mask, real(3, 2), real(3, 2)},
                 {mask, real(1), real(3, 2)},
                 {mask, real(3, 2), real(1)},
                 {mask, real(1), real(1)},
                 {fixed(Value{{1, 0}, {0, 1}}), real(2, 2), real(2, 2)},
                 {fixed(Value::Ones(1, 1)), real(2, 2), real(1)},
                 {fixed(Value(0, 2)), real(0, 2), real(0, 2)}},
       .text = "select(A, B, C)",
       .adjoints = {"0", "select(A, G, 0)", "select(A, 0, G)"},
       .unfitting = {{{2, 3}, {3, 2}, {2, 3}}, {{1, 1}, {3, 2}, {2, 3}}}},
  };
}

TEST_CASE("comparisons and select have the stated value, derivatives and print") { check_rows(comparison_rows()); }

TEST_CASE("A comparison with NaN is false, save not_equal") {
  for (const Index size : {1, 16}) {
    const Expr x = variable("x", size);
    const Bindings<double> leaves{{x.id(), Value::Constant(size, 1, std::numeric_limits<double>::quiet_NaN())}};
    for (const auto& compare : {greater, greater_equal, less, less_equal, equal})
      CHECK(evaluated<double>(compare(x, 0), leaves)(0, 0) == 0);
    CHECK(evaluated<double>(not_equal(x, x), leaves)(0, 0) == 1);
  }
}

TEST_CASE("An infinite adjoint stays out of the choice that is not taken") {
  const Expr c = variable("c", 2), a = variable("a", 2), b = variable("b", 2);
  const Expr z = select(c, a, b);
  const Expr seed = constant(Value::Constant(2, 1, std::numeric_limits<double>::infinity()));
  const Bindings<double> leaves{{c.id(), Value{{1}, {0}}}};
  CHECK(evaluated<double>(z.op().vjp(1, z, seed), leaves)(1, 0) == 0);
  CHECK(evaluated<double>(z.op().vjp(2, z, seed), leaves)(0, 0) == 0);
}

}  // namespace matgrad::tests
