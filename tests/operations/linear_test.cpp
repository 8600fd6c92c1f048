#include <doctest/doctest.h>

#include <array>

#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

#include "op_table.hpp"

namespace matgrad::tests {
namespace {

std::vector<Case> pairs() {
  return {{real(3, 2), real(3, 2)}, {real(3, 3), real(3, 3)}, {real(1), real(2, 3)},
          {real(2, 3), real(1)},    {real(1), real(1)},       {real(0, 2), real(0, 2)}};
}

/// A scalar goes with every entry of the other matrix.
Value wide(const Value& v, const Value& other) {
  return v.size() == 1 ? Value::Constant(other.rows(), other.cols(), v(0, 0)) : v;
}

Value matrix_product(const Value& a, const Value& b) {
  if (a.size() == 1) return a(0, 0) * b;
  if (b.size() == 1) return a * b(0, 0);
  return a * b;
}

}  // namespace

std::vector<OpRow> linear_rows() {
  return {
      {.name = "operator+",
       .build = [](const Exprs& x) { return x[0] + x[1]; },
       .value = [](const Values& x) -> Value { return wide(x[0], x[1]) + wide(x[1], x[0]); },
       .cases = pairs(),
       .text = "A + B",
       .adjoints = {"G", "G"},
       .unfitting = {{{2, 3}, {3, 2}}, {{2, 3}, {2, 1}}, {{0, 2}, {2, 0}}}},
      {.name = "operator-, difference",
       .build = [](const Exprs& x) { return x[0] - x[1]; },
       .value = [](const Values& x) -> Value { return wide(x[0], x[1]) - wide(x[1], x[0]); },
       .cases = pairs(),
       .text = "A − B",
       .adjoints = {"G", "−G"},
       .unfitting = {{{2, 3}, {3, 2}}, {{2, 3}, {1, 3}}}},
      {.name = "operator-, negation",
       .build = [](const Exprs& x) { return -x[0]; },
       .value = [](const Values& x) -> Value { return -x[0]; },
       .cases = {{real(3, 2)}, {real(2, 2)}, {real(1)}, {real(0, 2)}},
       .text = "−A",
       .adjoints = {"−G"}},
      {.name = "operator*, a multiple",
       .build = [](const Exprs& x) { return 3 * x[0]; },
       .value = [](const Values& x) -> Value { return 3 * x[0]; },
       .cases = {{real(3, 2)}, {real(2, 2)}, {real(1)}, {real(2, 0)}},
       .text = "3 A",
       .adjoints = {"3 G"}},
      {.name = "operator*, a multiple written behind",
       .build = [](const Exprs& x) { return x[0] * 0.5; },
       .value = [](const Values& x) -> Value { return 0.5 * x[0]; },
       .cases = {{real(3, 2)}, {real(2, 2)}},
       .text = "½ A",
       .adjoints = {"½ G"}},
      {.name = "weighted_sum",
       .build =
           [](const Exprs& x) {
             return weighted_sum({2, -1, 0.5}, std::array<Operand, 3>{x[0], x[1], x[2]});
           },
       .value = [](const Values& x) -> Value {
         const Value& shape = x[0].size() == 1 ? x[1] : x[0];
         return 2 * wide(x[0], shape) - wide(x[1], shape) + 0.5 * wide(x[2], shape);
       },
       .cases = {{real(3, 2), real(3, 2), real(3, 2)},
                 {real(2, 2), real(2, 2), real(2, 2)},
                 {real(1), real(2, 3), real(2, 3)},
                 {real(2, 3), real(2, 3), real(1)},
                 {real(1), real(1), real(1)},
                 {real(0, 2), real(0, 2), real(1)}},
       .text = "2 A − B + ½ C",
       .adjoints = {"2 G", "−G", "½ G"},
       .unfitting = {{{2, 3}, {3, 2}, {2, 3}}, {{1, 1}, {2, 3}, {2, 2}}}},
      {.name = "sum_of",
       .build =
           [](const Exprs& x) {
             return sum_of(std::array<Operand, 3>{x[0], x[1], x[2]});
           },
       .value = [](const Values& x) -> Value { return x[0] + x[1] + x[2]; },
       .cases = {{real(3, 2), real(3, 2), real(3, 2)}, {real(2, 2), real(2, 2), real(2, 2)}},
       .text = "A + B + C",
       .adjoints = {"G", "G", "G"},
       .unfitting = {{{2, 3}, {3, 2}, {2, 3}}}},
      {.name = "matmul",
       .build = [](const Exprs& x) { return matmul(x[0], x[1]); },
       .value = [](const Values& x) { return matrix_product(x[0], x[1]); },
       .cases = {{real(3, 2), real(2, 4)},
                 {real(3, 3), real(3, 3)},
                 {real(1), real(2, 2)},
                 {real(2, 3), real(1)},
                 {real(1, 3), real(3, 1)},
                 {real(3, 1), real(1, 2)},
                 {real(1), real(1)},
                 {real(3, 0), real(0, 2)},
                 {real(0, 3), real(3, 2)}},
       .text = "A B",
       .adjoints = {"G Bᵀ", "Aᵀ G"},
       .unfitting = {{{2, 3}, {2, 3}}, {{2, 3}, {4, 2}}, {{2, 3}, {2, 2}}}},
      {.name = "matmul, a scalar times a matrix",
       .build = [](const Exprs& x) { return x[0] * x[1]; },
       .value = [](const Values& x) { return matrix_product(x[0], x[1]); },
       .cases = {{real(1), real(2, 2)}, {real(1), real(2, 3)}},
       .text = "A B",
       .adjoints = {"⟨G, B⟩", "A G"}},
      {.name = "operator*, the product",
       .build = [](const Exprs& x) { return x[0] * x[1]; },
       .value = [](const Values& x) { return matrix_product(x[0], x[1]); },
       .cases = {{real(2, 2), real(2, 2)}},
       .text = "A B",
       .adjoints = {"G Bᵀ", "Aᵀ G"},
       .unfitting = {{{2, 3}, {2, 3}}}},
      {.name = "product",
       .build =
           [](const Exprs& x) {
             return product(std::array<Operand, 3>{x[0], x[1], x[2]});
           },
       .value = [](const Values& x) { return matrix_product(matrix_product(x[0], x[1]), x[2]); },
       .cases = {{real(3, 2), real(2, 4), real(4, 3)},
                 {real(3, 3), real(3, 3), real(3, 3)},
                 {real(2, 3), real(1), real(3, 2)},
                 {real(1), real(2, 2), real(1)},
                 {real(1), real(1), real(1)},
                 {real(2, 0), real(0, 3), real(3, 2)}},
       .text = "A B C",
       .adjoints = {"G Cᵀ Bᵀ", "Aᵀ G Cᵀ", "Bᵀ Aᵀ G"},
       .unfitting = {{{2, 3}, {3, 2}, {3, 2}}}},
      {.name = "hadamard",
       .build = [](const Exprs& x) { return hadamard(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return wide(x[0], x[1]).cwiseProduct(wide(x[1], x[0])); },
       .cases = pairs(),
       .text = "A ∘ B",
       .adjoints = {"G ∘ B", "G ∘ A"},
       .unfitting = {{{2, 3}, {3, 2}}, {{2, 3}, {2, 1}}}},
      {.name = "hadamard, three factors",
       .build =
           [](const Exprs& x) {
             return hadamard(std::array<Operand, 3>{x[0], x[1], x[2]});
           },
       .value = [](const Values& x) -> Value {
         const Value& shape = x[0].size() == 1 ? x[1] : x[0];
         return wide(x[0], shape).cwiseProduct(wide(x[1], shape)).cwiseProduct(wide(x[2], shape));
       },
       .cases = {{real(3, 2), real(3, 2), real(3, 2)},
                 {real(2, 2), real(2, 2), real(2, 2)},
                 {real(1), real(2, 3), real(2, 3)},
                 {real(2, 3), real(1), real(1)},
                 {real(1), real(1), real(1)},
                 {real(2, 0), real(1), real(2, 0)}},
       .text = "A ∘ B ∘ C",
       .adjoints = {"G ∘ B ∘ C", "G ∘ A ∘ C", "G ∘ A ∘ B"},
       .unfitting = {{{2, 3}, {3, 2}, {2, 3}}}},
      {.name = "constant",
       .build =
           [](const Exprs& x) {
             return hadamard(x[0], constant(Value{{1, 2}, {3, 4}}));
           },
       .value = [](const Values& x) -> Value {
         return x[0].cwiseProduct(Value{{1, 2}, {3, 4}});
       },
       .cases = {{real(2, 2)}},
       .text = "A ∘ [1 2; 3 4]"},
      {.name = "named",
       .build = [](const Exprs& x) { return named("K", x[0]); },
       .value = [](const Values& x) { return x[0]; },
       .cases = {{real(3, 2)}, {real(2, 2)}, {real(0, 2)}},
       .text = "K",
       .adjoints = {"G"}},
      {.name = "transpose",
       .build = [](const Exprs& x) { return transpose(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].transpose(); },
       .cases = {{real(3, 2)}, {real(3, 3)}, {real(1)}, {real(0, 2)}, {real(4, 1)}},
       .text = "Aᵀ",
       .adjoints = {"Gᵀ"}},
  };
}

TEST_CASE("sums, products and transposes have the stated value, derivatives and print") {
  check_rows(linear_rows());
}

}  // namespace matgrad::tests
