#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/block_matrix.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>
#include <matgrad/autodiff/transform/substitute.hpp>

#include "op_table.hpp"
#include "support/error_text.hpp"

namespace matgrad::tests {
namespace {

Value along_diagonal(const Values& blocks) {
  Value whole(0, 0);
  for (const Value& block : blocks) {
    Value larger = Value::Zero(whole.rows() + block.rows(), whole.cols() + block.cols());
    larger.topLeftCorner(whole.rows(), whole.cols()) = whole;
    larger.bottomRightCorner(block.rows(), block.cols()) = block;
    whole = larger;
  }
  return whole;
}

}  // namespace

std::vector<OpRow> block_matrix_rows() {
  return {
      {.name = "block",
       .build =
           [](const Exprs& x) {
             return block({{x[0], x[1]}, {x[2], x[3]}});
           },
       .value = [](const Values& x) -> Value {
         Value upper(x[0].rows(), x[0].cols() + x[1].cols()), lower(x[2].rows(), x[2].cols() + x[3].cols());
         upper << x[0], x[1];
         lower << x[2], x[3];
         Value whole(upper.rows() + lower.rows(), upper.cols());
         whole << upper, lower;
         return whole;
       },
       .cases = {{real(2, 3), real(2, 1), real(1, 3), real(1, 1)},
                 {real(1, 1), real(1, 1), real(1, 1), real(1, 1)},
                 {real(1, 2), real(1, 2), real(3, 1), real(3, 3)},
                 {real(2, 0), real(2, 2), real(1, 1), real(1, 1)}},
       .text = "concatenate_vertically(concatenate_horizontally(A, B), concatenate_horizontally(C, D))",
       .unfitting = {{{2, 3}, {1, 1}, {1, 3}, {1, 1}}, {{2, 3}, {2, 1}, {2, 4}, {2, 2}}}},
      {.name = "block_diagonal",
       .build = [](const Exprs& x) { return block_diagonal(x); },
       .value = along_diagonal,
       .cases = {{real(2, 3), real(2, 1)},
                 {real(2, 2), real(0, 1), real(1, 0), real(1, 1)},
                 {real(1, 1)},
                 {real(0, 0), real(0, 0)}},
       .text = "block_diagonal(A, B)",
       .adjoints = {"diagonal_block[0](G, A, B)", "diagonal_block[1](G, A, B)"}},
      {.name = "diagonal_block",
       .build =
           [](const Exprs& x) {
             return diagonal_block(x[0], 1, {x[1], x[2]});
           },
       .value = [](const Values& x) -> Value { return x[0].bottomRightCorner(x[2].rows(), x[2].cols()); },
       .cases = {{real(4, 4), shaped(2, 3), shaped(2, 1)},
                 {real(3, 3), shaped(1, 1), shaped(2, 2)},
                 {real(2, 2), shaped(1, 1), shaped(1, 1)},
                 {real(1, 2), shaped(1, 1), shaped(0, 1)}},
       .text = "diagonal_block[1](A, B, C)",
       .adjoints = {"block_diagonal(0₂ₓ₃, G)", "0", "0"},
       .unfitting = {{{4, 4}, {2, 3}, {2, 2}}, {{2, 2}, {1, 1}, {1, 2}}}},
  };
}

TEST_CASE("block matrices have the stated value, derivatives and print") { check_rows(block_matrix_rows()); }

TEST_CASE("blocks may be numbers, and of any number") {
  const Expr a = variable("A", 2, 2), v = variable("v", 2), s = variable("s", 1);
  CHECK(block({{a, v}, {transpose(v), 0.0}}).shape() == Shape{3, 3});
  CHECK(block({{s, 1.0, 2.0}}).shape() == Shape{1, 3});
  CHECK(block_diagonal({a, s, 3.0}).shape() == Shape{4, 4});
  CHECK(block(std::vector<std::vector<Expr>>{{a, a}, {a, a}, {a, a}}).shape() == Shape{6, 4});
}

TEST_CASE("blocks that do not fit are refused with their place in the source") {
  const Expr a = variable("A", 2, 2), b = variable("B", 3, 2);
  const auto says = [](const auto& build, const std::string& part) {
    const std::string text = text_of<ShapeError>(build);
    INFO(text);
    CHECK(has(text, part));
  };
  says([&] { block({{a, b}}); }, "A (2×2) and B (3×2) have different numbers of rows");
  says([&] { block({{a, b}}); }, "block_matrix_test.cpp:");
  says([&] { block({{a}, {a, a}}); }, "have different numbers of columns");
  says([&] { block({{a}, {a, a}}); }, "block_matrix_test.cpp:");
  says([&] { block(std::vector<std::vector<Expr>>{}); }, "no blocks");
  says([&] { block(std::vector<std::vector<Expr>>{{}}); }, "no parts");
  says([&] { block_diagonal(std::vector<Expr>{}); }, "no blocks");
  says([&] { diagonal_block(a, 2, {constant(1.0), constant(1.0)}); }, "there is no block 2 of 2 in A (2×2)");
}

TEST_CASE("the place of a block follows when the shapes of the blocks change") {
  const Expr a = variable("A", 2, 2), b = variable("B", 1, 1), larger = variable("C", 3, 1);
  const Expr y = substitute(gradient(squared_norm(block_diagonal({a, b})), b), {{a, larger}});
  CHECK(reference_value<double>(y, {{larger, Value::Random(3, 1)}, {b, Value{{4}}}}) == Value{{8}});
}

}  // namespace matgrad::tests
