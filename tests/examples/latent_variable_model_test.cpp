#include "examples/problems/latent_variable_model.hpp"

#include <doctest/doctest.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/problems.hpp"
#include "examples/support/gradient_claims.hpp"
#include "support/reference_matrices.hpp"
#include "worked.hpp"

using namespace matgrad;
using namespace matgrad::examples;
using pages::relative_error;

TEST_CASE("problem 2: the closed forms read as in the book") {
  const LatentVariableModel model = latent_variable_model(6, 2, 3);
  CHECK(to_text(gradient(model.L1, model.X)) == "−α D K⁻¹ X");
  CHECK(to_text(gradient(model.L2, model.X)) == "α K⁻¹ Y Yᵀ K⁻¹ X");
}

TEST_CASE("problem 2: the gradient by X in plain Eigen") {
  const LatentVariableModel model = latent_variable_model(7, 2, 4);
  const Eigen::MatrixXd X = random_matrix(7, 2, 1, 1), Y = random_matrix(7, 4, 1, 2);
  const auto number = [](double value) { return Eigen::MatrixXd::Constant(1, 1, value); };
  const Eigen::MatrixXd K = 0.8 * X * X.transpose() + Eigen::MatrixXd::Identity(7, 7) / 3.0,
                        inverse = tests::inverse_of(K);
  const Eigen::MatrixXd expected = -0.8 * 4 * inverse * X + 0.8 * inverse * Y * Y.transpose() * inverse * X;
  const LeafValues<> point = {
      {model.X, X},         {model.Y, Y},        {model.alpha, number(0.8)}, {model.beta, number(3)},
      {model.D, number(4)}, {model.c, number(1)}};
  CHECK(relative_error(evaluate(gradient(model.L, model.X), point), expected) < 1e-12);
}

TEST_CASE("problem 2: worked on reference values and images") {
  const Worked worked(work_latent_variable_model);
  INFO(worked.table());
  CHECK(worked.all_pass());
  for (const char* input : {"gplvm_small", "gplvm_square", "gplvm_medium"}) {
    CHECK(worked.compared(input, "reference value") == 13);
    CHECK(worked.compared(input, "finite differences") == 14);
    CHECK(worked.compared(input, "⟨X, ∂L/∂X⟩ / 2α") == 1);
  }
  CHECK(worked.compared("images", "finite differences") == 10);
  CHECK(worked.printed("∂L₁/∂X = −α D K⁻¹ X"));
  CHECK(worked.printed("∂L₂/∂X = α K⁻¹ Y Yᵀ K⁻¹ X"));
  CHECK(worked.printed("∂L/∂X = −α D K⁻¹ X + α K⁻¹ Y Yᵀ K⁻¹ X"));
  CHECK(worked.wrote("problem_2_L1.dot"));
  CHECK(worked.wrote("problem_2_L2.dot"));
}
