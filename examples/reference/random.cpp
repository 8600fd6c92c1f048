// Random: Leaves that are drawn anew in each run.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void random(Given& given, Show& show) {
  const Expr A = given("A", {{1, 2, 3}});
  const Expr P = given("P", {{0.2, 0}, {0.8, 1}});

  // [normal, normal_like]
  show(normal(1, 3));
  // normal(1, 3) = 0.4158  0.07516  -0.3694
  show(normal_like(A));
  // normal_like(A) = 0.4158  0.07516  -0.3694

  // [uniform, uniform_like]
  show(uniform(1, 3));
  // uniform(1, 3) = 0.9146  0.02846  0.8936
  show(uniform_like(A));
  // uniform_like(A) = 0.9146  0.02846  0.8936

  // [bernoulli]
  show(bernoulli(P));
  // bernoulli(P) =
  //   0  0
  //   1  1

  // [bernoulli_like]
  show(bernoulli_like(0.5, A));
  // bernoulli(0.5 ∘ 1₁ₓ₃) = 0  1  0

  // [categorical]
  show(categorical(P));
  // categorical(P) = 1  1
}

}  // namespace matgrad::examples
