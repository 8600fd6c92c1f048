#include "examples/problems/lecture_autoencoder.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {
namespace {

const ElementwiseFunction& open_function() {
  static const ElementwiseFunction g = elementwise_function("g");
  return g;
}

Encoder encoder(Index hidden, Index inputs, Index samples) {
  const Expr W = variable("W", hidden, inputs), b = variable("b", hidden);
  const bool one = samples == 1;
  const Expr X = variable(one ? "x" : "X", inputs, samples);
  const Expr Z = named(one ? "z" : "Z", one ? W * X + b : W * X + columns(b, X));
  return {W, b, X, Z, named(one ? "h" : "H", open_function()(Z))};
}

}  // namespace

ReconstructionLosses reconstruction_losses(Index inputs) {
  const Expr x = variable("x", inputs), x_hat = variable("x̂", inputs);
  const Expr log_likelihood = hadamard(x, log(x_hat)) + hadamard(1.0 - x, log(1.0 - x_hat));
  return {x, x_hat, squared_norm(x_hat - x), -sum(log_likelihood)};
}

CrossEntropyAutoencoder cross_entropy_autoencoder(Index hidden, Index inputs, Index samples) {
  const Expr W = variable("W", hidden, inputs), b = variable("b", hidden);
  const Expr W_star = variable("W*", inputs, hidden), c = variable("c", inputs);
  const Expr X = variable("X", inputs, samples);
  const Expr Z = named("Z", W * X + columns(b, X)), H = named("H", sigmoid(Z));
  const Expr A = named("A", W_star * H + columns(c, H));
  return {W, b, W_star, c, X, Z, H, A, binary_cross_entropy(A, X)};
}

CrossEntropyGradients cross_entropy_gradients(const CrossEntropyAutoencoder& model) {
  const Expr A = (sigmoid(model.A) - model.X) / column_count(model.X);
  const Expr Z = hadamard(transpose(model.W_star) * A, hadamard(model.H, 1.0 - model.H));
  return {A, A * transpose(model.H), row_sums(A), Z * transpose(model.X), row_sums(Z)};
}

Expr sparsity(const Expr& rho, const Expr& rho_hat) {
  return sum(rho * log(divide(rho, rho_hat)) + (1.0 - rho) * log(divide(1.0 - rho, 1.0 - rho_hat)));
}

SparsityPenalty sparsity_penalty(Index hidden, Index inputs, Index samples) {
  const Encoder part = encoder(hidden, inputs, samples);
  const Expr rho = variable("ρ", 1), rho_hat = named("ρ̂", row_means(part.H));
  return {part, rho, rho_hat, named("Ω", sparsity(rho, rho_hat))};
}

SparsityPenalty with_function(const SparsityPenalty& model, const Definition& g) {
  const auto& [W, b, X, Z, H] = model.encoder;
  const std::vector<Expr> known = substitute(std::vector{H, model.rho_hat, model.Omega}, open_function(), g);
  return {{W, b, X, Z, known[0]}, model.rho, known[1], known[2]};
}

SparsityGradients sparsity_gradients(const SparsityPenalty& model, const Definition& g_prime) {
  const auto& [W, b, X, Z, H] = model.encoder;
  const Expr rho_hat = divide(1.0 - model.rho, 1.0 - model.rho_hat) - divide(model.rho, model.rho_hat);
  const Expr to_Z = hadamard(columns(rho_hat, Z), g_prime(Z)) / column_count(X);
  return {rho_hat, to_Z * transpose(X), row_sums(to_Z)};
}

ContractivePenalty contractive_penalty(Index hidden, Index inputs, Index samples) {
  const Encoder part = encoder(hidden, inputs, samples);
  const Expr slope = gradient(part.H, part.Z, ones_like(part.H));
  if (samples == 1) return {part, slope, named("Ω", squared_norm(named("J", as_diagonal(slope) * part.W)))};
  const Expr sum_over_samples = dot(row_sums(square(slope)), row_sums(square(part.W)));
  return {part, slope, named("Ω", sum_over_samples / column_count(part.X))};
}

ContractivePenalty with_function(const ContractivePenalty& model, const Definition& g) {
  const auto& [W, b, X, Z, H] = model.encoder;
  const std::vector<Expr> known = substitute(std::vector{H, model.slope, model.Omega}, open_function(), g);
  return {{W, b, X, Z, known[0]}, known[1], known[2]};
}

ContractiveGradients contractive_gradients(const ContractivePenalty& model, const Definition& g_prime,
                                           const Definition& g_second) {
  const auto& [W, b, X, Z, H] = model.encoder;
  const Expr first = g_prime(Z), scale = 2.0 / column_count(X);
  const Expr to_Z = scale * hadamard(hadamard(columns(row_sums(square(W)), Z), first), g_second(Z));
  return {scale * hadamard(columns(row_sums(square(first)), W), W) + to_Z * transpose(X), row_sums(to_Z)};
}

}  // namespace matgrad::examples
