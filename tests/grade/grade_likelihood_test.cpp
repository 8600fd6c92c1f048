#include <doctest/doctest.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/bias_free_autoencoder.hpp"
#include "examples/problems/latent_variable_model.hpp"
#include "graded.hpp"

// Problems 2, 6 and 7: likelihoods, losses and penalties.

using namespace matgrad;
using matgrad::tests::check_planted_slips;

TEST_CASE("slips in the latent variable model") {
  const examples::LatentVariableModel m = examples::latent_variable_model(5, 2, 3);
  const Expr Ki = inverse(m.K), S = m.Y * transpose(m.Y);
  const Expr first = -(m.alpha * m.D * Ki * m.X), second = m.alpha * Ki * S * Ki * m.X;
  const Expr L = m.L1 + m.L2;
  check_planted_slips({
      {"one of two equal paths", m.L1, m.X, 0.5 * first, "path missing", ""},
      {"sign of the log-determinant", m.L1, m.X, -first, "wrong sign", ""},
      {"α dropped", m.L1, m.X, -(m.D * Ki * m.X), "scalar factor", "α is missing"},
      {"D dropped", m.L1, m.X, -(m.alpha * Ki * m.X), "scalar factor", "D is missing"},
      {"α and D dropped", m.L1, m.X, -(Ki * m.X), "scalar factor", "the factor α is missing"},
      {"K for K⁻¹", m.L1, m.X, -(m.alpha * m.D * m.K * m.X), "operation missing", "K stands for K⁻¹"},
      {"K⁻¹ dropped", m.L1, m.X, -(m.alpha * m.D * m.X), "factor missing", "K⁻¹"},
      {"the inverse's minus", m.L2, m.X, -second, "wrong sign", ""},
      {"K⁻¹ only on one side", m.L2, m.X, m.alpha * Ki * S * m.X, "factor missing", "K⁻¹ is missing"},
      {"K⁻¹ in the wrong place", m.L2, m.X, m.alpha * S * Ki * Ki * m.X, "wrong order of factors", ""},
      {"second term missing", L, m.X, first, "term missing", "Yᵀ"},
      {"sign of the second term", L, m.X, first - second, "wrong sign of a term", ""},
      {"½ of the second term", L, m.X, first + 0.5 * second, "constant factor of a term", "½"},
      {"a transposed answer", L, m.X, transpose(first + second), "transposed", "2×5"},
  });
}

