#include <doctest/doctest.h>

#include <Eigen/Geometry>

#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/products.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/tape/function.hpp>

#include "evaluation.hpp"
#include "op_table.hpp"

namespace matgrad::tests {
namespace {

Value kronecker_by_entries(const Value& a, const Value& b) {
  return Value::NullaryExpr(a.rows() * b.rows(), a.cols() * b.cols(), [&](Index i, Index j) {
    return a(i / b.rows(), j / b.cols()) * b(i % b.rows(), j % b.cols());
  });
}

std::vector<OpRow> named_rows() {
  return {
      {.name = "outer",
       .build = [](const Exprs& x) { return outer(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return x[0] * x[1].transpose(); },
       .cases = {{real(3), real(2)}, {real(1), real(3)}, {real(1), real(1)}, {real(0), real(0)}},
       .text = "A Bᵀ",
       .unfitting = {{{2, 2}, {2, 1}}, {{2, 1}, {1, 2}}}},
      {.name = "quadratic_form",
       .build = [](const Exprs& x) { return quadratic_form(x[0], x[1]); },
       .value = [](const Values& x) { return number((x[0].transpose() * x[1] * x[0]).sum()); },
       .cases = {{real(3), real(3, 3)}, {real(1), real(1, 1)}, {real(0), real(0, 0)}},
       .text = "Aᵀ B A",
       .unfitting = {{{3, 2}, {3, 3}}, {{3, 1}, {3, 2}}, {{2, 1}, {3, 3}}}},
      {.name = "trace_of_product",
       .build = [](const Exprs& x) { return trace_of_product(x[0], x[1]); },
       .value = [](const Values& x) { return number((x[0] * x[1]).trace()); },
       .cases = {{real(2, 3), real(3, 2)}, {real(3, 3), real(3, 3)}, {real(1), real(1)}, {real(0, 2), real(2, 0)}},
       .text = "⟨Aᵀ, B⟩",
       .unfitting = {{{2, 3}, {2, 3}}, {{2, 3}, {3, 3}}}},
      {.name = "gram",
       .build = [](const Exprs& x) { return gram(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].transpose() * x[0]; },
       .cases = {{real(3, 2)}, {real(1, 3)}, {real(3, 1)}, {real(1)}, {real(0, 2)}},
       .text = "Aᵀ A"},
      {.name = "commutator",
       .build = [](const Exprs& x) { return commutator(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return x[0] * x[1] - x[1] * x[0]; },
       .cases = {{real(3, 3), real(3, 3)}, {real(1), real(1)}, {real(0, 0), real(0, 0)}},
       .text = "A B − B A",
       .unfitting = {{{2, 3}, {3, 2}}, {{2, 2}, {3, 3}}, {{1, 1}, {3, 3}}}},
      {.name = "anticommutator",
       .build = [](const Exprs& x) { return anticommutator(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return x[0] * x[1] + x[1] * x[0]; },
       .cases = {{real(3, 3), real(3, 3)}, {real(1), real(1)}, {real(0, 0), real(0, 0)}},
       .text = "A B + B A",
       .unfitting = {{{2, 3}, {3, 2}}, {{2, 2}, {3, 3}}, {{3, 3}, {1, 1}}}},
      {.name = "symmetric_part",
       .build = [](const Exprs& x) { return symmetric_part(x[0]); },
       .value = [](const Values& x) -> Value { return (x[0] + x[0].transpose()) / 2; },
       .cases = {{real(3, 3)}, {real(1)}, {real(0, 0)}},
       .text = "½ A + ½ Aᵀ",
       .unfitting = {{{2, 3}}}},
      {.name = "skew_part",
       .build = [](const Exprs& x) { return skew_part(x[0]); },
       .value = [](const Values& x) -> Value { return (x[0] - x[0].transpose()) / 2; },
       .cases = {{real(3, 3)}, {real(1)}, {real(0, 0)}},
       .text = "½ A − ½ Aᵀ",
       .unfitting = {{{2, 3}}}},
      {.name = "cross",
       .build = [](const Exprs& x) { return cross(x[0], x[1]); },
       .value = [](const Values& x) -> Value {
         Value result(3, x[0].cols());
         for (Index j = 0; j < x[0].cols(); ++j)
           result.col(j) = Eigen::Vector3d(x[0].col(j)).cross(Eigen::Vector3d(x[1].col(j)));
         return result;
       },
       .cases = {{real(3), real(3)}, {real(3, 4), real(3, 4)}, {real(3, 0), real(3, 0)}},
       .text = "A × B",
       .adjoints = {"B × G", "G × A"},
       .unfitting = {{{3, 1}, {2, 1}}, {{1, 3}, {1, 3}}, {{3, 1}, {3, 2}}}},
  };
}

std::vector<OpRow> kronecker_rows() {
  return {
      {.name = "kronecker",
       .build = [](const Exprs& x) { return kronecker(x[0], x[1]); },
       .value = [](const Values& x) { return kronecker_by_entries(x[0], x[1]); },
       .cases = {{real(2, 3), real(3, 2)},
                 {real(1, 1), real(2, 2)},
                 {real(3), real(1, 2)},
                 {real(1), real(1)},
                 {real(2, 3), real(0, 2)},
                 {real(0, 0), real(2, 2)}},
       .text = "A ⊗ B",
       .adjoints = {"block_inner_products(G, B)", "block_sum(G, A)"}},
      {.name = "block_inner_products",
       .build = [](const Exprs& x) { return block_inner_products(x[0], x[1]); },
       .value = [](const Values& x) -> Value {
         const Index m = x[1].rows(), n = x[1].cols();
         return Value::NullaryExpr(x[0].rows() / m, x[0].cols() / n, [&](Index i, Index j) {
           return x[0].block(i * m, j * n, m, n).cwiseProduct(x[1]).sum();
         });
       },
       .cases = {{real(6, 6), real(3, 2)},
                 {real(2, 3), real(1, 1)},
                 {real(2, 3), real(2, 3)},
                 {real(0, 4), real(3, 2)}},
       .text = "block_inner_products(A, B)",
       .adjoints = {"G ⊗ B", "block_sum(A, G)"},
       .unfitting = {{{6, 6}, {4, 2}}, {{6, 6}, {2, 4}}, {{0, 2}, {0, 2}}}},
      {.name = "block_sum",
       .build = [](const Exprs& x) { return block_sum(x[0], x[1]); },
       .value = [](const Values& x) -> Value {
         const Index m = x[0].rows() / x[1].rows(), n = x[0].cols() / x[1].cols();
         Value sum = Value::Zero(m, n);
         for (Index j = 0; j < x[1].cols(); ++j)
           for (Index i = 0; i < x[1].rows(); ++i) sum += x[1](i, j) * x[0].block(i * m, j * n, m, n);
         return sum;
       },
       .cases = {{real(6, 6), real(2, 3)},
                 {real(2, 3), real(1, 1)},
                 {real(2, 3), real(2, 3)},
                 {real(0, 4), real(3, 2)}},
       .text = "block_sum(A, B)",
       .adjoints = {"B ⊗ G", "block_inner_products(A, G)"},
       .unfitting = {{{6, 6}, {4, 2}}, {{6, 6}, {2, 4}}, {{0, 2}, {0, 2}}}},
  };
}

}  // namespace

std::vector<OpRow> product_rows() {
  std::vector<OpRow> rows = named_rows();
  for (OpRow& row : kronecker_rows()) rows.push_back(std::move(row));
  return rows;
}

TEST_CASE("named products have the stated value, derivatives and print") { check_rows(product_rows()); }

TEST_CASE("a Function computes the trace of a product without the product") {
  const Expr A = variable("A", 40, 30), B = variable("B", 30, 40);
  for (const Expr& expr : {trace(A * B), trace_of_product(A, B)}) {
    const std::string text = to_text(Function({A, B}, {expr}));
    CAPTURE(text);
    CHECK(text.find("gemm") == std::string::npos);
    CHECK(text.find("40×40") == std::string::npos);
  }
}

TEST_CASE("errors of named products say what is wrong where it was written") {
  const Expr x = variable("x", 1, 3), A = variable("A", 3, 3);
  const int line = __LINE__ + 1;
  const auto build = [&] { return quadratic_form(x, A); };
  try {
    build();
    FAIL("no error");
  } catch (const ShapeError& error) {
    CHECK(std::string(error.what()) ==
          "quadratic_form: x (1×3) is not a column\n"
          "  transpose(x) would fit\n"
          "  at products_test.cpp:" +
              std::to_string(line));
  }
  CHECK_THROWS_WITH_AS(block_sum(A, variable("Z", 0, 1)), doctest::Contains("have no size"), ShapeError);
}

TEST_CASE("a Kronecker product whose size cannot be counted is refused") {
  const Index large = Index(1) << 32;
  const Expr tall = variable("A", large, 1), lying = variable("B", 1, large), none = variable("N", 0, large);
  CHECK_THROWS_WITH_AS(kronecker(tall, tall), doctest::Contains("its rows or columns cannot be counted"),
                       ShapeError);
  CHECK_THROWS_WITH_AS(kronecker(lying, lying), doctest::Contains("B (1×4294967296)"), ShapeError);
  CHECK_THROWS_WITH_AS(kronecker(tall, lying),
                       doctest::Contains("kronecker: the size 4294967296×4294967296 is too large"), ShapeError);
  CHECK_THROWS_AS(kronecker(none, lying), ShapeError);
  CHECK(kronecker(none, tall).shape() == Shape{0, large});
}

TEST_CASE("block products with the identity are partial traces") {
  const Expr A = variable("A", 2, 2), B = variable("B", 3, 3);
  const Value a{{1, 2}, {3, 4}}, b{{1, 0, 2}, {5, -2, 1}, {0, 3, 4}};
  const auto values = evaluated<double>(
      {block_inner_products(kronecker(A, B), identity(3)), block_sum(kronecker(A, B), identity(2))},
      {{A.id(), a}, {B.id(), b}});
  CHECK(values[0] == b.trace() * a);
  CHECK(values[1] == a.trace() * b);
}

}  // namespace matgrad::tests
