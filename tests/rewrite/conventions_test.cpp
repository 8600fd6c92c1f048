#include "matgrad/autodiff/rewrite/conventions.hpp"

#include <doctest/doctest.h>

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>

#include "tidied.hpp"

namespace matgrad::tests {
TEST_CASE_FIXTURE(Matrices, "a sum of transposes is the transpose of a sum") {
  CHECK(tidied(transpose(v) - transpose(w)) == "(v − w)ᵀ");
  CHECK(tidied((v - w) * transpose(v - w)) == "(v − w) (v − w)ᵀ");
  CHECK(tidied(v * transpose(v - B * w)) == "v (v − B w)ᵀ");
  CHECK(tidied(transpose(A * B - C)) == "(A B − C)ᵀ");
  CHECK(tidied(transpose(S * A - C)) == "(S A − C)ᵀ");
  CHECK(tidied(transpose(1 + v - w)) == "(1 + v − w)ᵀ");
  CHECK(tidied(transpose(v / s - w)) == "(v / s − w)ᵀ");
}

TEST_CASE_FIXTURE(Matrices, "a sum in which few terms are transposes keeps them") {
  CHECK(tidied(transpose(transpose(A) * B + C)) == "Bᵀ A + Cᵀ");
  CHECK(tidied(A * transpose(B) + B * transpose(A)) == "A Bᵀ + B Aᵀ");
  CHECK(tidied(transpose(S + A)) == "S + Aᵀ");
  CHECK(tidied(transpose(v) * A + transpose(w)) == "vᵀ A + wᵀ");
}

TEST_CASE_FIXTURE(Matrices, "a matrix stands before its transpose") {
  CHECK(tidied(transpose(A) + A) == "A + Aᵀ");
  CHECK(tidied(A - transpose(A)) == "A − Aᵀ");
  CHECK(tidied(transpose(A) - A) == "Aᵀ − A");
}

TEST_CASE_FIXTURE(Matrices, "in brackets a positive term leads") {
  CHECK(tidied((B - A) * C) == "(B − A) C");
  CHECK(tidied((-A + B) * C) == "(B − A) C");
  CHECK(tidied(hadamard(-A + B, C)) == "(B − A) ∘ C");
  CHECK(tidied(-A + B) == "−A + B");
}

TEST_CASE_FIXTURE(Matrices, "in what is taken out a positive term leads, but a sign that was written stays") {
  CHECK(tidied(-(A * C) + B * C) == "(B − A) C");
  CHECK(tidied(C - hadamard(A, B) + hadamard(S, B)) == "C + (S − A) ∘ B");
  CHECK(tidied(-hadamard(A, C) + hadamard(B, C)) == "(B − A) ∘ C");
  CHECK(tidied(-hadamard(A - B, C)) == "−(A − B) ∘ C");
}

TEST_CASE_FIXTURE(Matrices, "letters come before other scalars") {
  CHECK(tidied(trace(A) * s * B) == "s tr(A) B");
  CHECK(tidied(t * trace(A) * s) == "t s tr(A)");
}

}  // namespace matgrad::tests