TEST_CASE("slips in the bias-free autoencoder") {
  const examples::BiasFreeAutoencoder m = examples::bias_free_autoencoder(6, 4, 3);
  const examples::BiasFreeGradients right = examples::bias_free_gradients(m);
  const Expr error = m.X_hat - m.X, slope = hadamard(m.X_hat, 1.0 - m.X_hat);
  const Expr Ht = transpose(m.H);
  CHECK(grade(m.J, m.Wd, right.Wd).right());
  CHECK(grade(m.J, m.We, right.We).right());
  check_planted_slips({
      {"σ for σ′ at the output", m.J, m.Wd, Ht * hadamard(error, m.X_hat), "f for f′", ""},
      {"σ for σ′ inside", m.J, m.We, transpose(m.X) * hadamard(right.T * transpose(m.Wd), m.H), "f for f′", ""},
      {"σ′ at the wrong place", m.J, m.T, hadamard(error, hadamard(sigmoid(m.X_hat), 1.0 - sigmoid(m.X_hat))),
       "wrong argument", ""},
      {"1 − σ forgotten", m.J, m.S, hadamard(right.T * transpose(m.Wd), m.H), "f for f′", ""},
      {"σ²", m.J, m.T, hadamard(error, hadamard(m.X_hat, m.X_hat)), "f for 1 − f", ""},
      {"σ′ forgotten", m.J, m.T, error, "chain cut short", ""},
      {"sum over samples cut to one", m.J, m.Wd, slice(Ht, 0, 0, 3, 1) * slice(right.T, 0, 0, 1, 4),
       "one term of a sum", "only the first term"},
      {"x − x̂", m.J, m.X_hat, m.X - m.X_hat, "wrong sign", ""},
      {"mean for sum", m.J, m.Wd, (1.0 / 6) * right.Wd, "1/m too much", "6"},
      {"without the input", m.J, m.We, right.S, "factor missing", "the factor Xᵀ is missing"},
  });
  // The printed (x̂_k − x_k) where l belongs needs equal sizes: entry k, l of the wrong one is entry l, k's error.
  const Expr X = variable("X", 4, 4), V = variable("V", 4, 4), W = variable("W", 4, 4);
  const Expr H = named("H", sigmoid(X * V)), T = named("T", H * W), R = named("R", sigmoid(T));
  const Expr J = named("J", 0.5 * squared_norm(R - X));
  const Expr delta = hadamard(R - X, hadamard(R, 1.0 - R));
  check_planted_slips({
      {"indices of the weight exchanged", J, W, transpose(delta) * H, "transposed", ""},
      {"W_jk for W_kj", J, V, transpose(X) * hadamard(delta * W, hadamard(H, 1.0 - H)), "factor not transposed",
       "Wᵀ stands without its transposition"},
      {"rows shifted", J, W,
       constant(Eigen::MatrixXd{{0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}, {1, 0, 0, 0}}) * (transpose(H) * delta),
       "index slip", "the rows are shifted by one"},
      {"two rows exchanged", J, W,
       constant(Eigen::MatrixXd{{0, 1, 0, 0}, {1, 0, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}) * (transpose(H) * delta),
       "index slip", "the rows 0, 1"},
  });
}

TEST_CASE("slips in the losses and penalties of the lecture") {
  const Expr x = variable("x", 4, 1, Fact::positive), p = variable("p", 4, 1, Fact::positive);
  const Expr xs = 0.5 * x, ps = 0.5 * p;  // inside (0, 1)
  const Expr bce = named("L", -sum(hadamard(xs, log(p)) + hadamard(1.0 - xs, log(1.0 + p))));
  const Expr error = named("e", p - x), square_loss = named("L", dot(error, error));
  check_planted_slips({
      {"sign of a term", bce, p, -divide(xs, p) + divide(1.0 - xs, 1.0 + p), "wrong sign of a path", ""},
      {"second term missing", bce, p, -divide(xs, p), "path missing", ""},
      {"x̂ − x for 2(x̂ − x)", square_loss, p, p - x, "constant factor", "½"},
  });

  // Ω = Σ ρ log(ρ/ρ̂) + (1 − ρ) log((1 − ρ)/(1 − ρ̂)), ρ̂ the mean activation over m samples.
  const Expr W = variable("W", 3, 5), b = variable("b", 3), X = variable("X", 5, 7), rho = constant(0.2);
  const Expr z = named("z", W * X + columns(b, X)), h = named("h", sigmoid(z));
  const Expr rho_hat = named("ρ̂", row_sums(h) / column_count(X));
  const Expr omega =
      named("Ω", sum(rho * log(divide(rho, rho_hat)) + (1.0 - rho) * log(divide(1.0 - rho, 1.0 - rho_hat))));
  const Expr by_rho = divide(1.0 - rho, 1.0 - rho_hat) - divide(rho, rho_hat);
  const Expr slope = hadamard(h, 1.0 - h), with_mean = hadamard(columns(by_rho, X), slope) / column_count(X);
  CHECK(grade(omega, W, with_mean * transpose(X)).right());
  CHECK(grade(omega, b, row_sums(with_mean)).right());
  const Expr without_mean = hadamard(columns(by_rho, X), slope) * transpose(X);
  check_planted_slips({
      {"mean dropped", omega, W, without_mean, "1/m dropped", "the factor 1/7 is missing"},
      {"mean dropped for b", omega, b, row_sums(hadamard(columns(by_rho, X), slope)), "1/m dropped", "1/7"},
      {"one sample for the mean", omega, W,
       slice(hadamard(columns(by_rho, X), slope), 0, 0, 3, 1) * transpose(slice(X, 0, 0, 5, 1)),
       "one term of a sum", "only the first"},
      {"σ for σ′", omega, W, hadamard(columns(by_rho, X), h) / column_count(X) * transpose(X), "f for f′", ""},
      {"sign of ρ/ρ̂", omega, rho_hat, divide(1.0 - rho, 1.0 - rho_hat) + divide(rho, rho_hat),
       "wrong sign of a path", ""},
      {"one half of the penalty", omega, rho_hat, -divide(rho, rho_hat), "path missing", ""},
  });

  // ‖J‖² of the sigmoid's closed form: Σ_l (h_l(1−h_l))² Σ_j W_lj².
  const Expr v = variable("v", 5), g = named("g", sigmoid(W * v)), s = named("s", hadamard(g, 1.0 - g));
  const Expr contractive = named("Ω", dot(square(s), row_sums(square(W))));
  check_planted_slips({
      {"W only in the row norms", contractive, W, 2.0 * hadamard(columns(square(s), transpose(v)), W),
       "path missing", ""},
  });
}
