#include "examples/problems/bias_free_autoencoder.hpp"

#include <doctest/doctest.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/problems.hpp"
#include "worked.hpp"

using namespace matgrad;
using namespace matgrad::examples;

TEST_CASE("problem 6: the blanks read as in the book") {
  const BiasFreeAutoencoder model = bias_free_autoencoder(4, 5, 3);
  const Blanks blanks = read_blanks(model);
  CHECK(to_text(blanks.residual) == "X̂ − X");
  CHECK(to_text(blanks.slope) == "σ(T) ∘ (1 − σ(T))");
  CHECK(to_text(blanks.to_encoder) == "Xᵀ (∂J/∂S)");
  CHECK(to_text(blanks.to_hidden) == "(∂J/∂T) Wᵈᵀ");
}

TEST_CASE("problem 6: the blanks in index form") {
  const BiasFreeAutoencoder model = bias_free_autoencoder(4, 5, 3);
  const std::vector<Notation> equations = filled_in(read_blanks(model));
  REQUIRE(equations.size() == 4);
  CHECK(to_text(equations[0]) == "∂J/∂Wᵈ_kl = Σᵢ [X̂_il − X_il] (∂X̂_il/∂Wᵈ_kl)");
  CHECK(to_text(equations[1]) == "∂X̂_il/∂Wᵈ_kl = H_ik [σ(T_il) (1 − σ(T_il))]");
  CHECK(to_text(equations[2]) == "∂J/∂Wᵉ_kl = Σᵢ (∂J/∂S_il) [X_ik]");
  CHECK(to_text(equations[3]) == "∂J/∂S_ij = σ′(S_ij) Σₖ (∂J/∂T_ik) [Wᵈ_jk]");
  CHECK(to_latex(equations[2]) ==
        "\\frac{\\partial J}{\\partial W_{kl}^{e}} = \\sum_{i} "
        "\\frac{\\partial J}{\\partial S_{il}} [X_{ik}]");
}

TEST_CASE("problem 6: the factors X and Wᵈ come out of the adjoints") {
  const BiasFreeAutoencoder model = bias_free_autoencoder(4, 5, 3);
  const Blanks blanks = read_blanks(model);
  const Eigen::MatrixXd X = random_matrix(4, 5, 1, 1), Wd = random_matrix(3, 5, 1, 2);
  CHECK(factor_of_encoder_adjoint(model, blanks, X) == X);
  CHECK(factor_of_hidden_adjoint(model, blanks, Wd) == Wd);
}

TEST_CASE("problem 6: worked on reference values and images") {
  const Worked worked(work_bias_free_autoencoder);
  INFO(worked.table());
  CHECK(worked.all_pass());
  CHECK(worked.compared("bias_free_autoencoder", "reference value") == 5);
  for (const char* input : {"bias_free_autoencoder", "images"}) {
    CHECK(worked.compared(input, "finite differences") == 10);
    for (const char* blank : {"X̂ − X", "σ′(T)", "X", "Wᵈ"}) CHECK(worked.compared(input, blank) == 1);
  }
  CHECK(worked.wrote("problem_6.dot"));
}
