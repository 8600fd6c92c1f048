#include <doctest/doctest.h>

#include <cmath>

#include <matgrad/autodiff/operations/matrix.hpp>

#include "cofactors_by_minors.hpp"
#include "op_table.hpp"
#include "support/reference_matrices.hpp"

namespace matgrad::tests {
namespace {

/// Like invertible, with the first two rows exchanged: a negative determinant.
Input reflected(Index size) {
  Input input = invertible(size);
  input.made = [made = input.made](const Value& a) -> Value {
    Value result = made(a);
    if (result.rows() == 1)
      result = -result;
    else
      result.row(0).swap(result.row(1));
    return result;
  };
  return input;
}

/// An exactly singular matrix of integers.
Input singular(Index size) {
  return {.shape = {size, size}, .made = [](const Value& a) -> Value {
            Value integers = (2 * a).array().round();
            integers.row(0) = integers.row(1) - integers.row(2);
            return integers;
          }};
}

std::vector<OpRow> solving_rows() {
  return {
      {.name = "inverse",
       .build = [](const Exprs& x) { return inverse(x[0]); },
       .value = [](const Values& x) -> Value { return inverse_by_minors(x[0]); },
       .cases = {{invertible(3)}, {reflected(4)}, {invertible(1)}, {invertible(0)}},
       .text = "A⁻¹",
       .adjoints = {"−Zᵀ G Zᵀ"},
       .unfitting = {{{2, 3}}, {{1, 0}}}},
      {.name = "solve",
       .build = [](const Exprs& x) { return solve(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return inverse_by_minors(x[0]) * x[1]; },
       .cases = {{invertible(3), real(3, 2)},
                 {reflected(4), real(4, 1)},
                 {invertible(2), real(2, 5)},
                 {invertible(1), real(1, 3)},
                 {invertible(1), real(1, 1)},
                 {invertible(3), real(3, 0)},
                 {invertible(0), real(0, 2)}},
       .text = "solve(A, B)",
       .adjoints = {"−solve(Aᵀ, G) Zᵀ", "solve(Aᵀ, G)"},
       .unfitting = {{{2, 3}, {2, 1}}, {{3, 3}, {2, 3}}, {{1, 1}, {2, 2}}}},
      {.name = "cholesky",
       .build = [](const Exprs& x) { return cholesky(x[0]); },
       .value = [](const Values& x) -> Value { return cholesky_factor_of((x[0] + x[0].transpose()) / 2); },
       .cases = {{positive_definite(3)}, {invertible(4)}, {positive_definite(1)}, {positive_definite(0)}},
       .text = "cholesky(A)",
       .adjoints = {"½ solve(Zᵀ, solve(Zᵀ, lower_half(Zᵀ G))ᵀ) + ½ solve(Zᵀ, solve(Zᵀ, lower_half(Zᵀ G))ᵀ)ᵀ"},
       .unfitting = {{{2, 3}}}},
      {.name = "lower_half",
       .build = [](const Exprs& x) { return lower_half(x[0]); },
       .value = [](const Values& x) -> Value {
         Value lower = x[0].triangularView<Eigen::Lower>();
         lower.diagonal() /= 2;
         return lower;
       },
       .cases = {{real(3, 3)}, {real(1, 1)}, {real(0, 0)}},
       .text = "lower_half(A)",
       .adjoints = {"lower_half(G)"},
       .unfitting = {{{3, 2}}}},
  };
}

std::vector<OpRow> determinant_rows() {
  return {
      {.name = "log_det",
       .build = [](const Exprs& x) { return log_det(x[0]); },
       .value = [](const Values& x) { return number(std::log(determinant_by_minors(x[0]))); },
       .cases = {{invertible(3)}, {invertible(4)}, {invertible(1)}, {invertible(0)}},
       .text = "log|A|",
       .adjoints = {"G (A⁻¹)ᵀ"},
       .unfitting = {{{2, 3}}}},
      {.name = "log_abs_det",
       .build = [](const Exprs& x) { return log_abs_det(x[0]); },
       .value = [](const Values& x) { return number(std::log(std::abs(determinant_by_minors(x[0])))); },
       .cases = {{reflected(3)}, {invertible(4)}, {reflected(1)}, {invertible(0)}},
       .text = "log|det(A)|",
       .adjoints = {"G (A⁻¹)ᵀ"},
       .unfitting = {{{2, 3}}}},
      {.name = "determinant",
       .build = [](const Exprs& x) { return determinant(x[0]); },
       .value = [](const Values& x) { return number(determinant_by_minors(x[0])); },
       .cases = {{invertible(3)},
                 {reflected(4)},
                 {real(5, 5)},
                 {singular(3)},
                 {singular(4)},
                 {real(1, 1)},
                 {real(0, 0)}},
       .text = "det(A)",
       .adjoints = {"G cofactor(A)"},
       .unfitting = {{{2, 3}}}},
      {.name = "cofactor",
       .build = [](const Exprs& x) { return cofactor(x[0]); },
       .value = [](const Values& x) { return cofactors_by_minors(x[0]); },
       .cases = {{invertible(3)}, {reflected(4)}, {real(5, 5)}, {real(2, 2)}, {real(1, 1)}, {real(0, 0)}},
       .text = "cofactor(A)",
       .adjoints = {"cofactor_derivative(A, G)"},
       .unfitting = {{{2, 3}}}},
      {.name = "cofactor",
       .build = [](const Exprs& x) { return cofactor(x[0]); },
       .value = [](const Values& x) { return cofactors_by_minors(x[0]); },
       .cases = {{singular(3)}, {singular(4)}},
       .text = "cofactor(A)",
       .adjoints = {"cofactor_derivative(A, G)"},
       .order = 1},  // the next derivative needs A⁻¹
      {.name = "cofactor_derivative",
       .build = [](const Exprs& x) { return cofactor_derivative(x[0], x[1]); },
       .value = [](const Values& x) { return cofactor_change_by_minors(x[0], x[1]); },
       .cases = {{invertible(3), real(3, 3)},
                 {reflected(4), real(4, 4)},
                 {invertible(1), real(1, 1)},
                 {invertible(0), real(0, 0)}},
       .text = "cofactor_derivative(A, B)",
       .adjoints = {"⟨G, Z⟩ (A⁻¹)ᵀ + det(A) (−⟨(A⁻¹)ᵀ, G⟩ ((A⁻¹)ᵀ Bᵀ (A⁻¹)ᵀ) − ⟨(A⁻¹)ᵀ, B⟩ ((A⁻¹)ᵀ Gᵀ (A⁻¹)ᵀ)"
                    " + (A⁻¹)ᵀ Bᵀ (A⁻¹)ᵀ Gᵀ (A⁻¹)ᵀ + (A⁻¹)ᵀ Gᵀ (A⁻¹)ᵀ Bᵀ (A⁻¹)ᵀ)",
                    "cofactor_derivative(A, G)"},
       .unfitting = {{{2, 3}, {2, 3}}, {{3, 3}, {1, 1}}}},
  };
}

}  // namespace

std::vector<OpRow> matrix_rows() {
  std::vector<OpRow> rows = solving_rows();
  for (OpRow& row : determinant_rows()) rows.push_back(std::move(row));
  return rows;
}

TEST_CASE("matrix functions have the stated value, derivatives and print") { check_rows(matrix_rows()); }

}  // namespace matgrad::tests
