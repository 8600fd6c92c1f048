#include "examples/problems/swish_network.hpp"

#include <doctest/doctest.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/problems.hpp"
#include "examples/support/gradient_claims.hpp"
#include "worked.hpp"

using namespace matgrad;
using namespace matgrad::examples;
using pages::relative_error;

TEST_CASE("problem 3: the gradients by W₁ and b₁ in plain Eigen") {
  const SwishNetwork model = swish_network(4, 3, 5, 2);
  const Eigen::MatrixXd W1 = random_matrix(3, 4, 1, 1), W2 = random_matrix(5, 3, 1, 2),
                        X = random_matrix(4, 2, 1, 3), b1 = random_matrix(3, 1, 1, 4),
                        b2 = random_matrix(5, 1, 1, 5), T = one_hot(Eigen::Vector2i(3, 0), 5);
  const Eigen::ArrayXXd a = (W1 * X).colwise() + b1.col(0), s = 1 / (1 + (-a).exp());
  Eigen::MatrixXd p = (((W2 * (a * s).matrix()).colwise() + b2.col(0)).array().exp()).matrix();
  for (Index j = 0; j < p.cols(); ++j) p.col(j) /= p.col(j).sum();
  const Eigen::MatrixXd G = (p - T) / 2;
  const Eigen::MatrixXd Ga = ((W2.transpose() * G).array() * (s + a * s * (1 - s))).matrix();
  const auto values =
      evaluate(gradient(model.L, {model.W1, model.b1}),
               {{model.W1, W1}, {model.b1, b1}, {model.W2, W2}, {model.b2, b2}, {model.X, X}, {model.T, T}});
  CHECK(relative_error(values[0], Ga * X.transpose()) < 1e-13);
  CHECK(relative_error(values[1], Ga.rowwise().sum()) < 1e-13);
}

TEST_CASE("problem 3: worked on reference values and images") {
  const Worked worked(work_swish_network);
  INFO(worked.table());
  CHECK(worked.all_pass());
  for (const char* input : {"swish_net_one_sample", "swish_net_batch"}) {
    CHECK(worked.compared(input, "reference value") == 13);
    CHECK(worked.compared(input, "finite differences") == 14);
  }
  CHECK(worked.compared("images", "finite differences") == 14);
  CHECK(worked.printed("∂L/∂W₂ = (∂L/∂z₂) h₁ᵀ"));
  CHECK(worked.printed("∂L/∂b₂ = row_sums(∂L/∂z₂)"));
  CHECK(worked.printed("∂L/∂a = (W₂ᵀ (∂L/∂z₂)) ∘ (σ(a) + a ∘ σ(a) ∘ (1 − σ(a)))"));
  CHECK(worked.printed("∂L/∂W₁ = ((W₂ᵀ (∂L/∂z₂)) ∘ (σ(a) + a ∘ σ(a) ∘ (1 − σ(a)))) Xᵀ"));
  CHECK(worked.wrote("problem_3.dot"));
}
