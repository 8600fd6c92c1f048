#include "examples/problems/exam_autoencoder.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {
namespace {

constexpr const char* first_name = "f⁽¹⁾";
constexpr const char* second_name = "f⁽²⁾";

/// W X + b, b added to every column.
Expr affine(const Expr& W, const Expr& X, const Expr& b) {
  return X.cols() == 1 ? W * X + b : W * X + columns(b, X);
}

Expr over_batch(const Expr& adjoint) { return adjoint.cols() == 1 ? adjoint : row_sums(adjoint); }

}  // namespace

ExamAutoencoder exam_autoencoder(Index hidden, Index inputs, Index samples) {
  const Expr W1 = variable("W⁽¹⁾", hidden, inputs), b1 = variable("b⁽¹⁾", hidden);
  const Expr W2 = variable("W⁽²⁾", inputs, hidden), b2 = variable("b⁽²⁾", inputs);
  const Expr x = variable("x", inputs, samples), y = variable("y", inputs, samples);
  const Expr z1 = named("z⁽¹⁾", affine(W1, x, b1));
  const Expr a1 = named("a⁽¹⁾", elementwise_function(first_name)(z1));
  const Expr z2 = named("z⁽²⁾", affine(W2, a1, b2));
  const Expr y_pred = named("y_pred", elementwise_function(second_name)(z2));
  return {W1, b1, W2, b2, x, y, z1, a1, z2, y_pred, named("J", 0.5 * squared_norm(y_pred - y))};
}

ExamGradients exam_gradients(const ExamAutoencoder& model, const Definition& first_prime,
                             const Definition& second_prime) {
  const Expr y_pred = model.y_pred - model.y;
  const Expr z2 = hadamard(y_pred, second_prime(model.z2));
  const Expr z1 = hadamard(transpose(model.W2) * z2, first_prime(model.z1));
  return {y_pred, z2, z2 * transpose(model.a1), over_batch(z2), z1 * transpose(model.x), over_batch(z1)};
}

ExamAutoencoder with_functions(const ExamAutoencoder& model, const Definition& first, const Definition& second) {
  const std::vector symbolic = {model.z1, model.a1, model.z2, model.y_pred, model.J};
  const std::vector half = substitute(symbolic, elementwise_function(first_name), first);
  const std::vector full = substitute(half, elementwise_function(second_name), second);
  return {model.W1, model.b1, model.W2, model.b2, model.x, model.y, full[0], full[1], full[2], full[3], full[4]};
}

}  // namespace matgrad::examples
