#include "examples/problems/lecture_autoencoder.hpp"

#include <doctest/doctest.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/problems.hpp"
#include "examples/support/gradient_claims.hpp"
#include "worked.hpp"

using namespace matgrad;
using namespace matgrad::examples;

TEST_CASE("problem 7: the contractive penalty is the squared norm of the Jacobian") {
  const ContractivePenalty model = contractive_penalty(3, 5, 1);
  CHECK(to_text(model.slope) == "g′(z)");
  const Encoder known = with_function(model, [](const Operand& z) { return tanh(z); }).encoder;
  const LeafValues<> point = {{known.W, random_matrix(3, 5, 1, 1)},
                              {known.b, random_matrix(3, 1, 1, 2)},
                              {known.X, random_matrix(5, 1, 1, 3)}};
  const Expr Omega = with_function(model, [](const Operand& z) { return tanh(z); }).Omega;
  const double expected = evaluate(jacobian(known.H, known.X), point).squaredNorm();
  CHECK(evaluate(Omega, point)(0, 0) == doctest::Approx(expected).epsilon(1e-14));
}

TEST_CASE("problem 7: worked on reference values and images") {
  const Worked worked(work_lecture_autoencoder);
  INFO(worked.table());
  CHECK(worked.all_pass());
  CHECK(worked.compared("bce_autoencoder", "reference value") == 9);
  CHECK(worked.compared("sparsity_penalty", "reference value") == 8);
  for (const char* input :
       {"contractive_penalty_sigmoid", "contractive_penalty_tanh", "contractive_penalty_softplus"}) {
    CHECK(worked.compared(input, "reference value") == 7);
    CHECK(worked.compared(input, "finite differences") == 4);
  }
  CHECK(worked.compared("ρ = 0.2", "0") == 2);
  CHECK(worked.compared("images", "finite differences") == 4);
  CHECK(worked.printed("∂L/∂x̂ = 2 (x̂ − x)"));
  CHECK(worked.printed("∂L/∂x̂_j = (1 − x_j) / (1 − x̂_j) − x_j / x̂_j"));
  CHECK(worked.printed("∂L/∂a = σ(a) − x"));
  CHECK(worked.printed("∂ρ̂_l/∂W_lj = (Σᵢ g′(Z_li) X_ji) / m"));
  CHECK(worked.printed("∂Ω/∂W = (1 / m) (columns(∂Ω/∂ρ̂, H) ∘ g′(Z)) Xᵀ"));
  CHECK(worked.printed("∂Ω/∂W = 2 (as_diagonal(g′(z)) J + (diagonal(J Wᵀ) ∘ g″(z)) xᵀ)"));
  CHECK(worked.printed("∂h/∂x = as_diagonal(g′(z)) W"));
  CHECK(worked.wrote("problem_7.dot"));
}
