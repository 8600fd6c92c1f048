#include "examples/problems/latent_variable_model.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

LatentVariableModel latent_variable_model(Index samples, Index latent, Index observed) {
  const Expr X = variable("X", samples, latent), Y = variable("Y", samples, observed);
  const Expr alpha = variable("α", 1, 1, Fact::positive), beta = variable("β", 1, 1, Fact::positive);
  const Expr D = variable("D", 1), c = variable("c", 1);
  const Expr K = named("K", alpha * X * transpose(X) + power(beta, -1) * identity_like(X * transpose(X)));
  const Expr L1 = named("L₁", -0.5 * (D * log_det(K)));
  const Expr L2 = named("L₂", -0.5 * trace(inverse(K) * Y * transpose(Y)));
  return {X, Y, alpha, beta, D, c, K, L1, L2, L1 + L2 - c};
}

LatentVariableGradients latent_variable_gradients(const LatentVariableModel& model) {
  const auto& [X, Y, alpha, beta, D, c, K, L1, L2, L] = model;
  const Expr S = Y * transpose(Y), K_inverse = inverse(K), M = 0.5 * (K_inverse * S * K_inverse - D * K_inverse);
  const Expr L1_X = -(alpha * D * K_inverse * X), L2_X = alpha * K_inverse * S * K_inverse * X;
  return {L1_X, L2_X, L1_X + L2_X, dot(M, X * transpose(X)), -power(beta, -2) * trace(M)};
}

TwoFactorModel two_factor_model(const LatentVariableModel& model) {
  const auto& [X, Y, alpha, beta, D, c, K, L1, L2, L] = model;
  const Expr Z = variable("Z", X.cols(), X.rows());
  const Expr two_factor_K = named("K", alpha * X * Z + power(beta, -1) * identity_like(X * Z));
  const Expr K_inverse = transpose(inverse(two_factor_K));
  const Expr S = Y * transpose(Y), M = 0.5 * (K_inverse * S * K_inverse - D * K_inverse);
  return {X, Z, substitute(L, {{K, two_factor_K}}), alpha * M * transpose(Z), alpha * transpose(X) * M};
}

}  // namespace matgrad::examples
