#include <doctest/doctest.h>

#include <functional>
#include <string>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/cumulative.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "op_table.hpp"

namespace matgrad::tests {
namespace {

using ColumnFunction = std::function<Value(const Values&)>;

/// The same function along rows.
ColumnFunction across(ColumnFunction along_columns) {
  return [along_columns](Values x) -> Value {
    for (Value& value : x) value = Value(value.transpose());
    return along_columns(x).transpose();
  };
}

Value sums_so_far(const Values& x) {
  Value result = x[0];
  for (Index i = 0; i < result.rows(); ++i) result.row(i) = x[0].topRows(i + 1).colwise().sum();
  return result;
}

Value products_so_far(const Values& x) {
  Value result = x[0];
  for (Index i = 0; i < result.rows(); ++i) result.row(i) = x[0].topRows(i + 1).colwise().prod();
  return result;
}

Value products_of_columns(const Values& x) {
  return Value::NullaryExpr(1, x[0].cols(), [&](Index j) { return x[0].rows() == 0 ? 1 : x[0].col(j).prod(); });
}

Value differences_of_columns(const Values& x) {
  return x[0].bottomRows(x[0].rows() - 1) - x[0].topRows(x[0].rows() - 1);
}

Value recurrence_down(const Values& x) {
  Value result = x[1];
  for (Index i = 1; i < result.rows(); ++i) result.row(i) += x[0].row(i).cwiseProduct(result.row(i - 1));
  return result;
}

Value recurrence_up(const Values& x) {
  Value result = x[1];
  for (Index i = result.rows() - 2; i >= 0; --i) result.row(i) += x[0].row(i + 1).cwiseProduct(result.row(i + 1));
  return result;
}

/// Some entries are exactly 0: one in the first column, two in the second.
Input with_zeros(Index rows, Index cols) {
  return {.shape = {rows, cols}, .made = [](const Value& a) -> Value {
            Value result = a;
            result(1, 0) = 0;
            if (result.cols() > 1) result(0, 1) = result(2, 1) = 0;
            return result;
          }};
}

/// The same, turned.
Input turned(Input input) {
  const auto made = input.made;
  input.shape = input.shape.transposed();
  input.made = [made](const Value& a) -> Value { return made(a.transpose()).transpose(); };
  return input;
}

std::vector<OpRow> sum_rows() {
  return {
      {.name = "cumulative_column_sums",
       .build = [](const Exprs& x) { return cumulative_column_sums(x[0]); },
       .value = sums_so_far,
       .cases = {{real(4, 3)}, {real(3, 3)}, {real(1, 1)}, {real(1, 4)}, {real(0, 2)}, {real(2, 0)}},
       .text = "cumulative_column_sums(A)",
       .adjoints = {"flip_rows(cumulative_column_sums(flip_rows(G)))"}},
      {.name = "cumulative_row_sums",
       .build = [](const Exprs& x) { return cumulative_row_sums(x[0]); },
       .value = across(sums_so_far),
       .cases = {{real(3, 4)}, {real(3, 3)}, {real(1, 1)}, {real(4, 1)}, {real(0, 2)}, {real(2, 0)}},
       .text = "cumulative_row_sums(A)",
       .adjoints = {"flip_columns(cumulative_row_sums(flip_columns(G)))"}},
      {.name = "column_differences",
       .build = [](const Exprs& x) { return column_differences(x[0]); },
       .value = differences_of_columns,
       .cases = {{real(4, 3)}, {real(3, 2)}, {real(2, 1)}, {real(1, 1)}, {real(1, 3)}, {real(2, 0)}},
       .text = "column_differences(A)",
       .adjoints = {"place[1, 0](G, A) − place[0, 0](G, A)"},
       .unfitting = {{{0, 3}}}},
      {.name = "row_differences",
       .build = [](const Exprs& x) { return row_differences(x[0]); },
       .value = across(differences_of_columns),
       .cases = {{real(3, 4)}, {real(2, 3)}, {real(1, 2)}, {real(1, 1)}, {real(3, 1)}, {real(0, 2)}},
       .text = "row_differences(A)",
       .adjoints = {"place[0, 1](G, A) − place[0, 0](G, A)"},
       .unfitting = {{{3, 0}}}},
  };
}

std::vector<OpRow> running_product_rows() {
  return {
      {.name = "cumulative_column_products",
       .build = [](const Exprs& x) { return cumulative_column_products(x[0]); },
       .value = products_so_far,
       .cases = {{real(4, 3)}, {with_zeros(4, 2)}, {with_zeros(3, 3)}, {real(1, 1)}, {real(1, 4)}, {real(0, 2)}},
       .text = "cumulative_column_products(A)",
       .adjoints = {"shift_rows[1, 1](Z) ∘ reverse_column_recurrence(A, G)"}},
      {.name = "cumulative_row_products",
       .build = [](const Exprs& x) { return cumulative_row_products(x[0]); },
       .value = across(products_so_far),
       .cases = {{real(3, 4)}, {turned(with_zeros(4, 2))}, {real(3, 3)}, {real(1, 1)}, {real(4, 1)}, {real(2, 0)}},
       .text = "cumulative_row_products(A)",
       .adjoints = {"shift_columns[1, 1](Z) ∘ reverse_row_recurrence(A, G)"}},
      {.name = "column_products",
       .build = [](const Exprs& x) { return column_products(x[0]); },
       .value = products_of_columns,
       .cases = {{real(4, 3)}, {with_zeros(4, 2)}, {with_zeros(3, 3)}, {real(1, 1)}, {real(1, 4)}, {real(0, 2)}},
       .text = "column_products(A)",
       .adjoints = {"rows(G, A) ∘ shift_rows[1, 1](cumulative_column_products(A)) ∘ "
                    "flip_rows(shift_rows[1, 1](cumulative_column_products(flip_rows(A))))"}},
      {.name = "row_products",
       .build = [](const Exprs& x) { return row_products(x[0]); },
       .value = across(products_of_columns),
       .cases = {{real(3, 4)}, {turned(with_zeros(4, 2))}, {real(3, 3)}, {real(1, 1)}, {real(4, 1)}, {real(2, 0)}},
       .text = "row_products(A)",
       .adjoints = {"columns(G, A) ∘ shift_columns[1, 1](cumulative_row_products(A)) ∘ "
                    "flip_columns(shift_columns[1, 1](cumulative_row_products(flip_columns(A))))"}},
  };
}

std::vector<OpRow> recurrence_rows() {
  const std::vector<Case> cases{{real(4, 3), real(4, 3)},       {real(3, 3), real(3, 3)}, {real(1, 1), real(1, 1)},
                                {with_zeros(4, 2), real(4, 2)}, {real(1, 4), real(1, 4)}, {real(4, 1), real(4, 1)},
                                {real(0, 2), real(0, 2)},       {real(2, 0), real(2, 0)}};
  const std::vector<std::vector<Shape>> unfitting{{{2, 3}, {3, 2}}, {{1, 1}, {3, 2}}};
  return {
      {.name = "column_recurrence",
       .build = [](const Exprs& x) { return column_recurrence(x[0], x[1]); },
       .value = recurrence_down,
       .cases = cases,
       .text = "column_recurrence(A, B)",
       .adjoints = {"shift_rows[1](Z) ∘ reverse_column_recurrence(A, G)", "reverse_column_recurrence(A, G)"},
       .unfitting = unfitting},
      {.name = "reverse_column_recurrence",
       .build = [](const Exprs& x) { return reverse_column_recurrence(x[0], x[1]); },
       .value = recurrence_up,
       .cases = cases,
       .text = "reverse_column_recurrence(A, B)",
       .adjoints = {"shift_rows[1](column_recurrence(A, G)) ∘ Z", "column_recurrence(A, G)"},
       .unfitting = unfitting},
      {.name = "row_recurrence",
       .build = [](const Exprs& x) { return row_recurrence(x[0], x[1]); },
       .value = across(recurrence_down),
       .cases = cases,
       .text = "row_recurrence(A, B)",
       .adjoints = {"shift_columns[1](Z) ∘ reverse_row_recurrence(A, G)", "reverse_row_recurrence(A, G)"},
       .unfitting = unfitting},
      {.name = "reverse_row_recurrence",
       .build = [](const Exprs& x) { return reverse_row_recurrence(x[0], x[1]); },
       .value = across(recurrence_up),
       .cases = cases,
       .text = "reverse_row_recurrence(A, B)",
       .adjoints = {"shift_columns[1](row_recurrence(A, G)) ∘ Z", "row_recurrence(A, G)"},
       .unfitting = unfitting},
  };
}

}  // namespace

std::vector<OpRow> cumulative_rows() {
  std::vector<OpRow> all = sum_rows();
  for (const auto& others : {running_product_rows(), recurrence_rows()})
    all.insert(all.end(), others.begin(), others.end());
  return all;
}

TEST_CASE("running sums, products and recurrences have the stated value, derivatives and print") {
  check_rows(cumulative_rows());
}

TEST_CASE("derivatives of products are exact where entries are 0") {
  const Expr a = variable("A", 3, 1), z = column_products(a);
  const auto at = [&](const Expr& y, const Value& value) { return reference_value<double>(y, {{a, value}}); };
  const Expr first = gradient(z, a);
  CHECK(at(first, Value{{2}, {0}, {5}}) == Value{{0}, {10}, {0}});
  CHECK(at(first, Value{{0}, {0}, {5}}) == Value::Zero(3, 1));
  // ∂²z/∂a₁∂a₂ = a₃ and so on, also where two or three entries are 0.
  const Expr v = constant(Value{{1}, {0}, {0}}), second = gradient(dot(first, v), a);
  CHECK(at(second, Value{{0}, {0}, {5}}) == Value{{0}, {5}, {0}});
  CHECK(at(second, Value::Zero(3, 1)) == Value::Zero(3, 1));
  const Expr u = constant(Value{{0}, {1}, {0}}), third = gradient(dot(second, u), a);
  CHECK(at(third, Value::Zero(3, 1)) == Value{{0}, {0}, {1}});
}

TEST_CASE("derivatives of running products are exact where entries are 0, to third order") {
  const Expr a = variable("A", 4, 1);
  const auto at = [&](const Expr& y, const Value& value) { return reference_value<double>(y, {{a, value}}); };
  // z₁ + z₂ + z₃ + z₄ = a₁ + a₁a₂ + a₁a₂a₃ + a₁a₂a₃a₄.
  const Expr first = gradient(sum(cumulative_column_products(a)), a);
  CHECK(at(first, Value{{2}, {0}, {3}, {4}}) == Value{{1}, {2 + 6 + 24}, {0}, {0}});
  CHECK(at(first, Value{{0}, {0}, {3}, {4}}) == Value{{1}, {0}, {0}, {0}});
  const Expr second = gradient(dot(first, constant(Value{{1}, {0}, {0}, {0}})), a);
  CHECK(at(second, Value{{0}, {0}, {3}, {4}}) == Value{{0}, {1 + 3 + 12}, {0}, {0}});
  const Expr third = gradient(dot(second, constant(Value{{0}, {1}, {0}, {0}})), a);
  CHECK(at(third, Value{{0}, {0}, {0}, {4}}) == Value{{0}, {0}, {1 + 4}, {0}});
}

TEST_CASE("differences undo running sums") {
  const Expr a = variable("A", 5, 2);
  const Value values = (100 * Value::Random(5, 2)).array().round();
  CHECK(reference_value<double>(column_differences(cumulative_column_sums(a)), {{a, values}}) ==
        values.bottomRows(4));
}

TEST_CASE("the first factor of a recurrence does not count") {
  const Expr a = variable("A", 3, 1), b = variable("B", 3, 1);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const LeafValues<double> leaves{{a, Value{{nan}, {2}, {3}}}, {b, Value{{1}, {1}, {1}}}};
  CHECK(reference_value<double>(column_recurrence(a, b), leaves) == Value{{1}, {3}, {10}});
  CHECK(reference_value<double>(reverse_column_recurrence(a, b), leaves) == Value{{9}, {4}, {1}});
  CHECK(reference_value<double>(gradient(sum(column_recurrence(a, b)), a), leaves) == Value{{0}, {4}, {3}});
}

}  // namespace matgrad::tests
