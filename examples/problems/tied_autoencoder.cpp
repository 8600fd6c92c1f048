#include "examples/problems/tied_autoencoder.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

TiedAutoencoder tied_autoencoder(Index m, Index n, Index samples) {
  const Expr W = variable("W", m, n), x = variable(samples == 1 ? "x" : "X", n, samples);
  const Expr K = named("K", transpose(W) * W * x - x);
  return {W, x, K, 0.5 * squared_norm(K)};
}

Expr tied_autoencoder_gradient(const TiedAutoencoder& model) {
  return model.W * (model.K * transpose(model.x) + model.x * transpose(model.K));
}

UntiedAutoencoder untied_autoencoder(Index m, Index n, Index samples) {
  const Expr W = variable("W", m, n), V = variable("V", n, m), x = variable(samples == 1 ? "x" : "X", n, samples);
  const Expr K = named("K", V * W * x - x);
  return {W, V, x, K, 0.5 * squared_norm(K)};
}

Paths paths_to_weights(const TiedAutoencoder& model) {
  const Adjoints adjoints(model.L, constant(1.0), std::vector{model.W});
  Paths paths{zeros_like(model.W), zeros_like(model.W)};
  for (const Contribution& contribution : adjoints.contributions(model.W))
    (is_transpose(contribution.consumer) ? paths.decoder : paths.encoder) = tidy(contribution.value);
  return paths;
}

NonlinearTiedAutoencoder nonlinear_tied_autoencoder(Index m, Index n) {
  const ElementwiseFunction f = elementwise_function("f");
  const Expr W = variable("W", m, n), x = variable("x", n, 1);
  const Expr a = named("a", W * x), h = named("h", f(a)), z = named("z", transpose(W) * h);
  const Expr K = named("K", f(z) - x);
  return {W, x, a, h, z, K, 0.5 * squared_norm(K), f};
}

Expr nonlinear_tied_autoencoder_gradient(const NonlinearTiedAutoencoder& model, const Definition& f,
                                         const Definition& f_prime) {
  const auto& [W, x, a, h, z, K, L, unknown] = model;
  const Expr u = hadamard(K, f_prime(z));
  const Expr by_hand = hadamard(W * u, f_prime(a)) * transpose(x) + h * transpose(u);
  return substitute(by_hand, unknown, f);
}

std::vector<double> train_tied_autoencoder(Eigen::MatrixXd& W, const Eigen::MatrixXd& X, double rate, int steps,
                                           const Proceed& proceed) {
  const TiedAutoencoder model = tied_autoencoder(W.rows(), W.cols(), X.cols());
  const auto [L, dW] = value_and_gradient(model.L, model.W);
  const Function step({model.W, model.x}, {L}, {{model.W, model.W - rate * dW}});
  const Function loss({model.W, model.x}, {model.L});
  Workspace stepping(step), measuring(loss);
  std::vector<double> losses;
  for (int done = 0;; ++done) {
    losses.push_back(loss(measuring, W, X)[0](0, 0));
    if (!proceed(done, losses.back()) || done == steps) return losses;
    step(stepping, W, X);
  }
}

}  // namespace matgrad::examples
