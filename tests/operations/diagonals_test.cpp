#include <doctest/doctest.h>

#include <limits>
#include <string>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/diagonals.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

#include "op_table.hpp"

namespace matgrad::tests {
namespace {

OpRow triangle_row(bool lower, Index k) {
  const std::string name = lower ? "lower_triangle" : "upper_triangle";
  const std::string label = name + (k == 0 ? "" : "[" + std::to_string(k) + "]");
  return {
      .name = name + ", " + std::to_string(k),
      .build = [=](const Exprs& x) { return lower ? lower_triangle(x[0], k) : upper_triangle(x[0], k); },
      .value = [=](const Values& x) -> Value {
        return Value::NullaryExpr(x[0].rows(), x[0].cols(), [&](Index i, Index j) {
          return (lower ? j - i <= k : j - i >= k) ? x[0](i, j) : 0.0;
        });
      },
      .cases = {{real(4, 4)}, {real(4, 3)}, {real(2, 5)}, {real(1, 1)}, {real(0, 2)}, {real(2, 0)}, {real(7, 7)}},
      .text = label + "(A)",
      .adjoints = {label + "(G)"}};
}

/// The places of diagonal k in a matrix.
std::vector<std::pair<Index, Index>> places(Index rows, Index cols, Index k) {
  std::vector<std::pair<Index, Index>> found;
  for (Index i = 0; i < rows; ++i)
    if (i + k >= 0 && i + k < cols) found.emplace_back(i, i + k);
  return found;
}

Value taken(const Value& a, Index k) {
  const auto on = places(a.rows(), a.cols(), k);
  Value v(static_cast<Index>(on.size()), 1);
  for (std::size_t n = 0; n < on.size(); ++n) v(static_cast<Index>(n), 0) = a(on[n].first, on[n].second);
  return v;
}

Value put(const Value& v, Index rows, Index cols, Index k) {
  Value a = Value::Zero(rows, cols);
  const auto on = places(rows, cols, k);
  for (std::size_t n = 0; n < on.size(); ++n) a(on[n].first, on[n].second) = v(static_cast<Index>(n), 0);
  return a;
}

std::vector<OpRow> offset_rows(Index k) {
  const std::string mark = "[" + std::to_string(k) + "]";
  const std::string more = ", " + std::to_string(k);
  const auto like = [k](Index rows, Index cols) -> Case {
    return {real(static_cast<Index>(places(rows, cols, k).size()), 1), shaped(rows, cols)};
  };
  return {
      {.name = "diagonal" + more,
       .build = [=](const Exprs& x) { return diagonal(x[0], k); },
       .value = [=](const Values& x) { return taken(x[0], k); },
       .cases = {{real(4, 4)}, {real(4, 2)}, {real(2, 5)}, {real(1, 1)}, {real(0, 3)}, {real(3, 0)}},
       .text = "diagonal" + mark + "(A)",
       .adjoints = {"diagonal_like" + mark + "(G, A)"}},
      {.name = "as_diagonal" + more,
       .build = [=](const Exprs& x) { return as_diagonal(x[0], k); },
       .value =
           [=](const Values& x) {
             const Index size = x[0].rows() + std::abs(k);
             return put(x[0], size, size, k);
           },
       .cases = {{real(3, 1)}, {real(1, 1)}, {real(0, 1)}},
       .text = "as_diagonal" + mark + "(A)",
       .adjoints = {"diagonal" + mark + "(G)"},
       .unfitting = {{{1, 3}}, {{3, 3}}}},
      {.name = "diagonal_like" + more,
       .build = [=](const Exprs& x) { return diagonal_like(x[0], x[1], k); },
       .value = [=](const Values& x) { return put(x[0], x[1].rows(), x[1].cols(), k); },
       .cases = {like(4, 4), like(4, 3), like(2, 5), like(1, 1), like(0, 2)},
       .text = "diagonal_like" + mark + "(A, B)",
       .adjoints = {"diagonal" + mark + "(G)", "0"},
       .unfitting = {{{4, 1}, {4, 4}}, {{1, 3}, {4, 4}}}},
  };
}

}  // namespace

std::vector<OpRow> diagonals_rows() {
  std::vector<OpRow> all;
  for (const Index k : {0, 1, -1, 2, -6, 6})
    for (const bool lower : {true, false}) all.push_back(triangle_row(lower, k));
  for (const Index k : {1, -2})
    for (OpRow& row : offset_rows(k)) all.push_back(std::move(row));
  return all;
}

TEST_CASE("triangles and diagonals at an offset have the stated value, derivatives and print") {
  check_rows(diagonals_rows());
}

TEST_CASE("a diagonal outside of the matrix is empty, and triangles there are all or nothing") {
  const Expr a = variable("A", 2, 3);
  const Value values{{1, 2, 3}, {4, 5, 6}};
  const Index greatest = std::numeric_limits<Index>::max(), least = std::numeric_limits<Index>::min();
  for (const Index k : {Index(3), greatest}) {
    CHECK(diagonal(a, k).shape() == Shape{0, 1});
    CHECK(reference_value<double>(lower_triangle(a, k), {{a, values}}) == values);
    CHECK(reference_value<double>(upper_triangle(a, k), {{a, values}}) == Value::Zero(2, 3));
  }
  for (const Index k : {Index(-2), least}) {
    CHECK(diagonal(a, k).shape() == Shape{0, 1});
    CHECK(reference_value<double>(lower_triangle(a, k), {{a, values}}) == Value::Zero(2, 3));
    CHECK(reference_value<double>(upper_triangle(a, k), {{a, values}}) == values);
  }
  CHECK_THROWS_AS(as_diagonal(variable("v", 1), greatest), ShapeError);
  CHECK_THROWS_AS(as_diagonal(variable("v", 1), least), ShapeError);
}

TEST_CASE("offset 0 is the operation without an offset") {
  const Expr a = variable("A", 2, 3), v = variable("v", 2);
  CHECK(diagonal(a, 0).op().equals(diagonal(a).op()));
  CHECK(diagonal_like(v, a, 0).op().equals(diagonal_like(v, a).op()));
  CHECK(is_as_diagonal(as_diagonal(v, 0)));
}

TEST_CASE("a triangle takes NaN away with what it removes") {
  const Expr a = variable("A", 2, 2);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(reference_value<double>(lower_triangle(a), {{a, Value{{1, nan}, {2, 3}}}}) == Value{{1, 0}, {2, 3}});
}

TEST_CASE("a matrix is the sum of its two triangles") {
  const Expr a = variable("A", 4, 3);
  const Value values = Value::Random(4, 3);
  for (const Index k : {-2, 0, 1})
    CHECK(reference_value<double>(lower_triangle(a, k) + upper_triangle(a, k + 1), {{a, values}}) == values);
}

}  // namespace matgrad::tests
