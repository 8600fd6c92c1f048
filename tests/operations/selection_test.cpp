#include <doctest/doctest.h>

#include <functional>
#include <limits>
#include <string>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/order.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/selection.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "op_table.hpp"

namespace matgrad::tests {
namespace {

using Indices = std::vector<Index>;

Value rows_of(const Value& a, const Indices& indices) {
  Value result(static_cast<Index>(indices.size()), a.cols());
  for (Index k = 0; k < result.rows(); ++k) result.row(k) = a.row(indices[static_cast<std::size_t>(k)]);
  return result;
}

Value added_rows(const Value& b, const Indices& indices, const Value& a) {
  Value result = Value::Zero(a.rows(), a.cols());
  for (Index k = 0; k < b.rows(); ++k) result.row(indices[static_cast<std::size_t>(k)]) += b.row(k);
  return result;
}

Value taken(const Value& a, const Value& positions) {
  return Value::NullaryExpr(positions.rows(), positions.cols(),
                            [&](Index i, Index j) { return a(static_cast<Index>(positions(i, j)), j); });
}

Value added(const Value& b, const Value& positions, const Value& a) {
  Value result = Value::Zero(a.rows(), a.cols());
  for (Index j = 0; j < b.cols(); ++j)
    for (Index i = 0; i < b.rows(); ++i) result(static_cast<Index>(positions(i, j)), j) += b(i, j);
  return result;
}

std::vector<OpRow> index_rows() {
  const Indices twice{2, 0, 2};
  return {
      {.name = "gather_rows",
       .build = [=](const Exprs& x) { return gather_rows(x[0], twice); },
       .value = [=](const Values& x) { return rows_of(x[0], twice); },
       .cases = {{real(4, 2)}, {real(3, 3)}, {real(3, 1)}, {real(3, 0)}},
       .text = "gather_rows[2 0 2](A)",
       .adjoints = {"scatter_add_rows[2 0 2](G, A)"},
       .unfitting = {{{2, 3}}, {{0, 3}}}},
      {.name = "gather_columns",
       .build = [=](const Exprs& x) { return gather_columns(x[0], twice); },
       .value = [=](const Values& x) -> Value { return rows_of(x[0].transpose(), twice).transpose(); },
       .cases = {{real(2, 4)}, {real(3, 3)}, {real(1, 3)}, {real(0, 3)}},
       .text = "gather_columns[2 0 2](A)",
       .adjoints = {"scatter_add_columns[2 0 2](G, A)"},
       .unfitting = {{{3, 2}}, {{3, 0}}}},
      {.name = "gather_rows, none",
       .build = [](const Exprs& x) { return gather_rows(x[0], {}); },
       .value = [](const Values& x) -> Value { return Value(0, x[0].cols()); },
       .cases = {{real(2, 3)}, {real(0, 2)}},
       .text = "gather_rows(A)",
       .adjoints = {"scatter_add_rows(G, A)"}},
      {.name = "scatter_add_rows",
       .build = [=](const Exprs& x) { return scatter_add_rows(x[0], twice, x[1]); },
       .value = [=](const Values& x) { return added_rows(x[0], twice, x[1]); },
       .cases = {{real(3, 2), shaped(4, 2)}, {real(3, 3), shaped(3, 3)}, {real(3, 0), shaped(3, 0)}},
       .text = "scatter_add_rows[2 0 2](A, B)",
       .adjoints = {"gather_rows[2 0 2](G)", "0"},
       .unfitting = {{{3, 2}, {2, 2}}, {{2, 2}, {3, 2}}, {{3, 2}, {3, 3}}}},
      {.name = "scatter_add_columns",
       .build = [=](const Exprs& x) { return scatter_add_columns(x[0], twice, x[1]); },
       .value = [=](const Values& x) -> Value {
         return added_rows(x[0].transpose(), twice, x[1].transpose()).transpose();
       },
       .cases = {{real(2, 3), shaped(2, 4)}, {real(3, 3), shaped(3, 3)}, {real(0, 3), shaped(0, 3)}},
       .text = "scatter_add_columns[2 0 2](A, B)",
       .adjoints = {"gather_columns[2 0 2](G)", "0"},
       .unfitting = {{{2, 3}, {2, 2}}, {{2, 2}, {2, 3}}, {{2, 3}, {3, 3}}}},
  };
}

std::vector<OpRow> position_rows() {
  const Value positions{{1, 0, 2, 0}, {1, 3, 0, 0}}, across = positions.transpose();
  return {
      {.name = "take_along_columns",
       .build = [](const Exprs& x) { return take_along_columns(x[0], x[1]); },
       .value = [](const Values& x) { return taken(x[0], x[1]); },
       .cases = {{real(4, 4), fixed(positions)},
                 {real(1, 1), fixed(Value::Zero(1, 1))},
                 {real(2, 1), fixed(Value::Zero(3, 1))},
                 {real(2, 0), fixed(Value(3, 0))},
                 {real(0, 2), fixed(Value(0, 2))}},
       .text = "take_along_columns(A, B)",
       .adjoints = {"scatter_add_along_columns(G, B, A)", "0"},
       .unfitting = {{{2, 3}, {2, 2}}}},
      {.name = "take_along_rows",
       .build = [](const Exprs& x) { return take_along_rows(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return taken(x[0].transpose(), x[1].transpose()).transpose(); },
       .cases = {{real(4, 4), fixed(across)},
                 {real(1, 1), fixed(Value::Zero(1, 1))},
                 {real(1, 2), fixed(Value::Zero(1, 3))},
                 {real(2, 0), fixed(Value(2, 0))}},
       .text = "take_along_rows(A, B)",
       .adjoints = {"scatter_add_along_rows(G, B, A)", "0"},
       .unfitting = {{{2, 3}, {3, 3}}}},
      {.name = "scatter_add_along_columns",
       .build = [](const Exprs& x) { return scatter_add_along_columns(x[0], x[1], x[2]); },
       .value = [](const Values& x) { return added(x[0], x[1], x[2]); },
       .cases = {{real(2, 4), fixed(positions), shaped(4, 4)},
                 {real(1, 1), fixed(Value::Zero(1, 1)), shaped(1, 1)},
                 {real(0, 2), fixed(Value(0, 2)), shaped(3, 2)}},
       .text = "scatter_add_along_columns(A, B, C)",
       .adjoints = {"take_along_columns(G, B)", "0", "0"},
       .unfitting = {{{2, 3}, {2, 3}, {2, 2}}, {{2, 3}, {3, 3}, {3, 3}}}},
      {.name = "scatter_add_along_rows",
       .build = [](const Exprs& x) { return scatter_add_along_rows(x[0], x[1], x[2]); },
       .value = [](const Values& x) -> Value {
         return added(x[0].transpose(), x[1].transpose(), x[2].transpose()).transpose();
       },
       .cases = {{real(4, 2), fixed(across), shaped(4, 4)},
                 {real(1, 1), fixed(Value::Zero(1, 1)), shaped(1, 1)},
                 {real(2, 0), fixed(Value(2, 0)), shaped(2, 3)}},
       .text = "scatter_add_along_rows(A, B, C)",
       .adjoints = {"take_along_rows(G, B)", "0", "0"},
       .unfitting = {{{2, 3}, {2, 3}, {3, 3}}, {{2, 3}, {2, 2}, {2, 3}}}},
      {.name = "one_hot",
       .build = [](const Exprs& x) { return one_hot(x[0], 3); },
       .value = [](const Values& x) -> Value {
         return Value::NullaryExpr(
             3, x[0].cols(), [&](Index i, Index j) { return x[0](0, j) == static_cast<double>(i) ? 1.0 : 0.0; });
       },
       .cases = {{fixed(Value{{2, 0, 2, 1}})}, {fixed(Value{{1}})}, {fixed(Value(1, 0))}},
       .text = "one_hot[3](A)",
       .unfitting = {{{4, 1}}, {{2, 2}}},
       .order = 0},
  };
}

template <class Error>
void says(const std::function<void()>& act, const std::string& text) {
  try {
    act();
  } catch (const Error& error) {
    INFO(error.what());
    CHECK(std::string(error.what()).find(text) != std::string::npos);
    return;
  }
  FAIL_CHECK("no error that says ", text);
}

}  // namespace

std::vector<OpRow> selection_rows() {
  std::vector<OpRow> all = index_rows();
  for (OpRow& row : position_rows()) all.push_back(std::move(row));
  return all;
}

TEST_CASE("selections have the stated value, derivatives and print") { check_rows(selection_rows()); }

TEST_CASE("an index outside of the matrix is refused when the expression is built") {
  const Expr a = variable("A", 4, 3), none = variable("E", 0, 3), b = variable("B", 1, 3);
  const Index greatest = std::numeric_limits<Index>::max(), least = std::numeric_limits<Index>::min();
  says<ShapeError>([&] { gather_rows(a, {0, 4}); }, "A (4×3) has no row 4: its rows are counted from 0 to 3");
  says<ShapeError>([&] { gather_rows(a, {0, 4}); }, "its rows are counted from 0 to 3");
  says<ShapeError>([&] { gather_rows(a, {-1}); }, "has no row -1");
  says<ShapeError>([&] { gather_columns(a, {3}); }, "has no column 3");
  says<ShapeError>([&] { gather_columns(a, {greatest}); }, "has no column");
  says<ShapeError>([&] { gather_columns(a, {least}); }, "has no column");
  says<ShapeError>([&] { gather_rows(none, {0}); }, "as it has no rows");
  says<ShapeError>([&] { scatter_add_rows(b, {4}, a); }, "A (4×3) has no row 4");
  says<ShapeError>([&] { scatter_add_rows(b, {0, 1}, a); }, "2×3 would fit");
}

TEST_CASE("a long list of indices is printed by its beginning, and all of it counts") {
  const Expr a = variable("A", 2, 2);
  Indices many(1000, 0);
  const Expr first = gather_rows(a, many);
  CHECK(to_text(first) == "gather_rows[0 0 0 0 0 0 0 0 …](A)");
  many.back() = 1;
  CHECK_FALSE(first.op().equals(gather_rows(a, many).op()));
}

TEST_CASE_TEMPLATE("a computed position that is no index is refused when it is met", Scalar, float, double,
                   long double) {
  const Expr a = variable("A", 2, 3), p = variable("P", 1, 3), y = variable("y", 1, 2);
  const Matrix<Scalar> values = Matrix<Scalar>::Ones(2, 3);
  const Scalar nan = std::numeric_limits<Scalar>::quiet_NaN(), huge = std::numeric_limits<Scalar>::max();
  for (const Scalar bad : {Scalar(2), Scalar(-1), Scalar(0.5), nan, huge, -huge}) {
    const LeafValues<Scalar> leaves{{a, values}, {p, Matrix<Scalar>{{0, 1, bad}}}};
    says<DomainError>([&] { reference_value<Scalar>(take_along_columns(a, p), leaves); },
                      "the position in row 0, column 2 is");
    says<DomainError>([&] { reference_value<Scalar>(scatter_add_along_columns(p, p, a), leaves); },
                      "one of the whole numbers 0, …, 1");
    says<DomainError>(
        [&] {
          reference_value<Scalar>(one_hot(y, 2), {{y, Matrix<Scalar>{{1, bad}}}});
        },
        "the label in row 0, column 1 is");
  }
  CHECK(reference_value<Scalar>(one_hot(y, 2), {{y, Matrix<Scalar>{{-Scalar(0), 1}}}}) ==
        Matrix<Scalar>::Identity(2, 2));
  says<DomainError>(
      [&] {
        reference_value<Scalar>(one_hot(y, 0), {{y, Matrix<Scalar>{{0, 0}}}});
      },
      "there is nothing to choose from");
}

TEST_CASE("a Function names the expression in which a label is wrong") {
  const Expr y = variable("y", 1, 2);
  const Function f({y}, {one_hot(y, 3)});
  const Value good{{2, 0}}, bad{{0, 3}};
  CHECK(f(good)[0] == Value{{0, 1}, {0, 0}, {1, 0}});
  says<DomainError>([&] { f(bad); }, "the label in row 0, column 1 is 3");
  says<DomainError>([&] { f(bad); }, "whole numbers 0, …, 2, as labels, rows and columns are counted from 0");
  says<DomainError>([&] { f(bad); }, "subtract 1 if yours are counted from 1");
  says<DomainError>([&] { f(bad); }, "one_hot[3](y)");
}

TEST_CASE("labels have no derivative, and what they select has") {
  const Expr y = variable("y", 1, 2), w = variable("W", 3, 2);
  const Expr loss = dot(w, one_hot(y, 3));
  says<DerivativeError>([&] { gradient(loss, y); }, "one_hot has no derivative with respect to input 1, y (1×2)");
  CHECK(to_text(gradient(loss, w)) == "one_hot[3](y)");
  says<ShapeError>([&] { one_hot(transpose(y), 3); }, "their transpose would fit");
  says<ShapeError>([&] { one_hot(y, -1); }, "the number is negative");
}

TEST_CASE("the columns of one-hot labels sum to one, which shortens the gradient of the cross-entropy") {
  const Expr x = variable("X", 3, 2), y = variable("y", 1, 2);
  CHECK(to_text(gradient(cross_entropy(x, one_hot(y, 3)), x)) == "(softmax(X) − one_hot[3](y)) / 2");
}

TEST_CASE("rows may be selected by data") {
  const Expr a = variable("A", 3, 2), r = variable("r", 1, 4);
  const Value values{{1, 2}, {3, 4}, {5, 6}};
  CHECK(reference_value<double>(transpose(one_hot(r, 3)) * a, {{a, values}, {r, Value{{2, 0, 2, 1}}}}) ==
        Value{{5, 6}, {1, 2}, {5, 6}, {3, 4}});
}

}  // namespace matgrad::tests
