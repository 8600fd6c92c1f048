#include "pages/mark_math.hpp"

#include <doctest/doctest.h>

using matgrad::pages::mark_math;

TEST_CASE("words that only mathematics has are marked, with the letters and signs beside them") {
  CHECK(mark_math("path 2 (as the factor Wᵀ of t₁ = Wᵀ W) is missing.") ==
        "path 2 (as the factor $Wᵀ$ of $t₁ = Wᵀ W$) is missing.");
  CHECK(mark_math("the derivative of a ∘ σ(a) is there") == "the derivative of $a ∘ σ(a)$ is there");
  CHECK(mark_math("the factor W₂ᵀ (∂L/∂z₂) is missing.") == "the factor $W₂ᵀ (∂L/∂z₂)$ is missing.");
  CHECK(mark_math("It is 5×5, but ∂J/∂Wᵈ has 3×5.\nThe product Sᵀ X would fit.") ==
        "It is 5×5, but $∂J/∂Wᵈ$ has 3×5.\nThe product $Sᵀ X$ would fit.");
}

TEST_CASE("a capital letter by itself is a name, save A and I") {
  CHECK(mark_math("In the step back to T, a sign is wrong.") == "In the step back to $T$, a sign is wrong.");
  CHECK(mark_math("as for Z = A B.") == "as for $Z = A B$.");
  CHECK(mark_math("A sign, I think") == "A sign, I think");
}

TEST_CASE("text without mathematics stays as it is") {
  CHECK(mark_math("") == "");
  CHECK(mark_math("a column times a row is a matrix") == "a column times a row is a matrix");
}

TEST_CASE("a sentence is not drawn into the formula before it") {
  CHECK(mark_math("the sum of W₁, W₂. A row") == "the sum of $W₁$, $W₂$. A row");
}
