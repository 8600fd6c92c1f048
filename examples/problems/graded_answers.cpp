#include "examples/problems/graded_answers.hpp"

#include <matgrad/autodiff/grade/grade.hpp>
#include <matgrad/matgrad.hpp>

#include "examples/problems/bias_free_autoencoder.hpp"
#include "examples/problems/exam_autoencoder.hpp"
#include "examples/problems/latent_variable_model.hpp"
#include "examples/problems/lecture_autoencoder.hpp"
#include "examples/problems/swish_network.hpp"
#include "examples/problems/tied_autoencoder.hpp"

namespace matgrad::examples {

using pages::Worksheet;

namespace {

constexpr const char* title = "Answers, and what the grader says";

}  // namespace

void grade_tied_autoencoder(Worksheet& sheet) {
  const auto [W, x, K, L] = tied_autoencoder(2, 4);
  sheet.section(title);
  sheet.grade(L, W,
              {{"One path only", W * K * transpose(x)},
               {"$xᵀ K$ in place of $K xᵀ$", W * (transpose(x) * K + transpose(K) * x)},
               {"The half of $½‖K‖²$ forgotten", 2.0 * W * (K * transpose(x) + x * transpose(K))},
               {"Multiplied out", W * K * transpose(x) + W * x * transpose(K)}});
}

void grade_latent_variable_model(Worksheet& sheet) {
  const LatentVariableModel model = latent_variable_model(6, 2, 3);
  const Expr inverse_K = inverse(model.K), S = model.Y * transpose(model.Y);
  sheet.section(title);
  sheet.grade(model.L1, model.X,
              {{"One path only", -0.5 * model.alpha * model.D * inverse_K * model.X},
               {"$K$ in place of its inverse", -(model.alpha * model.D * model.K * model.X)}});
  sheet.grade(
      model.L2, model.X,
      {{"The sign of the derivative of an inverse", -(model.alpha * inverse_K * S * inverse_K * model.X)},
       {"The right answer, bracketed otherwise", model.alpha * (inverse_K * (S * (inverse_K * model.X)))}});
}

void grade_swish_network(Worksheet& sheet) {
  const SwishNetwork model = swish_network(9, 6, 7, 8);  // the sizes of the table of shapes
  const Expr G = variable_like("∂L/∂z₂", model.z2);
  GradeOptions options;
  options.upstream = model.z2;
  options.adjoints = {{G, model.z2}};
  const Expr s = sigmoid(model.a), slope = s + hadamard(model.a, hadamard(s, 1.0 - s));
  const Expr back = transpose(model.W2) * G;
  sheet.section(title);
  sheet.grade(model.L, model.W1,
              {{"The factor $W₂ᵀ (∂L/∂z₂)$ dropped", slope * transpose(model.X)},
               {"The derivative of $σ$ in place of that of swish",
                hadamard(back, hadamard(s, 1.0 - s)) * transpose(model.X)}},
              options);
  sheet.grade(model.L, model.W2, {{"Transposed", model.h1 * transpose(G)}}, options);
  sheet.grade(model.L, model.b1, {{"The gradient of $b₂$", row_sums(G)}}, options);
}

void grade_exam_autoencoder(Worksheet& sheet) {
  const ExamAutoencoder model = exam_autoencoder(3, 6);
  const ElementwiseFunction f = elementwise_function("f⁽²⁾");
  const Expr residual = model.y_pred - model.y;
  const Expr slope = gradient(model.y_pred, model.z2, ones_like(model.y_pred));
  sheet.section(title);
  sheet.grade(model.J, model.W2,
              {{"$f$ in place of $f′$", hadamard(residual, f(model.z2)) * transpose(model.a1)},
               {"The slope forgotten", residual * transpose(model.a1)},
               {"The sign", -(hadamard(residual, slope) * transpose(model.a1))}});
}

void grade_bias_free_autoencoder(Worksheet& sheet) {
  const BiasFreeAutoencoder model = bias_free_autoencoder(4, 5, 3);
  const Expr residual = model.X_hat - model.X, by_hand = bias_free_gradients(model).T;
  sheet.section(title);
  sheet.grade(model.J, model.Wd,
              {{"$σ$ in place of $σ′$", transpose(model.H) * hadamard(residual, sigmoid(model.T))},
               {"$X$ in place of $H$", transpose(model.X) * by_hand},
               {"Transposed", transpose(by_hand) * model.H}});
}

void grade_lecture_autoencoder(Worksheet& sheet) {
  const ReconstructionLosses losses = reconstruction_losses(6);
  const Expr right = divide(1.0 - losses.x, 1.0 - losses.x_hat), wrong = divide(losses.x, losses.x_hat);
  sheet.section(title);
  sheet.grade(losses.squared_error, losses.x_hat, {{"The 2 of the square forgotten", losses.x_hat - losses.x}});
  sheet.grade(losses.cross_entropy, losses.x_hat,
              {{"The sign", wrong - right}, {"The term of the zeros forgotten", -wrong}});
  const SparsityPenalty model = sparsity_penalty(4, 6, 5);
  const Encoder& code = model.encoder;
  const Expr by_rho_hat = divide(1.0 - model.rho, 1.0 - model.rho_hat) - divide(model.rho, model.rho_hat);
  const Expr slope = gradient(code.H, code.Z, ones_like(code.H));
  const Expr back = columns(by_rho_hat, code.Z);
  sheet.grade(model.Omega, code.W,
              {{"The mean over the samples dropped", hadamard(back, slope) * transpose(code.X)},
               {"$g$ in place of $g′$", hadamard(back, code.H) * transpose(code.X) / column_count(code.X)}});
}

}  // namespace matgrad::examples
