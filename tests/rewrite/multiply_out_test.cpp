#include "matgrad/autodiff/rewrite/multiply_out.hpp"

#include <doctest/doctest.h>

#include <matgrad/autodiff/operations/activation.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "tidied.hpp"

namespace matgrad::tests {
namespace {

struct Operands {
  Expr A = variable("A", 3, 3), B = variable("B", 3, 3), C = variable("C", 3, 3);
  Expr x = variable("x", 3), y = variable("y", 3), w = variable("w", 3), s = variable("s", 1);
  Expr p = variable("p", 3, 1, Fact::positive);
};

}  // namespace

TEST_CASE_FIXTURE(Operands, "products of sums are multiplied out where terms cancel") {
  CHECK(tidied(hadamard(1 - y, p) - hadamard(y, 1 - p)) == "p − y");
  CHECK(tidied(hadamard(A + B, C) - hadamard(B, C)) == "A ∘ C");
  CHECK(tidied(s * (1 - sum(y)) + s * sum(y)) == "s");
  CHECK(tidied(hadamard(divide(y, p) - x, p)) == "y − x ∘ p");
}

TEST_CASE_FIXTURE(Operands, "products of sums stay where nothing cancels") {
  CHECK(tidied(hadamard(x, 1 - x)) == "x ∘ (1 − x)");
  CHECK(tidied(hadamard(x - y, 1 - w)) == "(x − y) ∘ (1 − w)");
  CHECK(tidied((A + B) * C) == "(A + B) C");
  CHECK(tidied(s * (A + B)) == "s (A + B)");
  CHECK(tidied(A * (transpose(A) * A - identity(3))) == "A (Aᵀ A − I)");
}

TEST_CASE_FIXTURE(Operands, "a sum opens while the denominator that cancels against another one is closed") {
  const Expr quotients = divide(1 - y, 1 + p) - divide(y, p);
  CHECK(tidied(hadamard(std::vector{quotients, p, 1 + p})) == "p − 2 (y ∘ p) − y");
}

TEST_CASE_FIXTURE(Operands, "the gradients of cross-entropies are those of the textbook") {
  const Expr a = A * x, sigma = sigmoid(a);
  const Expr binary = -sum(hadamard(y, log(sigma)) + hadamard(1 - y, log(1 - sigma)));
  CHECK(tidied(gradient(binary, x)) == "Aᵀ (σ(A x) − y)");
  const Expr one = sigmoid(transpose(w) * x);
  CHECK(tidied(gradient(-(s * log(one) + (1 - s) * log(1 - one)), w)) == "(σ(wᵀ x) − s) x");
  const Expr Y = variable("Y", 3, 3, Fact::column_stochastic);
  CHECK(tidied(gradient(-sum(hadamard(Y, log(softmax(A * B)))), A)) == "(softmax(A B) − Y) Bᵀ");
  CHECK(tidied(gradient(-sum(hadamard(C, log(softmax(A * B)))), A)) ==
        "(softmax(A B) ∘ rows(column_sums(C), A B) − C) Bᵀ");
}

}  // namespace matgrad::tests
