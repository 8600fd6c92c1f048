#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/order.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/selection.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "op_table.hpp"

namespace matgrad::tests {
namespace {

using Reduction = Expr (*)(const Operand&);
using Sorting = Expr (*)(const Operand&, SortOrder);

/// What belongs to each column of `a`, as a row.
template <class OfColumn>
Value each_column(const Value& a, OfColumn&& of_column) {
  return Value::NullaryExpr(1, a.cols(), [&](Index j) { return of_column(a.col(j)); });
}

double place_of_greatest(const Value& column) {
  Index i = 0;
  column.col(0).maxCoeff(&i);
  return static_cast<double>(i);
}

OpRow along_columns(std::string name, Reduction function, std::function<double(const Value&)> of_column) {
  const std::string position = "column_arg" + name.substr(7);
  const bool differentiable = name.find("arg") == std::string::npos;
  return {.name = name,
          .build = [function](const Exprs& x) { return function(x[0]); },
          .value = [of_column](const Values& x) { return each_column(x[0], of_column); },
          .cases = {{real(4, 3)}, {real(3, 3)}, {real(1, 1)}, {real(1, 4)}, {real(6, 1)}, {real(3, 0)}},
          .text = name + "(A)",
          .adjoints = differentiable ? std::vector{"scatter_add_along_columns(G, " + position + "(A), A)"}
                                     : std::vector<std::string>(),
          .unfitting = {{{0, 3}}},
          .order = differentiable ? 2 : 0};
}

OpRow along_rows(std::string name, Reduction function, std::function<double(const Value&)> of_column) {
  const std::string position = "row_arg" + name.substr(4);
  const bool differentiable = name.find("arg") == std::string::npos;
  return {.name = name,
          .build = [function](const Exprs& x) { return function(x[0]); },
          .value = [of_column](const Values& x) -> Value {
            return each_column(x[0].transpose(), of_column).transpose();
          },
          .cases = {{real(3, 4)}, {real(3, 3)}, {real(1, 1)}, {real(4, 1)}, {real(1, 6)}, {real(0, 3)}},
          .text = name + "(A)",
          .adjoints = differentiable ? std::vector{"scatter_add_along_rows(G, " + position + "(A), A)"}
                                     : std::vector<std::string>(),
          .unfitting = {{{3, 0}}},
          .order = differentiable ? 2 : 0};
}

std::vector<OpRow> extreme_rows() {
  const auto greatest = [](const Value& x) { return x.maxCoeff(); };
  const auto least = [](const Value& x) { return x.minCoeff(); };
  const auto place_of_least = [](const Value& x) { return place_of_greatest(-x); };
  const auto flat = [](const Value& x) -> Value { return x.reshaped(x.size(), 1); };
  return {
      along_columns("column_max", column_max, greatest),
      along_columns("column_min", column_min, least),
      along_columns("column_argmax", column_argmax, place_of_greatest),
      along_columns("column_argmin", column_argmin, place_of_least),
      along_rows("row_max", row_max, greatest),
      along_rows("row_min", row_min, least),
      along_rows("row_argmax", row_argmax, place_of_greatest),
      along_rows("row_argmin", row_argmin, place_of_least),
      {.name = "max",
       .build = [](const Exprs& x) { return max(x[0]); },
       .value = [](const Values& x) { return number(x[0].maxCoeff()); },
       .cases = {{real(3, 4)}, {real(1, 1)}, {real(5, 1)}, {real(1, 5)}},
       .text = "row_max(column_max(A))",
       .unfitting = {{{0, 3}}, {{3, 0}}}},
      {.name = "min",
       .build = [](const Exprs& x) { return min(x[0]); },
       .value = [](const Values& x) { return number(x[0].minCoeff()); },
       .cases = {{real(3, 4)}, {real(1, 1)}, {real(5, 1)}, {real(1, 5)}},
       .text = "row_min(column_min(A))",
       .unfitting = {{{0, 3}}, {{3, 0}}}},
      {.name = "argmax",
       .build = [](const Exprs& x) { return argmax(x[0]); },
       .value = [flat](const Values& x) { return number(place_of_greatest(flat(x[0]))); },
       .cases = {{real(3, 4)}, {real(1, 1)}, {real(1, 5)}},
       .text = "argmax(A)",
       .unfitting = {{{0, 3}}, {{3, 0}}},
       .order = 0},
      {.name = "argmin",
       .build = [](const Exprs& x) { return argmin(x[0]); },
       .value = [flat](const Values& x) { return number(place_of_greatest(-flat(x[0]))); },
       .cases = {{real(3, 4)}, {real(1, 1)}, {real(1, 5)}},
       .text = "argmin(A)",
       .unfitting = {{{0, 3}}, {{3, 0}}},
       .order = 0},
  };
}

Value sorted(Value a, SortOrder order) {
  for (auto column : a.colwise()) {
    std::sort(column.begin(), column.end());
    if (order == SortOrder::descending) std::reverse(column.begin(), column.end());
  }
  return a;
}

/// The number of entries of its column that come before each entry, inverted.
Value positions(const Value& a, SortOrder order) {
  Value result(a.rows(), a.cols());
  for (Index j = 0; j < a.cols(); ++j)
    for (Index i = 0; i < a.rows(); ++i) {
      Index before = 0;
      for (Index k = 0; k < a.rows(); ++k) {
        const double other = a(k, j), own = a(i, j);
        before += (order == SortOrder::ascending ? other < own : other > own) || (other == own && k < i) ? 1 : 0;
      }
      result(before, j) = static_cast<double>(i);
    }
  return result;
}

/// Whole numbers of which many are equal; no derivative is tested at them.
Input tied(Index rows, Index cols) { return fixed((1.7 * Value::Random(rows, cols)).array().round()); }

std::vector<OpRow> sorting_rows(SortOrder order) {
  const std::string mark = order == SortOrder::ascending ? "" : "[descending]";
  const std::string more = order == SortOrder::ascending ? "" : ", descending";
  const std::vector<Case> cases{{real(4, 3)}, {real(3, 3)}, {real(1, 1)}, {real(3, 1)},
                                {real(1, 4)}, {real(0, 2)}, {real(2, 0)}, {tied(40, 2)}};
  const auto across = [](Value a, SortOrder o, Value (*f)(const Value&, SortOrder)) -> Value {
    return f(Value(a.transpose()), o).transpose();
  };
  const auto sort_by_value = [](const Value& a, SortOrder o) { return sorted(a, o); };
  return {
      {.name = "sort_columns" + more,
       .build = [=](const Exprs& x) { return sort_columns(x[0], order); },
       .value = [=](const Values& x) { return sorted(x[0], order); },
       .cases = cases,
       .text = "sort_columns" + mark + "(A)",
       .adjoints = {"scatter_add_along_columns(G, argsort_columns" + mark + "(A), A)"}},
      {.name = "sort_rows" + more,
       .build = [=](const Exprs& x) { return sort_rows(x[0], order); },
       .value = [=](const Values& x) { return across(x[0], order, sort_by_value); },
       .cases = cases,
       .text = "sort_rows" + mark + "(A)",
       .adjoints = {"scatter_add_along_rows(G, argsort_rows" + mark + "(A), A)"}},
      {.name = "sort" + more,
       .build = [=](const Exprs& x) { return sort(x[0], order); },
       .value =
           [=](const Values& x) {
             return x[0].cols() == 1 ? sorted(x[0], order) : across(x[0], order, sort_by_value);
           },
       .cases = {{real(5, 1)}, {real(1, 5)}, {real(1, 1)}, {real(0, 1)}, {real(1, 0)}},
       .text = "sort_columns" + mark + "(A)",
       .adjoints = {"scatter_add_along_columns(G, argsort_columns" + mark + "(A), A)"},
       .unfitting = {{{2, 3}}, {{0, 2}}}},
      {.name = "argsort_columns" + more,
       .build = [=](const Exprs& x) { return argsort_columns(x[0], order); },
       .value = [=](const Values& x) { return positions(x[0], order); },
       .cases = cases,
       .text = "argsort_columns" + mark + "(A)",
       .order = 0},
      {.name = "argsort_rows" + more,
       .build = [=](const Exprs& x) { return argsort_rows(x[0], order); },
       .value = [=](const Values& x) { return across(x[0], order, positions); },
       .cases = cases,
       .text = "argsort_rows" + mark + "(A)",
       .order = 0},
      {.name = "argsort" + more,
       .build = [=](const Exprs& x) { return argsort(x[0], order); },
       .value =
           [=](const Values& x) {
             return x[0].cols() == 1 ? positions(x[0], order) : across(x[0], order, positions);
           },
       .cases = {{real(5, 1)}, {real(1, 5)}, {real(1, 1)}, {real(0, 1)}, {tied(1, 30)}},
       .text = "argsort_columns" + mark + "(A)",
       .unfitting = {{{2, 3}}, {{2, 0}}},
       .order = 0},
  };
}

template <class Scalar>
constexpr Scalar not_a_number = std::numeric_limits<Scalar>::quiet_NaN();

}  // namespace

std::vector<OpRow> order_rows() {
  std::vector<OpRow> all = extreme_rows();
  for (const SortOrder order : {SortOrder::ascending, SortOrder::descending})
    for (OpRow& row : sorting_rows(order)) all.push_back(std::move(row));
  return all;
}

TEST_CASE("extremes and sorting have the stated value, derivatives and print") { check_rows(order_rows()); }

TEST_CASE("of equal entries the first gets the whole adjoint") {
  const Expr a = variable("A", 3, 2);
  const Value ties{{2, 1}, {2, 1}, {1, 2}};
  const auto slope = [&](const Expr& y) { return reference_value<double>(gradient(y, a), {{a, ties}}); };
  CHECK(slope(sum(column_max(a))) == Value{{1, 0}, {0, 0}, {0, 1}});
  CHECK(slope(sum(column_min(a))) == Value{{0, 1}, {0, 0}, {1, 0}});
  CHECK(slope(sum(row_max(a))) == Value{{1, 0}, {1, 0}, {0, 1}});
  CHECK(slope(max(a)) == Value{{1, 0}, {0, 0}, {0, 0}});
  CHECK(slope(min(a)) == Value{{0, 0}, {0, 0}, {1, 0}});
  const Expr w = variable("W", 3, 2);
  const Value weights{{1, 2}, {3, 4}, {5, 6}};
  CHECK(reference_value<double>(gradient(dot(w, sort_columns(a)), a), {{a, ties}, {w, weights}}) ==
        Value{{3, 2}, {5, 4}, {1, 6}});
}

TEST_CASE("the second derivative of a maximum is that of the chosen entry") {
  const Expr a = variable("A", 2, 1), first = gradient(sum(square(column_max(a))), a);
  const Value values{{1}, {3}};
  CHECK(reference_value<double>(first, {{a, values}}) == Value{{0}, {6}});
  CHECK(reference_value<double>(gradient(sum(first), a), {{a, values}}) == Value{{0}, {2}});
}

TEST_CASE_TEMPLATE("NaN is the greatest and the least entry, and is sorted to the end", Scalar, float, double,
                   long double) {
  const Scalar nan = not_a_number<Scalar>, infinity = std::numeric_limits<Scalar>::infinity();
  const Expr a = variable("A", 4, 1);
  const LeafValues<Scalar> leaves{{a, Matrix<Scalar>{{1}, {nan}, {infinity}, {nan}}}};
  for (const Expr& extreme : {column_max(a), column_min(a), max(a), min(a)})
    CHECK(std::isnan(reference_value<Scalar>(extreme, leaves)(0, 0)));
  for (const Expr& place : {column_argmax(a), column_argmin(a), argmax(a), argmin(a)})
    CHECK(reference_value<Scalar>(place, leaves)(0, 0) == 1);
  CHECK(reference_value<Scalar>(argsort(a), leaves) == Matrix<Scalar>{{0}, {2}, {1}, {3}});
  CHECK(reference_value<Scalar>(argsort(a, SortOrder::descending), leaves) == Matrix<Scalar>{{2}, {0}, {1}, {3}});
  const Matrix<Scalar> up = reference_value<Scalar>(sort(a), leaves);
  CHECK(up(0) == 1);
  CHECK(up(1) == infinity);
  CHECK(std::isnan(up(2)));
  CHECK(std::isnan(up(3)));
}

TEST_CASE("a column of −∞ only has a maximum") {
  const double infinity = std::numeric_limits<double>::infinity();
  const Expr a = variable("A", 2, 1);
  CHECK(reference_value<double>(max(a), {{a, Value::Constant(2, 1, -infinity)}})(0, 0) == -infinity);
  CHECK(reference_value<double>(min(a), {{a, Value::Constant(2, 1, infinity)}})(0, 0) == infinity);
}

TEST_CASE("sorting is stable down to the sign of zero") {
  const Expr a = variable("A", 3, 1);
  const Value up = reference_value<double>(sort(a), {{a, Value{{0.0}, {-0.0}, {-1.0}}}});
  CHECK_FALSE(std::signbit(up(1)));
  CHECK(std::signbit(up(2)));
}

TEST_CASE("positions have no derivative, unless it is stopped") {
  const Expr a = variable("A", 3, 2);
  for (const Expr& place : {sum(column_argmax(a)), sum(row_argmin(a)), argmax(a), sum(argsort_columns(a))}) {
    CHECK_THROWS_AS(gradient(place, a), DerivativeError);
    CHECK(reference_value<double>(gradient(sum(a) + stop_gradient(place), a), {{a, Value::Random(3, 2)}}) ==
          Value::Ones(3, 2));
  }
  CHECK_THROWS_WITH_AS(
      gradient(argmax(a), a),
      "argmax has no derivative with respect to input 1, A (3×2): use stop_gradient where none is "
      "wanted",
      DerivativeError);
}

TEST_CASE("sorting agrees with taking along the positions, also in a Function") {
  const Expr a = variable("A", 5, 4);
  const Value values = Value::Random(5, 4);
  const Function f({a}, {sort_columns(a), take_along_columns(a, argsort_columns(a)), sort_rows(a),
                         take_along_rows(a, argsort_rows(a)), gradient(sum(square(sort_rows(a))), a)});
  const auto results = f(values);
  CHECK(results[0] == results[1]);
  CHECK(results[2] == results[3]);
  CHECK(results[4] == 2 * values);
}

}  // namespace matgrad::tests
