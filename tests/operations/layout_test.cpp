#include <doctest/doctest.h>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

#include <limits>
#include <string>

#include "op_table.hpp"
#include "support/error_text.hpp"

namespace matgrad::tests {
namespace {

Value diagonal_matrix(const Value& v, Index rows, Index cols) {
  Value matrix = Value::Zero(rows, cols);
  for (Index i = 0; i < v.rows(); ++i) matrix(i, i) = v(i, 0);
  return matrix;
}

Value side_by_side(const Values& parts) {
  Value whole(parts[0].rows(), 0);
  for (const Value& part : parts) {
    Value longer(whole.rows(), whole.cols() + part.cols());
    longer << whole, part;
    whole = longer;
  }
  return whole;
}

Value stacked(Values parts) {
  for (Value& part : parts) part = Value(part.transpose());
  return side_by_side(parts).transpose();
}

Value placed(const Value& block, Index row, Index col, const Value& a) {
  Value matrix = Value::Zero(a.rows(), a.cols());
  matrix.block(row, col, block.rows(), block.cols()) = block;
  return matrix;
}

std::vector<OpRow> fill_rows() {
  return {
      {.name = "zeros_like",
       .build = [](const Exprs& x) { return zeros_like(x[0]); },
       .value = [](const Values& x) -> Value { return Value::Zero(x[0].rows(), x[0].cols()); },
       .cases = {{shaped(3, 2)}, {shaped(1, 1)}, {shaped(0, 2)}},
       .text = "0",
       .adjoints = {"0"}},
      {.name = "ones_like",
       .build = [](const Exprs& x) { return ones_like(x[0]); },
       .value = [](const Values& x) -> Value { return Value::Ones(x[0].rows(), x[0].cols()); },
       .cases = {{shaped(3, 2)}, {shaped(1, 1)}, {shaped(0, 2)}},
       .text = "1",
       .adjoints = {"0"}},
      {.name = "identity_like",
       .build = [](const Exprs& x) { return identity_like(x[0]); },
       .value = [](const Values& x) -> Value { return Value::Identity(x[0].rows(), x[0].cols()); },
       .cases = {{shaped(3, 3)}, {shaped(1, 1)}, {shaped(0, 0)}},
       .text = "I",
       .adjoints = {"0"},
       .unfitting = {{{2, 3}}}},
      {.name = "zeros",
       .build = [](const Exprs&) { return zeros(3, 2); },
       .value = [](const Values&) -> Value { return Value::Zero(3, 2); },
       .cases = {Case{}},
       .text = "0"},
      {.name = "ones",
       .build = [](const Exprs&) { return ones(3, 2); },
       .value = [](const Values&) -> Value { return Value::Ones(3, 2); },
       .cases = {Case{}},
       .text = "1"},
      {.name = "identity",
       .build = [](const Exprs&) { return identity(3); },
       .value = [](const Values&) -> Value { return Value::Identity(3, 3); },
       .cases = {Case{}},
       .text = "I"},
      {.name = "entry_count",
       .build = [](const Exprs& x) { return entry_count(x[0]); },
       .value = [](const Values& x) -> Value { return Value::Constant(1, 1, static_cast<double>(x[0].size())); },
       .cases = {{shaped(3, 2)}, {shaped(1, 1)}, {shaped(0, 2)}},
       .text = "6",
       .adjoints = {"0"}},
      {.name = "column_count",
       .build = [](const Exprs& x) { return column_count(x[0]); },
       .value = [](const Values& x) -> Value { return Value::Constant(1, 1, static_cast<double>(x[0].cols())); },
       .cases = {{shaped(3, 2)}, {shaped(1, 1)}, {shaped(2, 0)}},
       .text = "2",
       .adjoints = {"0"}},
  };
}

std::vector<OpRow> copy_rows() {
  return {
      {.name = "columns",
       .build = [](const Exprs& x) { return columns(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return x[0].replicate(1, x[1].cols()); },
       .cases = {{real(3, 1), shaped(2, 4)},
                 {real(1, 1), shaped(1, 1)},
                 {real(3, 1), shaped(3, 0)},
                 {real(0, 1), shaped(0, 2)}},
       .text = "columns(A, B)",
       .adjoints = {"row_sums(G)", "0"},
       .unfitting = {{{1, 3}, {3, 2}}, {{3, 2}, {3, 2}}}},
      {.name = "rows",
       .build = [](const Exprs& x) { return rows(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return x[0].replicate(x[1].rows(), 1); },
       .cases = {{real(1, 3), shaped(4, 2)},
                 {real(1, 1), shaped(1, 1)},
                 {real(1, 3), shaped(0, 3)},
                 {real(1, 0), shaped(2, 0)}},
       .text = "rows(A, B)",
       .adjoints = {"column_sums(G)", "0"},
       .unfitting = {{{3, 1}, {3, 2}}, {{3, 2}, {3, 2}}}},
      {.name = "diagonal",
       .build = [](const Exprs& x) { return diagonal(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].diagonal(); },
       .cases = {{real(3, 2)}, {real(2, 4)}, {real(3, 3)}, {real(1, 1)}, {real(0, 2)}},
       .text = "diagonal(A)",
       .adjoints = {"diagonal_like(G, A)"}},
      {.name = "as_diagonal",
       .build = [](const Exprs& x) { return as_diagonal(x[0]); },
       .value = [](const Values& x) { return diagonal_matrix(x[0], x[0].rows(), x[0].rows()); },
       .cases = {{real(3, 1)}, {real(1, 1)}, {real(0, 1)}},
       .text = "as_diagonal(A)",
       .adjoints = {"diagonal(G)"},
       .unfitting = {{{1, 3}}, {{3, 3}}}},
      {.name = "diagonal_like",
       .build = [](const Exprs& x) { return diagonal_like(x[0], x[1]); },
       .value = [](const Values& x) { return diagonal_matrix(x[0], x[1].rows(), x[1].cols()); },
       .cases = {{real(2, 1), shaped(3, 2)},
                 {real(2, 1), shaped(2, 4)},
                 {real(3, 1), shaped(3, 3)},
                 {real(0, 1), shaped(0, 2)}},
       .text = "diagonal_like(A, B)",
       .adjoints = {"diagonal(G)", "0"},
       .unfitting = {{{3, 1}, {3, 2}}, {{1, 2}, {2, 2}}}},
  };
}

std::vector<OpRow> block_rows() {
  return {
      {.name = "slice",
       .build = [](const Exprs& x) { return slice(x[0], 1, 0, 2, 3); },
       .value = [](const Values& x) -> Value { return x[0].block(1, 0, 2, 3); },
       .cases = {{real(4, 3)}, {real(3, 4)}},
       .text = "slice[1, 0, 2, 3](A)",
       .adjoints = {"place[1, 0](G, A)"},
       .unfitting = {{{2, 3}}, {{3, 2}}}},
      {.name = "slice, empty",
       .build = [](const Exprs& x) { return slice(x[0], 2, 1, 0, 1); },
       .value = [](const Values& x) -> Value { return x[0].block(2, 1, 0, 1); },
       .cases = {{real(2, 2)}, {real(3, 4)}},
       .text = "slice[2, 1, 0, 1](A)",
       .adjoints = {"place[2, 1](G, A)"},
       .unfitting = {{{1, 2}}}},
      {.name = "row",
       .build = [](const Exprs& x) { return row(x[0], 1); },
       .value = [](const Values& x) -> Value { return x[0].row(1); },
       .cases = {{real(4, 3)}, {real(2, 1)}},
       .text = "slice[1, 0, 1, 3](A)",
       .adjoints = {"place[1, 0](G, A)"},
       .unfitting = {{{1, 3}}}},
      {.name = "column",
       .build = [](const Exprs& x) { return column(x[0], 1); },
       .value = [](const Values& x) -> Value { return x[0].col(1); },
       .cases = {{real(4, 3)}, {real(1, 2)}},
       .text = "slice[0, 1, 4, 1](A)",
       .adjoints = {"place[0, 1](G, A)"},
       .unfitting = {{{3, 1}}}},
      {.name = "columns, from one on",
       .build = [](const Exprs& x) { return columns(x[0], 1, 2); },
       .value = [](const Values& x) -> Value { return x[0].middleCols(1, 2); },
       .cases = {{real(4, 3)}, {real(1, 3)}},
       .text = "slice[0, 1, 4, 2](A)",
       .adjoints = {"place[0, 1](G, A)"},
       .unfitting = {{{4, 2}}}},
      {.name = "slice_like",
       .build = [](const Exprs& x) { return slice_like(x[0], 1, 2, x[1]); },
       .value = [](const Values& x) -> Value { return x[0].block(1, 2, x[1].rows(), x[1].cols()); },
       .cases = {{real(4, 3), shaped(2, 1)}, {real(2, 3), shaped(1, 1)}, {real(1, 2), shaped(0, 0)}},
       .text = "slice_like[1, 2](A, B)",
       .adjoints = {"place[1, 2](G, A)", "0"},
       .unfitting = {{{4, 3}, {2, 2}}, {{4, 3}, {4, 1}}}},
      {.name = "place",
       .build = [](const Exprs& x) { return place(x[0], 1, 2, x[1]); },
       .value = [](const Values& x) { return placed(x[0], 1, 2, x[1]); },
       .cases = {{real(2, 1), shaped(4, 3)}, {real(1, 1), shaped(2, 3)}, {real(0, 0), shaped(1, 2)}},
       .text = "place[1, 2](A, B)",
       .adjoints = {"slice_like[1, 2](G, A)", "0"},
       .unfitting = {{{2, 2}, {4, 3}}, {{4, 1}, {4, 3}}}},
      {.name = "concatenate_horizontally",
       .build = [](const Exprs& x) { return concatenate_horizontally(x); },
       .value = [](const Values& x) { return side_by_side(x); },
       .cases = {{real(2, 3), real(2, 1)},
                 {real(2, 1), real(2, 0), real(2, 2)},
                 {real(1, 1)},
                 {real(0, 2), real(0, 1)}},
       .text = "concatenate_horizontally(A, B)",
       .adjoints = {"horizontal_part[0](G, A, B)", "horizontal_part[1](G, A, B)"},
       .unfitting = {{{2, 3}, {3, 2}}, {{2, 3}, {3, 3}}}},
      {.name = "concatenate_vertically",
       .build = [](const Exprs& x) { return concatenate_vertically(x); },
       .value = [](const Values& x) { return stacked(x); },
       .cases = {{real(3, 2), real(1, 2)},
                 {real(1, 2), real(0, 2), real(2, 2)},
                 {real(1, 1)},
                 {real(2, 0), real(1, 0)}},
       .text = "concatenate_vertically(A, B)",
       .adjoints = {"vertical_part[0](G, A, B)", "vertical_part[1](G, A, B)"},
       .unfitting = {{{2, 3}, {3, 2}}, {{3, 2}, {3, 3}}}},
      {.name = "horizontal_part",
       .build =
           [](const Exprs& x) {
             return horizontal_part(x[0], 1, {x[1], x[2]});
           },
       .value = [](const Values& x) -> Value { return x[0].middleCols(x[1].cols(), x[2].cols()); },
       .cases = {{real(2, 4), shaped(2, 3), shaped(2, 1)},
                 {real(1, 2), shaped(1, 1), shaped(1, 1)},
                 {real(0, 3), shaped(0, 1), shaped(0, 2)}},
       .text = "horizontal_part[1](A, B, C)",
       .adjoints = {"concatenate_horizontally(0₂ₓ₃, G)", "0", "0"},
       .unfitting = {{{2, 4}, {2, 3}, {2, 2}}, {{2, 4}, {2, 3}, {1, 1}}}},
      {.name = "vertical_part",
       .build =
           [](const Exprs& x) {
             return vertical_part(x[0], 1, {x[1], x[2]});
           },
       .value = [](const Values& x) -> Value { return x[0].middleRows(x[1].rows(), x[2].rows()); },
       .cases = {{real(4, 2), shaped(3, 2), shaped(1, 2)},
                 {real(2, 1), shaped(1, 1), shaped(1, 1)},
                 {real(3, 0), shaped(1, 0), shaped(2, 0)}},
       .text = "vertical_part[1](A, B, C)",
       .adjoints = {"concatenate_vertically(0₃ₓ₂, G)", "0", "0"},
       .unfitting = {{{4, 2}, {3, 2}, {2, 2}}, {{4, 2}, {3, 2}, {1, 1}}}},
      {.name = "reshape",
       .build = [](const Exprs& x) { return reshape(x[0], 2, 6); },
       .value = [](const Values& x) -> Value { return x[0].reshaped(2, 6); },
       .cases = {{real(3, 4)}, {real(12, 1)}, {real(2, 6)}},
       .text = "reshape[2, 6](A)",
       .adjoints = {"reshape_like(G, A)"},
       .unfitting = {{{3, 5}}, {{0, 4}}}},
      {.name = "reshape_like",
       .build = [](const Exprs& x) { return reshape_like(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return x[0].reshaped(x[1].rows(), x[1].cols()); },
       .cases = {{real(3, 4), shaped(2, 6)}, {real(1, 1), shaped(1, 1)}, {real(0, 4), shaped(3, 0)}},
       .text = "reshape_like(A, B)",
       .adjoints = {"reshape_like(G, A)", "0"},
       .unfitting = {{{3, 4}, {3, 5}}, {{3, 4}, {0, 4}}}},
  };
}

}  // namespace

std::vector<OpRow> layout_rows() {
  std::vector<OpRow> all = fill_rows();
  for (const auto& others : {copy_rows(), block_rows()}) all.insert(all.end(), others.begin(), others.end());
  return all;
}

TEST_CASE("fixed matrices, copies and rearrangements have the stated value, derivatives and print") {
  check_rows(layout_rows());
}

TEST_CASE("zeros, ones and the identity are recognised however they were made") {
  const Expr k = variable("K", 3, 3);
  for (const Expr& zero : {zeros(2, 3), zeros_like(k)}) {
    CHECK(is_zero(zero));
    CHECK_FALSE(is_ones(zero));
    CHECK_FALSE(is_identity(zero));
  }
  for (const Expr& one : {ones(2, 3), ones_like(k)}) {
    CHECK(is_ones(one));
    CHECK_FALSE(is_zero(one));
  }
  for (const Expr& unit : {identity(3), identity_like(k)}) {
    CHECK(is_identity(unit));
    CHECK_FALSE(is_ones(unit));
  }
  for (const Expr& other : {k, k * k, diagonal(k)})
    CHECK_FALSE((is_zero(other) || is_ones(other) || is_identity(other)));
}

TEST_CASE("a square diagonal matrix is recognised and printed alike however it was made") {
  const Expr v = variable("v", 3, 1), square = variable("A", 3, 3), wide = variable("B", 3, 4);
  CHECK(is_as_diagonal(as_diagonal(v)));
  CHECK(is_as_diagonal(diagonal_like(v, square)));
  CHECK_FALSE(is_as_diagonal(diagonal_like(v, wide)));
  CHECK_FALSE(is_as_diagonal(square));
  CHECK(to_text(diagonal_like(v, square)) == "as_diagonal(v)");
}

TEST_CASE("concatenation takes a braced list as well as a vector") {
  const Expr a = variable("A", 2, 2), b = variable("B", 2, 2);
  CHECK(concatenate_horizontally({a, b}).shape() == Shape{2, 4});
  CHECK(concatenate_vertically({a, b}).shape() == Shape{4, 2});
  CHECK(concatenate_horizontally({variable("s", 1), 2.0}).shape() == Shape{1, 2});
  CHECK_THROWS_AS(concatenate_horizontally(Exprs{}), ShapeError);
  CHECK_THROWS_AS(concatenate_vertically(Exprs{}), ShapeError);
}

TEST_CASE("the place of a part follows when the shapes of the parts change") {
  const auto shapes_of_parts = [](Index first) {
    const Expr a = variable("A", 2, first), b = variable("B", 2, 1), g = variable("G", 2, first + 1);
    const Expr z = concatenate_horizontally({variable("A", 2, 5), b});
    const Expr changed(z.shared_op(), {a, b});
    return changed.op().vjp(0, changed, g).shape();
  };
  CHECK(shapes_of_parts(3) == Shape{2, 3});
  CHECK(shapes_of_parts(0) == Shape{2, 0});
}

TEST_CASE("a shape error says what would fit") {
  const Expr row = variable("b", 1, 3), column = variable("c", 3, 1), a = variable("A", 3, 4);
  const auto says = [](const auto& build, const std::string& part) {
    const std::string text = text_of<ShapeError>(build);
    INFO(text);
    CHECK(has(text, part));
  };
  const Index greatest = std::numeric_limits<Index>::max();
  says([&] { return columns(row, a); }, "columns: b (1×3) is not a column");
  says([&] { return columns(row, a); }, "columns(transpose(b), …)");
  says([&] { return rows(column, a); }, "rows(transpose(c), …)");
  says([&] { return as_diagonal(row); }, "as_diagonal(transpose(b)) would fit");
  says([&] { return as_diagonal(a); }, "diagonal(A)");
  says([&] { return identity_like(a); }, "A (3×4) is not square");
  says([&] { return slice(a, 2, 1, 2, 2); }, "at most 1×3 would fit");
  says([&] { return slice(a, -1, 0, 1, 1); }, "leaves A (3×4)");
  says([&] { return slice(a, 1, 0, greatest, 1); }, "leaves A (3×4)");
  says([&] { return reshape(a, 6, 3); }, "6×2 would fit");
  says([&] { return reshape(a, 5, 3); }, "4×3 would fit");
  says([&] { return reshape(a, greatest, 4); }, "12 entries");
  says([&] { return reshape(a, -3, -4); }, "12 entries");
  says([&] { return concatenate_horizontally({a, row}); }, "different numbers of rows");
  says([&] { return concatenate_horizontally({column, row}); }, "transpose(b) would fit");
  says([&] { return zeros(-1, 2); }, "the size -1×2 is negative");
}

}  // namespace matgrad::tests
