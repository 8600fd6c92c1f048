#include "examples/problems/swish_network.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

SwishNetwork swish_network(Index inputs, Index hidden, Index classes, Index batch) {
  const Expr W1 = variable("W₁", hidden, inputs), b1 = variable("b₁", hidden);
  const Expr W2 = variable("W₂", classes, hidden), b2 = variable("b₂", classes);
  const Expr X = variable("X", inputs, batch), T = variable("T", classes, batch, Fact::column_stochastic);
  const Expr a = named("a", W1 * X + columns(b1, X));
  const Expr h1 = named("h₁", swish(a));
  const Expr z2 = named("z₂", W2 * h1 + columns(b2, h1));
  return {W1, b1, W2, b2, X, T, a, h1, z2, cross_entropy(z2, T)};
}

SwishNetworkGradients swish_network_gradients(const SwishNetwork& model) {
  const Expr z2 = (softmax(model.z2) - model.T) / column_count(model.T);
  const Expr s = sigmoid(model.a);
  const Expr a = hadamard(transpose(model.W2) * z2, s + hadamard(hadamard(model.a, s), 1.0 - s));
  return {z2,          z2 * transpose(model.h1), row_sums(z2), a, a * transpose(model.X),
          row_sums(a), transpose(model.W1) * a};
}

}  // namespace matgrad::examples
