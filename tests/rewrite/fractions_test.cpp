#include "matgrad/autodiff/rewrite/fractions.hpp"

#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/rewrite/tidy.hpp>

#include "tidied.hpp"

namespace matgrad::tests {
namespace {

struct Quotients {
  Expr A = variable("A", 3, 3), B = variable("B", 3, 3), C = variable("C", 3, 3);
  Expr v = variable("v", 3), w = variable("w", 3);
  Expr s = variable("s", 1, 1, Fact::positive), t = variable("t", 1, 1, Fact::positive);
};

}  // namespace

TEST_CASE_FIXTURE(Quotients, "a division by a number is a multiple") {
  CHECK(tidied(2 * (A / 2)) == "A");
  CHECK(tidied((s / 2) * (2 * A)) == "s A");
  CHECK(tidied(2 * (v / 3)) == "(2 / 3) v");
  CHECK(tidied(2 / (2 * s) * v) == "v / s");
}

TEST_CASE_FIXTURE(Quotients, "factors go over one denominator, and what is above and below cancels") {
  CHECK(tidied(hadamard(A, divide(1, B))) == "A ./ B");
  CHECK(tidied(hadamard(hadamard(divide(1, B), A), C)) == "(A ∘ C) ./ B");
  CHECK(tidied(divide(divide(A, B), C)) == "A ./ (B ∘ C)");
  CHECK(tidied(divide(A, divide(B, C))) == "(A ∘ C) ./ B");
  CHECK(tidied(hadamard(divide(1, divide(s, A)), divide(divide(s, A), A))) == "1 ./ A");
  CHECK(tidied(divide(divide(v, s), s)) == "v / s²");
  CHECK(tidied(s * divide(t, A)) == "(s t) ./ A");
  CHECK(tidied(divide(hadamard(A, B), A)) == "B");
  CHECK(tidied(divide(A, A)) == "1");
}

TEST_CASE_FIXTURE(Quotients, "a scalar denominator leads a product, and stands under a single factor") {
  CHECK(tidied(A * (v / s)) == "(1 / s) A v");
  CHECK(tidied(v / s) == "v / s");
  CHECK(tidied(t * (A * (v / s))) == "(t / s) A v");
  CHECK(tidied(transpose(v) * w / s) == "(vᵀ w) / s");
}

TEST_CASE_FIXTURE(Quotients, "the number that all terms have in common stands before the sum") {
  CHECK(tidied(2 * A - 2 * B) == "2 (A − B)");
  CHECK(tidied(A * (2 * v - 2 * w)) == "2 A (v − w)");
  CHECK(tidied(2 * ((0.5 * A - 3.5 * B) * C)) == "(A − 7 B) C");
  CHECK(tidied(2 * A + 4 * B) == "2 A + 4 B");
  CHECK(tidied(A - B) == "A − B");
}

TEST_CASE_FIXTURE(Quotients, "multiples of ones are numbers beside a matrix, and add up where there is none") {
  CHECK(tidied(s * ones_like(v) + v) == "s + v");
  CHECK(tidied(s * ones_like(v) + t * ones_like(v)) == "(s + t) 1");
  CHECK(tidied(ones_like(v) - v - 1) == "−v");
}

TEST_CASE_FIXTURE(Quotients, "numbers and scalars stand before linear operations") {
  CHECK(tidied(trace(2 * s * A)) == "2 s tr(A)");
  CHECK(tidied(dot(0.5 * A, s * B)) == "½ s ⟨A, B⟩");
  CHECK(tidied(row_sums(A / s)) == "row_sums(A) / s");
  CHECK(tidied(columns(3 * v, A)) == "3 columns(v, A)");
  CHECK(tidied(solve(A + 5 * identity(3), 2 * v)) == "2 solve(A + 5 I, v)");
  CHECK(tidied(trace(0.5 * A - 1.5 * B)) == "½ tr(A − 3 B)");
}

TEST_CASE_FIXTURE(Quotients, "powers of powers below a line are counted, not written out") {
  CHECK(tidied(divide(1, power(power(A, 4), 4))) == "1 ./ A.^16");
  CHECK(tidied(divide(power(s, 3), power(power(s, 4), 2))) == "s³ / s⁸");
  CHECK(tidied(divide(hadamard(std::vector{A, A, B}), hadamard(power(A, 3), B))) == "1 ./ A");
  CHECK(tidied(divide(1, power(power(divide(1, A), 4), 4))) == "A.^16");
  Expr high = A;
  for (int i = 0; i < 12; ++i) high = power(high, 4);
  CHECK(to_text(tidy(divide(1, high))) == "1 ./ A.^16777216");
  for (int i = 0; i < 200; ++i) high = power(high, 4);
  CHECK_FALSE(to_text(tidy(divide(1, high))).empty());
}

TEST_CASE_FIXTURE(Quotients, "numbers that would leave the range of numbers together stay apart") {
  CHECK(to_text(tidy(divide(divide(A, 1e200 * B), 1e200 * B))) == "A ./ (1e+200 B).^2");
  CHECK(to_text(tidy(divide(divide(A, 1e-200 * B), 1e-200 * B))) == "A ./ (1e-200 B).^2");
  CHECK(to_text(tidy(divide(divide(A, 1e200), 1e200))) == "1e-200 (1e-200 A)");
  CHECK(to_text(tidy(hadamard(1e-200 * A, 1e-200 * B))) == "(1e-200 A) ∘ (1e-200 B)");
}

TEST_CASE_FIXTURE(Quotients, "a denominator of zero stays where it is") {
  CHECK(to_text(tidy(divide(A, 0.0))) == to_text(divide(A, 0.0)));
}

}  // namespace matgrad::tests
