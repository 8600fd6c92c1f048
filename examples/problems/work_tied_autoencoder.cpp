#include <fmt/core.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/data/reference_data.hpp"
#include "examples/problems/graded_answers.hpp"
#include "examples/problems/problems.hpp"
#include "examples/problems/tied_autoencoder.hpp"
#include "examples/support/gradient_claims.hpp"
#include "examples/support/interrupt.hpp"
#include "pages/plot.hpp"

namespace matgrad::examples {

using pages::Worksheet;

namespace {

void derive_linear(Worksheet& sheet) {
  const TiedAutoencoder model = tied_autoencoder(2, 4);
  sheet.section("Shapes");
  sheet.shapes({{model.W, "m", "n", "encoder; its transpose is the decoder"},
                {model.x, "n", "1", "sample"},
                {model.K, "n", "1", "error of the reconstruction"}});
  sheet.explain(
      "a", "Why does the minimiser of $L$ keep the information in $x$?",
      "Because $x$ is rebuilt from $W x$ alone: what $W x$ leaves out is missing in $Wᵀ (W x)$, and counts in "
      "$L$.",
      "over the columns of $X$ the loss is least where $Wᵀ W$ projects on the span of the $m$ leading "
      "eigenvectors of $X Xᵀ$. That is principal component analysis of $X$ as it is given, centred only if "
      "$X$ is. For a single $x$ the optimum is trivial: one row along $x$ is enough for a loss of 0.");
  sheet.missing("the learnt $W$ is to be compared with the principal components of real data.");
  sheet.question("b", "Draw the graph of $L$ so that no tensor of fourth order is needed.");
  sheet.answer(
      "Products of matrices only. The fourth-order derivative $∂(Wᵀ W)/∂W$ is never formed: for $Z = A B$ the "
      "rules "
      "$∂L/∂A = (∂L/∂Z) Bᵀ$ and $∂L/∂B = Aᵀ (∂L/∂Z)$ suffice.");
  sheet.graph("problem_1", "The graph of $L$ with the two paths from $W$, numbered.", model.L, model.W);
  sheet.question("c", "By which paths does $W$ reach $L$, and what does each contribute?");
  sheet.line(
      "Both factors move when $W$ moves: $dL = ⟨∂L/∂W, dW⟩ + ⟨∂L/∂(Wᵀ), dWᵀ⟩$. So the second adjoint is "
      "transposed "
      "and added to the first.");
  const Paths paths = paths_to_weights(model);
  sheet.answer("path 1", paths.encoder, "By the factor $W$, the encoder");
  sheet.answer("path 2", paths.decoder, "By the factor $Wᵀ$, the decoder");
  sheet.question("d", "Find $∂L/∂W$.");
  sheet.answer("∂L/∂W", gradient(model.L, model.W));
  sheet.derivation(derive(model.L, model.W));
}

/// Each path is the gradient by one of two independent variables, where the other is held fixed.
void check_paths(Worksheet& sheet, const std::string& input, const Eigen::MatrixXd& W0,
                 const Eigen::MatrixXd& x0) {
  const TiedAutoencoder tied = tied_autoencoder(W0.rows(), W0.cols(), x0.cols());
  const UntiedAutoencoder untied = untied_autoencoder(W0.rows(), W0.cols(), x0.cols());
  const LeafValues<> fixed = {{untied.W, W0}, {untied.V, W0.transpose()}, {untied.x, x0}};
  sheet.line("The decoder $V = Wᵀ$ as a variable of its own:");
  check_claims(sheet, input, untied.L,
               {{"$∂L/∂W$, $V$ fixed", untied.W, transpose(untied.V) * untied.K * transpose(untied.x), ""},
                {"$∂L/∂V$, $W$ fixed", untied.V, untied.K * transpose(untied.W * untied.x), ""}},
               fixed);

  const Paths paths = paths_to_weights(tied);
  const LeafValues<> point = {{tied.W, W0}, {tied.x, x0}};
  const auto path = evaluate(std::vector{paths.encoder, paths.decoder}, point);
  const auto separate = evaluate(gradient(untied.L, std::vector{untied.W, untied.V}), fixed);
  sheet.compare(input, "path by the factor $W$", "$∂L/∂W$, $V$ fixed", path[0], separate[0]);
  sheet.compare(input, "path by the factor $Wᵀ$", "$(∂L/∂V)ᵀ$, $W$ fixed", path[1], separate[1].transpose());
  sheet.compare(input, "sum of the paths", "$∂L/∂W$", path[0] + path[1],
                evaluate(gradient(tied.L, tied.W), point));
}

void check_linear(Worksheet& sheet, const ReferenceValues& reference) {
  const Eigen::MatrixXd &W0 = reference["W"], &x0 = reference["x"];
  sheet.section(fmt::format("Check on reference values: {} numbers coded by {}", W0.cols(), W0.rows()));
  const TiedAutoencoder model = tied_autoencoder(W0.rows(), W0.cols());
  const LeafValues<> point = {{model.W, W0}, {model.x, x0}};
  sheet.compare(reference.name(), "$L$", "reference value", evaluate(model.L, point), reference["loss"]);
  check_claims(sheet, reference.name(), model.L,
               {{"$∂L/∂W$", model.W, tied_autoencoder_gradient(model), "grad_W"},
                {"$∂L/∂x$", model.x, transpose(model.W) * model.W * model.K - model.K, "grad_x"}},
               point, &reference);
  sheet.step_curves("problem_1_steps_" + reference.name(), model.L, {model.W, model.x}, point);
  check_paths(sheet, reference.name(), W0, x0);
}

void derive_nonlinear(Worksheet& sheet) {
  sheet.question("e", "Find $∂L/∂W$ for $L = ½‖f(Wᵀ f(W x)) − x‖²$ with an elementwise function $f$ left open.");
  const NonlinearTiedAutoencoder model = nonlinear_tied_autoencoder(3, 7);
  sheet.answer("∂L/∂W", gradient(model.L, model.W));
  sheet.derivation(derive(model.L, model.W));
}

void check_nonlinear(Worksheet& sheet, const std::string& name, const ReferenceValues& reference,
                     const Definition& f, const Definition& f_prime) {
  sheet.section("$f = " + name + "$: check on reference values");
  const NonlinearTiedAutoencoder model = nonlinear_tied_autoencoder(reference["W"].rows(), reference["W"].cols());
  const Expr loss = substitute(model.L, model.f, f);
  const LeafValues<> point = {{model.W, reference["W"]}, {model.x, reference["x"]}};
  sheet.compare(reference.name(), "$L$", "reference value", evaluate(loss, point), reference["loss"]);
  sheet.compare(reference.name(), "$∂L/∂W$ with $f′$ substituted", "reference value",
                evaluate(substitute(gradient(model.L, model.W), model.f, f), point), reference["grad_W"]);
  check_claims(sheet, reference.name(), loss,
               {{"$∂L/∂W$", model.W, nonlinear_tied_autoencoder_gradient(model, f, f_prime), "grad_W"}}, point,
               &reference);
}

void check_on_images(Worksheet& sheet, const Options& options) {
  const ImageBatch batch = some_images(options, 40);
  sheet.section(
      fmt::format("Check on {} of {} pixels", counted(batch.images.cols(), "image"), batch.images.rows()));
  const Index m = 8, n = batch.images.rows();
  const TiedAutoencoder model = tied_autoencoder(m, n, batch.images.cols());
  const Eigen::MatrixXd W0 = random_matrix(m, n, 0.04, sheet.options().seed);
  check_claims(sheet, "images", model.L, {{"$∂L/∂W$", model.W, tied_autoencoder_gradient(model), ""}},
               {{model.W, W0}, {model.x, batch.images}});
  check_paths(sheet, "images", W0, batch.images);
}

void train_on_images(Worksheet& sheet, const Options& options) {
  constexpr int steps = 200;
  const ImageBatch batch = some_images(options, 400);
  // ‖X‖² bounds the greatest eigenvalue of XXᵀ, and with it the curvature of L near a minimum.
  const double rate = 0.4 / batch.images.squaredNorm();
  sheet.section(fmt::format("Training on {}: $W ← W − η ∂L/∂W$ with $η = {:.2g}$",
                            counted(batch.images.cols(), "image"), rate));
  Eigen::MatrixXd W = random_matrix(16, batch.images.rows(), 0.02, sheet.options().seed);
  const InterruptGuard interrupt;
  std::vector<double> steps_done, losses_seen;
  const auto losses = train_tied_autoencoder(W, batch.images, rate, steps, [&](int step, double loss) {
    steps_done.push_back(step);
    losses_seen.push_back(loss);
    return !interrupt.requested();
  });
  sheet.line(fmt::format("$L$ falls from {:.4f} to {:.4f} in {}.", losses.front(), losses.back(),
                         counted(losses.size() - 1, "step")));
  sheet.plot(
      "problem_1_training", "The loss during training.",
      {"Training", {.title = "step"}, {.title = "loss L", .logarithmic = true}, {{"", steps_done, losses_seen}}});
  if (interrupt.requested()) {
    sheet.line("interrupted");
    sheet.mark_interrupted();
    return;
  }
  // What one image leaves of the loss vanishes; then only rounding is left to move it.
  const double vanishing = 1e-24 * losses.front();
  bool falls = true;
  for (std::size_t i = 1; i < losses.size(); ++i)
    falls = falls && (losses[i] < losses[i - 1] || losses[i] <= vanishing);
  sheet.require("images", "training: $L$ falls at every step", fmt::format("{} steps", steps), falls);
}

}  // namespace

void work_tied_autoencoder(Worksheet& sheet, const Options& options) {
  sheet.begin("1", "Tied-weight linear autoencoder", "L = ½‖Wᵀ W x − x‖²",
              "A sample $x$ of $n$ numbers is coded by $m < n$ numbers, $W x$, and rebuilt with the same weights, "
              "$Wᵀ (W x)$. Over several samples, the columns of $X$, the losses add up.");
  derive_linear(sheet);
  check_linear(sheet, tied_linear_autoencoder_small());
  check_linear(sheet, tied_linear_autoencoder_medium());
  derive_nonlinear(sheet);
  grade_tied_autoencoder(sheet);
  check_nonlinear(
      sheet, "σ", tied_sigmoid_autoencoder(), [](const Operand& z) { return sigmoid(z); },
      [](const Operand& z) { return hadamard(sigmoid(z), 1.0 - sigmoid(z)); });
  check_nonlinear(
      sheet, "tanh", tied_tanh_autoencoder(), [](const Operand& z) { return tanh(z); },
      [](const Operand& z) { return 1.0 - square(tanh(z)); });
  check_on_images(sheet, options);
  train_on_images(sheet, options);
}

}  // namespace matgrad::examples
