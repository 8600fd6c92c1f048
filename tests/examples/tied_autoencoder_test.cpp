#include "examples/problems/tied_autoencoder.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <matgrad/matgrad.hpp>

#include "examples/problems/problems.hpp"
#include "examples/support/gradient_claims.hpp"
#include "examples/support/interrupt.hpp"
#include "worked.hpp"

using namespace matgrad;
using namespace matgrad::examples;
using pages::relative_error;

TEST_CASE("problem 1: the closed form and the two paths read as in the book") {
  const TiedAutoencoder model = tied_autoencoder(3, 6);
  CHECK(to_text(gradient(model.L, model.W)) == "W (K xᵀ + x Kᵀ)");
  const Paths paths = paths_to_weights(model);
  CHECK(to_text(paths.encoder) == "W K xᵀ");
  CHECK(to_text(paths.decoder) == "W x Kᵀ");
}

TEST_CASE("problem 1: the gradient is W (K xᵀ + x Kᵀ) in plain Eigen") {
  const TiedAutoencoder model = tied_autoencoder(3, 6, 4);
  const Eigen::MatrixXd W = random_matrix(3, 6, 1, 1), X = random_matrix(6, 4, 1, 2);
  const Eigen::MatrixXd K = W.transpose() * W * X - X;
  const Eigen::MatrixXd expected = W * (K * X.transpose() + X * K.transpose());
  CHECK(relative_error(evaluate(gradient(model.L, model.W), {{model.W, W}, {model.x, X}}), expected) < 1e-14);
}

TEST_CASE("problem 1: worked on reference values and images") {
  const Worked worked(work_tied_autoencoder);
  INFO(worked.table());
  CHECK(worked.all_pass());
  for (const char* input : {"tied_linear_autoencoder_small", "tied_linear_autoencoder_medium"}) {
    CHECK(worked.compared(input, "reference value") == 5);
    CHECK(worked.compared(input, "finite differences") == 8);
  }
  for (const char* input : {"tied_sigmoid_autoencoder", "tied_tanh_autoencoder"}) {
    CHECK(worked.compared(input, "reference value") == 4);
    CHECK(worked.compared(input, "finite differences") == 2);
  }
  CHECK(worked.compared("images", "finite differences") == 6);
  CHECK(worked.compared("images", "200 steps") == 1);
  CHECK(worked.printed("W       m×n    2×4   encoder; its transpose is the decoder"));
  CHECK(worked.printed("∂L/∂W = ((W (K ∘ f′(z))) ∘ f′(a)) xᵀ + h (K ∘ f′(z))ᵀ"));
  CHECK(worked.wrote("problem_1.dot"));
}

TEST_CASE("problem 1: training stops when it is told to") {
  Eigen::MatrixXd W = random_matrix(2, 5, 0.1, 1);
  const Eigen::MatrixXd X = random_matrix(5, 8, 1, 2), start = W;
  const auto losses = train_tied_autoencoder(W, X, 1e-3, 50, [](int step, double) { return step < 3; });
  CHECK(losses.size() == 4);
  CHECK(losses.back() < losses.front());
  CHECK(W != start);
}

TEST_CASE("Ctrl-C is noted as long as a guard lives") {
  const InterruptGuard guard;
  CHECK_FALSE(guard.requested());
  std::raise(SIGINT);
  CHECK(guard.requested());
}
