#include <doctest/doctest.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/bias_free_autoencoder.hpp"
#include "examples/problems/exam_autoencoder.hpp"
#include "examples/problems/latent_variable_model.hpp"
#include "examples/problems/swish_network.hpp"
#include "examples/problems/tied_autoencoder.hpp"
#include "graded.hpp"

// Right answers, written in other ways than the closed form.

using namespace matgrad;
using matgrad::tests::check_right_answers;

TEST_CASE("the tied autoencoder's gradient in many forms") {
  const examples::TiedAutoencoder m = examples::tied_autoencoder(3, 6);
  const Expr &W = m.W, &x = m.x, &K = m.K;
  const Expr Wt = transpose(W), xt = transpose(x), Kt = transpose(K), e = Wt * W * x - x;
  check_right_answers({
      {"factored", m.L, W, W * (K * xt + x * Kt)},
      {"expanded", m.L, W, W * K * xt + W * x * Kt},
      {"bracketed to the left", m.L, W, (W * K) * xt + (W * x) * Kt},
      {"bracketed to the right", m.L, W, W * (K * xt) + W * (x * Kt)},
      {"the other order of terms", m.L, W, W * (x * Kt + K * xt)},
      {"by one outer product and its transpose", m.L, W, W * (K * xt + transpose(K * xt))},
      {"transposes outside", m.L, W, transpose(x * transpose(W * K) + K * transpose(W * x))},
      {"without the name K", m.L, W, W * (e * xt + x * transpose(e))},
      {"multiplied out in W", m.L, W, W * Wt * W * x * xt + W * x * xt * Wt * W - 2 * W * x * xt},
      {"divided by 2 and doubled", m.L, W, 2 * (W * (K * xt + x * Kt) / 2)},
      {"with respect to x", m.L, x, Wt * W * K - K},
      {"with respect to x, factored", m.L, x, (Wt * W - identity_like(Wt * W)) * K},
      {"with respect to K", m.L, m.K, Wt * W * x - x},
      {"a number for a matrix by broadcasting", sum(2 * W), W, 2 * ones_like(W)},
      {"0 for a zero gradient", squared_norm(x), W, 0.0 * W},
      {"plain 0 for a zero gradient", squared_norm(x), W, constant(0)},
  });
}

TEST_CASE("the likelihood's gradients in many forms") {
  const examples::LatentVariableModel m = examples::latent_variable_model(5, 2, 3);
  const Expr Ki = inverse(m.K), S = m.Y * transpose(m.Y), L = m.L1 + m.L2;
  const Expr KiX = solve(m.K, m.X), KiY = solve(m.K, m.Y);
  const Expr M = 0.5 * (Ki * S * Ki - m.D * Ki);
  check_right_answers({
      {"as two terms", L, m.X, -(m.alpha * m.D * Ki * m.X) + m.alpha * Ki * S * Ki * m.X},
      {"α taken out", L, m.X, m.alpha * (Ki * S * Ki - m.D * Ki) * m.X},
      {"K⁻¹ taken out", L, m.X, m.alpha * Ki * (S * Ki * m.X - m.D * m.X)},
      {"by solving", L, m.X, m.alpha * (KiY * transpose(m.Y) * KiX - m.D * KiX)},
      {"both paths", L, m.X, m.alpha * M * m.X + m.alpha * transpose(M) * m.X},
      {"transposed inverses of a symmetric matrix", m.L1, m.X, -(m.alpha * m.D * transpose(Ki) * m.X)},
      {"α by the extra check", L, m.alpha, dot(m.X, m.alpha * (Ki * S * Ki - m.D * Ki) * m.X) / (2 * m.alpha)},
      {"α as a trace", L, m.alpha, trace(transpose(m.X) * M * m.X)},
      {"β", L, m.beta, -trace(M) / square(m.beta)},
  });
}

