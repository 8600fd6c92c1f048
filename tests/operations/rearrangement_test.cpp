#include <doctest/doctest.h>

#include <limits>
#include <string>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/products.hpp>
#include <matgrad/autodiff/operations/rearrangement.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>
#include <matgrad/autodiff/transform/substitute.hpp>

#include "op_table.hpp"

namespace matgrad::tests {
namespace {

Value rolled(const Value& a, Index k) {
  Value result(a.rows(), a.cols());
  for (Index i = 0; i < a.rows(); ++i) result.row((((i + k) % a.rows()) + a.rows()) % a.rows()) = a.row(i);
  return result;
}

Value shifted(const Value& a, Index k, double filling) {
  Value result = Value::Constant(a.rows(), a.cols(), filling);
  for (Index i = 0; i < a.rows(); ++i)
    if (i + k >= 0 && i + k < a.rows()) result.row(i + k) = a.row(i);
  return result;
}

Value across(const Value& a, Value (*f)(const Value&, Index), Index k) { return f(a.transpose(), k).transpose(); }

std::vector<OpRow> moving_rows() {
  const std::vector<Case> cases{{real(4, 3)}, {real(3, 3)}, {real(1, 1)},
                                {real(2, 5)}, {real(0, 2)}, {real(2, 0)}};
  return {
      {.name = "flip_rows",
       .build = [](const Exprs& x) { return flip_rows(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].colwise().reverse(); },
       .cases = cases,
       .text = "flip_rows(A)",
       .adjoints = {"flip_rows(G)"}},
      {.name = "flip_columns",
       .build = [](const Exprs& x) { return flip_columns(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].rowwise().reverse(); },
       .cases = cases,
       .text = "flip_columns(A)",
       .adjoints = {"flip_columns(G)"}},
      {.name = "roll_rows",
       .build = [](const Exprs& x) { return roll_rows(x[0], 1); },
       .value = [](const Values& x) { return rolled(x[0], 1); },
       .cases = cases,
       .text = "roll_rows[1](A)",
       .adjoints = {"roll_rows[-1](G)"}},
      {.name = "roll_rows, far backwards",
       .build = [](const Exprs& x) { return roll_rows(x[0], -7); },
       .value = [](const Values& x) { return rolled(x[0], -7); },
       .cases = cases,
       .text = "roll_rows[-7](A)",
       .adjoints = {"roll_rows[7](G)"}},
      {.name = "roll_columns",
       .build = [](const Exprs& x) { return roll_columns(x[0], 2); },
       .value = [](const Values& x) { return across(x[0], rolled, 2); },
       .cases = cases,
       .text = "roll_columns[2](A)",
       .adjoints = {"roll_columns[-2](G)"}},
      {.name = "shift_rows",
       .build = [](const Exprs& x) { return shift_rows(x[0], 1); },
       .value = [](const Values& x) { return shifted(x[0], 1, 0); },
       .cases = cases,
       .text = "shift_rows[1](A)",
       .adjoints = {"shift_rows[-1](G)"}},
      {.name = "shift_rows, up and filled",
       .build = [](const Exprs& x) { return shift_rows(x[0], -2, 0.5); },
       .value = [](const Values& x) { return shifted(x[0], -2, 0.5); },
       .cases = cases,
       .text = "shift_rows[-2, 0.5](A)",
       .adjoints = {"shift_rows[2](G)"}},
      {.name = "shift_columns",
       .build = [](const Exprs& x) { return shift_columns(x[0], 1, -3); },
       .value = [](const Values& x) -> Value { return shifted(x[0].transpose(), 1, -3).transpose(); },
       .cases = cases,
       .text = "shift_columns[1, -3](A)",
       .adjoints = {"shift_columns[-1](G)"}},
  };
}

std::vector<OpRow> copying_rows() {
  return {
      {.name = "tile",
       .build = [](const Exprs& x) { return tile(x[0], 2, 3); },
       .value = [](const Values& x) -> Value { return x[0].replicate(2, 3); },
       .cases = {{real(2, 2)}, {real(3, 2)}, {real(1, 1)}, {real(0, 2)}, {real(2, 0)}},
       .text = "1₂ₓ₃ ⊗ A"},
      {.name = "repeat",
       .build = [](const Exprs& x) { return repeat(x[0], 2, 3); },
       .value = [](const Values& x) -> Value {
         return Value::NullaryExpr(2 * x[0].rows(), 3 * x[0].cols(),
                                   [&](Index i, Index j) { return x[0](i / 2, j / 3); });
       },
       .cases = {{real(2, 2)}, {real(3, 2)}, {real(1, 1)}, {real(0, 2)}, {real(2, 0)}},
       .text = "A ⊗ 1₂ₓ₃"},
  };
}

}  // namespace

std::vector<OpRow> rearrangement_rows() {
  std::vector<OpRow> all = moving_rows();
  for (OpRow& row : copying_rows()) all.push_back(std::move(row));
  return all;
}

TEST_CASE("flips, rolls, shifts and copies have the stated value, derivatives and print") {
  check_rows(rearrangement_rows());
}

TEST_CASE("moves by any number are defined, and so are their adjoints") {
  const Expr a = variable("A", 3, 1);
  const Value values{{1}, {2}, {3}};
  const Index greatest = std::numeric_limits<Index>::max(), least = std::numeric_limits<Index>::min();
  for (const Index k : {greatest, least, Index(3), Index(-3)}) {
    CHECK(reference_value<double>(shift_rows(a, k, 7), {{a, values}}) == Value::Constant(3, 1, 7));
    CHECK(reference_value<double>(gradient(sum(shift_rows(a, k)), a), {{a, values}}) == Value::Zero(3, 1));
    const Expr there_and_back = gradient(dot(roll_rows(a, k), roll_rows(a, k)), a);
    CHECK(reference_value<double>(there_and_back, {{a, values}}) == 2 * values);
  }
  CHECK(reference_value<double>(roll_rows(a, greatest), {{a, values}}) == rolled(values, greatest % 3));
}

TEST_CASE("a moved matrix follows when another shape is substituted") {
  const Expr a = variable("A", 3, 2), b = variable("B", 4, 2);
  const Expr y = gradient(squared_norm(roll_rows(flip_rows(tile(a, 2, 1)), 1)), a);
  const Value values = Value::Random(4, 2);
  const Value found = reference_value<double>(substitute(y, {{a, b}}), {{b, values}});
  CHECK((found - 4 * values).norm() <= 1e-14);
}

TEST_CASE("copies are at least one") {
  const Expr a = variable("A", 3, 2);
  for (const auto copies : {tile, repeat}) {
    CHECK_THROWS_AS(copies(a, 0, 1), ShapeError);
    CHECK_THROWS_AS(copies(a, 1, -1), ShapeError);
    CHECK_NOTHROW(copies(a, 1, 1));
  }
  try {
    tile(a, 0, 2);
  } catch (const ShapeError& error) {
    const std::string text = error.what();
    CHECK(text.find("tile: 0×2 copies of A (3×2): both numbers must be at least 1") != std::string::npos);
    CHECK(text.find("rearrangement_test.cpp:") != std::string::npos);
  }
}

TEST_CASE("more copies than entries can be counted are refused") {
  const Expr a = variable("A", 3, 2), none = variable("N", 0, 2);
  const Index large = Index(1) << 32, greatest = std::numeric_limits<Index>::max();
  for (const auto copies : {tile, repeat}) {
    CHECK_THROWS_WITH_AS(copies(a, large, large), doctest::Contains("no memory holds as many entries"),
                         ShapeError);
    CHECK_THROWS_AS(copies(a, greatest, 1), ShapeError);
    CHECK_THROWS_AS(copies(a, 1, greatest / 2), ShapeError);
    CHECK_THROWS_AS(copies(none, greatest, greatest), ShapeError);
    CHECK(copies(none, large, 1).shape() == Shape{0, 2});
  }
}

TEST_CASE("the adjoint of copies sums what they bring") {
  const Expr a = variable("A", 1, 2), g = variable("G", 2, 4);
  const Value weights{{1, 2, 3, 4}, {5, 6, 7, 8}};
  const auto pulled = [&](const Expr& z) { return reference_value<double>(gradient(z, a, g), {{g, weights}}); };
  CHECK(pulled(tile(a, 2, 2)) == Value{{16, 20}});
  CHECK(pulled(repeat(a, 2, 2)) == Value{{14, 22}});
}

}  // namespace matgrad::tests
