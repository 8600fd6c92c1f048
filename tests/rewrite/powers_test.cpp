#include "matgrad/autodiff/rewrite/powers.hpp"

#include <doctest/doctest.h>

#include <vector>

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/rewrite/interner.hpp>
#include <matgrad/autodiff/rewrite/tidy_passes.hpp>
#include <matgrad/autodiff/rewrite/tidy_rules.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "tidied.hpp"

namespace matgrad::tests {
namespace {

/// How often powers are gathered from `exprs`, collecting in between, until that changes nothing.
int rounds_of_powers(const std::vector<Expr>& exprs) {
  Graph graph(merge(exprs));
  for (int rounds = 0;; ++rounds) {
    NormalFormBuilder form(tidy_rules());
    apply(collecting_passes(), graph, form, nullptr);
    if (!apply(power_passes(), graph, form, nullptr)) return rounds;
  }
}

}  // namespace

TEST_CASE("equal factors of an elementwise product are a power") {
  const Expr A = variable("A", 3, 3), B = variable("B", 3, 3);
  CHECK(tidied(hadamard(std::vector{A, B, A})) == "A.^2 ∘ B");
  CHECK(tidied(hadamard(A, A)) == "A.^2");
  CHECK(tidied(hadamard(A, B)) == "A ∘ B");
  const Expr sum = hadamard(A, A) + B;
  CHECK(tidied(hadamard(sum + B, sum)) == "(A.^2 + 2 B) ∘ (A.^2 + B)");
}

TEST_CASE("all powers of a long chain are gathered in one round") {
  for (const Shape shape : {Shape{1, 1}, Shape{2, 3}}) {
    const Expr start = variable("y", shape), a = variable("a", shape), b = variable("b", shape);
    Expr y = start;
    for (int i = 0; i < 100; ++i) y = hadamard(y, a) + b;
    CAPTURE(shape.rows);
    CHECK(rounds_of_powers(value_and_gradient(sum(y), std::vector{start, a, b})) == 1);
  }
  const Expr a = variable("a", 1), y = variable("y", 1);
  Expr chain = y;
  for (int i = 0; i < 9; ++i) chain = chain * a;
  CHECK(tidied(gradient(chain, y)) == "a⁹");
}

}  // namespace matgrad::tests