TEST_CASE("the networks' gradients in many forms") {
  const examples::SwishNetwork n = examples::swish_network(9, 6, 7, 8);
  const Expr G = variable("G", 7, 8), s = sigmoid(n.a);
  const GradeOptions given{.upstream = n.z2, .adjoints = {{G, n.z2}}};
  const Expr back = transpose(n.W2) * G;
  const Expr a = hadamard(back, s + hadamard(n.a, hadamard(s, 1.0 - s)));
  check_right_answers({
      {"∂L/∂a as asked", n.L, n.a, a, given},
      {"∂L/∂a multiplied out", n.L, n.a, hadamard(back, s) + hadamard(hadamard(back, n.h1), 1.0 - s), given},
      {"swish′ with h₁", n.L, n.a, hadamard(back, n.h1 + hadamard(s, 1.0 - n.h1)), given},
      {"∂L/∂W₁ with brackets", n.L, n.W1, a * transpose(n.X), given},
      {"∂L/∂W₁ as a transpose", n.L, n.W1, transpose(n.X * transpose(a)), given},
      {"∂L/∂b₁ by ones", n.L, n.b1, a * ones(8), given},
      {"∂L/∂W₂", n.L, n.W2, transpose(n.h1 * transpose(G)), given},
      {"∂L/∂z₂ itself", n.L, n.z2, (softmax(n.z2) - n.T) / 8},
      {"∂L/∂b₂ without an upstream node", n.L, n.b2, row_sums(softmax(n.z2) - n.T) / 8},
  });

  const examples::ExamAutoencoder m = examples::exam_autoencoder(5, 4);
  const Expr slope = gradient(m.y_pred, m.z2, ones_like(m.z2)), error = m.y_pred - m.y;
  const Expr z = variable("∂J/∂z", 4, 1), a1 = variable("∂J/∂a", 5, 1);
  check_right_answers({
      {"f′ first", m.J, m.z2, hadamard(slope, error)},
      {"a diagonal matrix for ∘", m.J, m.z2, as_diagonal(slope) * error},
      {"by the adjoint of z⁽²⁾", m.J, m.W2, z * transpose(m.a1), {.adjoints = {{z, m.z2}}}},
      {"by the adjoint of a⁽¹⁾",
       m.J,
       m.z1,
       hadamard(a1, gradient(m.a1, m.z1, ones_like(m.z1))),
       {.adjoints = {{a1, m.a1}}}},
      {"from scratch", m.J, m.W2,
       hadamard(m.y_pred, slope) * transpose(m.a1) - hadamard(m.y, slope) * transpose(m.a1)},
  });

  const examples::BiasFreeAutoencoder b = examples::bias_free_autoencoder(6, 4, 3);
  const Expr slope_t = b.X_hat - square(b.X_hat), residual = b.X_hat - b.X;
  check_right_answers({
      {"σ′ as σ − σ²", b.J, b.Wd, transpose(b.H) * hadamard(residual, slope_t)},
      {"σ′ by its exponential", b.J, b.T, hadamard(residual, divide(exp(-b.T), square(1.0 + exp(-b.T))))},
  });
}

TEST_CASE("variables with facts: only the part that counts is compared") {
  const Expr S = variable("S", 3, 3, Fact::symmetric), x = variable("x", 3), y = variable("y", 3);
  const Expr D = variable("D", 3, 3, Fact::diagonal);
  check_right_answers({
      {"the symmetric part", dot(x, S * y), S, 0.5 * (x * transpose(y) + y * transpose(x))},
      {"without symmetrising", dot(x, S * y), S, x * transpose(y)},
      {"the diagonal part", dot(x, D * y), D, as_diagonal(hadamard(x, y))},
      {"without leaving the rest out", dot(x, D * y), D, x * transpose(y)},
  });
  CHECK_FALSE(grade(dot(x, S * y), S, x * transpose(x)).right());
}

TEST_CASE("random leaves are the same in the question and in the answer") {
  const Expr x = variable("x", 4), noise = named("ε", normal(4));
  const Expr L = squared_norm(x + noise);
  CHECK(grade(L, x, 2 * (x + noise)).right());
  CHECK_FALSE(grade(L, x, 2 * x).right());
}
