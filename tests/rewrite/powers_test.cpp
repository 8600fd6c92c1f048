#include "matgrad/autodiff/rewrite/powers.hpp"

#include <doctest/doctest.h>

#include <vector>

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

#include "tidied.hpp"

namespace matgrad::tests {

TEST_CASE("equal factors of an elementwise product are a power") {
  const Expr A = variable("A", 3, 3), B = variable("B", 3, 3);
  CHECK(tidied(hadamard(std::vector{A, B, A})) == "A.^2 ∘ B");
  CHECK(tidied(hadamard(A, A)) == "A.^2");
  CHECK(tidied(hadamard(A, B)) == "A ∘ B");
  const Expr sum = hadamard(A, A) + B;
  CHECK(tidied(hadamard(sum + B, sum)) == "(A.^2 + 2 B) ∘ (A.^2 + B)");
}

}  // namespace matgrad::tests
