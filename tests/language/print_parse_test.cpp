#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/diagonals.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/selection.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/is_sanitized.hpp"
#include "support/random_expression.hpp"
#include "support/random_values.hpp"
#include "support/read_back.hpp"

// What matgrad prints, the language reads back: printed, parsed and evaluated, an expression has the same value.

namespace matgrad::tests {

TEST_CASE("1, 0 and I are printed with their size where nothing else tells it") {
  const Expr A = variable("A", 3, 3), B = variable("B", 2, 3), C = variable("C", 2, 2);
  const Expr B2 = variable("B₂", 3, 6), x = variable("x", 3), y = variable("y", 5), s = variable("s", 1);
  const Expr I = identity(3), one = ones(3), zero = zeros(2, 3);
  const std::vector<std::pair<Expr, std::string>> texts = {
      // The shape of the whole formula is known.
      {I, "I"},
      {one, "1"},
      {s * one, "s 1"},
      {-2 * I, "−2 I"},
      {tanh(I), "tanh(I)"},
      {one * transpose(one), "1 1ᵀ"},
      // What stands beside tells.
      {sum(x + one), "sum(x + 1)"},
      {determinant(A - 2 * I), "det(A − 2 I)"},
      {determinant(s * I + A * transpose(A)), "det(s I + A Aᵀ)"},
      {norm(B * one), "‖B 1‖"},
      {transpose(one) * x, "1ᵀ x"},
      {norm(solve(A, I)), "‖solve(A, I)‖"},
      {norm(concatenate_horizontally({A, I})), "‖concatenate_horizontally(A, I)‖"},
      {s + transpose(ones_like(s)), "s + 1"},
      {norm(constant(1) * A), "‖(1) A‖"},
      {norm(A * zeros_like(s)), "‖A (0)‖"},
      {x - ones(3, 3) * x, "x − 1₃ₓ₃ x"},
      {softmax(ones(2, 3) * x) + row_sums(B), "softmax(1₂ₓ₃ x) + row_sums(B)"},
      {tanh(ones(2, 3) * x), "tanh(1 x)"},
      {-(ones(2, 3) * A), "−1 A"},
      {diagonal(rows(transpose(ones(2)), A)), "diagonal(rows(1ᵀ, A))"},
      {norm(2 * norm(squared_norm(A))), "‖2 ‖‖A‖²‖‖"},
      {B + transpose(ones(1, 2)) * ones(1, 3), "B + 1₁ₓ₂ᵀ 1₁ₓ₃"},
      {C - transpose(ones(1, 2)) * ones(1, 2) * C, "C − 1₁ₓ₂ᵀ 1₁ₓ₂ C"},
      {A + one * transpose(one), "A + 1 1ᵀ"},
      {diagonal(columns(row_sums(A), I)) + x, "diagonal(columns(row_sums(A), I₃)) + x"},
      {diagonal(columns(y, I)) + x, "diagonal(columns(y, I)) + x"},
      {norm(diagonal_like(tanh(s * ones(2)), B)), "‖diagonal_like(tanh(s 1), B)‖"},
      {-(transpose(ones(3, 2)) * A), "−1ᵀ A"},
      // A part of the formula may be read as a scalar, which goes with everything.
      {C + as_diagonal(ones(2, 3) * A * x), "C + as_diagonal(1₂ₓ₃ A x)"},
      {softmax(ones(2, 3) * A * x) + row_sums(B), "softmax(1₂ₓ₃ A x) + row_sums(B)"},
      {diagonal(ones(2, 3) * A) + row_sums(B), "diagonal(1₂ₓ₃ A) + row_sums(B)"},
      {norm(C * diagonal(ones(2, 3) * A)), "‖C diagonal(1₂ₓ₃ A)‖"},
      {row_sums(B) + softmax(ones(2, 3) * A) * x, "row_sums(B) + softmax(1₂ₓ₃ A) x"},
      {softmax(transpose(ones(3, 2))) * x + row_sums(B), "softmax(1₃ₓ₂ᵀ) x + row_sums(B)"},
      {norm(solve(A, ones(3, 3) * softmax(ones(3, 3) * x))), "‖solve(A, 1₃ₓ₃ softmax(1₃ₓ₃ x))‖"},
      // The text does not show what the shape depends on, or numbers tell it in a way of their own.
      {norm(diagonal_like(tanh(s * ones(2)), C)), "‖as_diagonal(tanh(s 1₂))‖"},
      {norm(diagonal_like(tanh(s * ones(2)), B, 1)), "‖diagonal_like[1](tanh(s 1₂), B)‖"},
      {scatter_add_rows(ones(2) * transpose(x), {0, 2}, A), "scatter_add_rows[0 2](1₂ xᵀ, A)"},
      {diagonal(ones(2, 3) * B2, 1), "diagonal[1](1₂ₓ₃ B₂)"},
      // Nothing tells.
      {trace(identity(0)), "tr(I₀)"},
      {trace(as_diagonal(s * ones(0))), "tr(as_diagonal(s 1₀))"},
      {sum(one), "sum(1₃)"},
      {norm(zero), "‖0₂ₓ₃‖"},
      {sum(ones(1, 3)), "sum(1₁ₓ₃)"},
      {determinant(s * I), "det(s I₃)"},
      {trace(I), "tr(I₃)"},
      {trace(one * transpose(one)), "tr(1₃ 1₃ᵀ)"},
      {sum(I + ones(3, 3)), "sum(I₃ + 1)"},
      {softmax(zero), "softmax(0₂ₓ₃)"},
      {x + exp(zeros(3)), "x + exp(0₃)"},
      {norm(B * ones(3, 2)), "‖B 1₃ₓ₂‖"},
      {A * zeros(3, 2), "A 0₃ₓ₂"},
      {sum(2 * one), "sum(2 1₃)"},
  };
  const LeafValues<long double> leaves = random_leaves(std::vector{A, B, C, B2, x, y, s}, 3);
  for (const auto& [expr, text] : texts) {
    CHECK(to_text(expr) == text);
    Tally tally;
    CHECK(misread(expr, leaves, tally) == "");
    CHECK(tally.texts == 2);
  }
}

TEST_CASE("10,000 random expressions and gradients are printed and read back (4,000 under sanitizers)") {
  Tally tally;
  CHECK(holds_for_random_expressions("printed text has the same value", [&](const RandomExpression& random) {
    RC_LOG() << to_listing(random.expr);
    const std::string wrong = misread(random.expr, random.leaves, tally);
    if (!wrong.empty()) RC_FAIL(wrong);
    const std::vector<Expr> variables = Graph(random.expr).leaves();
    if (variables.empty()) return;
    // Of a vector or matrix in some direction G.
    const Expr direction = variable("G", random.expr.rows(), random.expr.cols());
    LeafValues<long double> leaves = random.leaves;
    std::ranges::copy(random_leaves(std::span(&direction, 1), 2), std::back_inserter(leaves));
    for (std::size_t i = 0; i < variables.size() && i < 3; ++i) {
      const Expr slope = gradient(random.expr, variables[i], direction);
      if (is_zero(slope)) continue;
      const std::string wrong_slope = misread(slope, leaves, tally);
      if (!wrong_slope.empty()) RC_FAIL(wrong_slope);
    }
  }));
  MESSAGE(tally.expressions, " expressions, ", tally.texts, " texts read back, ", tally.cut, " cut off in print");
  CHECK(tally.expressions >= (is_sanitized ? 4'000 : 10'000));
}

}  // namespace matgrad::tests
