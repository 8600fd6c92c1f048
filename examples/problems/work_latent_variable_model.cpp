#include <fmt/core.h>

#include <cmath>
#include <numbers>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/show/variable_uses.hpp>
#include <matgrad/matgrad.hpp>

#include "examples/problems/data/reference_data.hpp"
#include "examples/problems/graded_answers.hpp"
#include "examples/problems/latent_variable_model.hpp"
#include "examples/problems/problems.hpp"
#include "examples/support/gradient_claims.hpp"

namespace matgrad::examples {

using pages::Worksheet;

namespace {

Eigen::MatrixXd scalar(double value) { return Eigen::MatrixXd::Constant(1, 1, value); }

/// Counted in the graph: "X reaches L₁ by 2 paths."
std::string paths_of_latent_positions(const Expr& loss, const Expr& X) {
  const Graph graph(loss);
  return fmt::format("$X$ reaches ${}$ by {} paths.", loss.symbol(), VariableUses(graph).of(X).size());
}

void derive_gradients(Worksheet& sheet) {
  const LatentVariableModel model = latent_variable_model(6, 2, 3);
  sheet.section("Shapes");
  sheet.shapes({{model.Y, "N", "D", "data, a sample in each row"},
                {model.X, "N", "q", "latent positions"},
                {model.K, "N", "N", "covariance"},
                {model.alpha, "1", "1", "variance of the linear kernel"},
                {model.beta, "1", "1", "precision of the noise"},
                {model.D, "1", "1", "numbers in a sample"},
                {model.c, "1", "1", "$(D N / 2) log 2π$"}});
  sheet.question("a", "Draw the graph of $L₁ = −(D / 2) log|α X Xᵀ + β⁻¹ I|$.");
  sheet.answer(paths_of_latent_positions(model.L1, model.X));
  sheet.graph("problem_2_L1", "The graph of $L₁$: $X$ reaches $K$ by the factors $X$ and $Xᵀ$.", model.L1,
              model.X);
  sheet.question("b", "Find $∂L₁/∂X$.");
  sheet.answer("∂L₁/∂X", gradient(model.L1, model.X));
  sheet.derivation(derive(model.L1, model.X));
  sheet.question("c", "Draw the graph of $L₂ = −½ tr(K⁻¹ Y Yᵀ)$.");
  sheet.answer(paths_of_latent_positions(model.L2, model.X));
  sheet.graph("problem_2_L2", "The graph of $L₂$.", model.L2, model.X);
  sheet.question("d", "Find $∂L₂/∂X$.");
  sheet.answer("∂L₂/∂X", gradient(model.L2, model.X));
  sheet.derivation(derive(model.L2, model.X));
  sheet.question("e", "Find $∂L/∂X$ for $L = L₁ + L₂ − c$.");
  sheet.answer("∂L/∂X", tidy(gradient(model.L1, model.X) + gradient(model.L2, model.X)));
  sheet.question("", "Beyond the question: find $∂L/∂α$ and $∂L/∂β$.");
  sheet.answer("∂L/∂α", gradient(model.L, model.alpha));
  sheet.answer("∂L/∂β", gradient(model.L, model.beta));
  sheet.open_question("",
                      "Maximise $L$, and compare with the known optimum of the linear kernel; the RBF kernel; "
                      "a picture of the latent space on real data.",
                      "this needs the optimisers and models.");
}

/// ⟨X, ∂L/∂X⟩ = 2α ∂L/∂α, since K depends on α and X only by α X Xᵀ.
void check_scaling(Worksheet& sheet, const std::string& input, const LatentVariableModel& model,
                   const LeafValues<>& point) {
  const Expr by_X = divide(dot(model.X, gradient(model.L, model.X)), 2.0 * model.alpha);
  const auto values = evaluate(std::vector{gradient(model.L, model.alpha), by_X}, point);
  sheet.compare(input, "$∂L/∂α$", "$⟨X, ∂L/∂X⟩ / 2α$", values[0], values[1]);
}

/// X reaches K as X and as Xᵀ: each path with the other factor held fixed.
void check_paths(Worksheet& sheet, const std::string& input, const LatentVariableModel& model,
                 const LeafValues<>& point) {
  const TwoFactorModel separate = two_factor_model(model);
  LeafValues<> fixed = point;
  for (const auto& [leaf, value] : point)
    if (leaf == model.X) fixed.emplace_back(separate.Z, value.transpose());
  sheet.line("$Xᵀ$ in $K$ as a variable $Z$ of its own:");
  check_claims(sheet, input, separate.L,
               {{"$∂L/∂X$, $Z$ fixed", separate.X, separate.by_X, ""},
                {"$∂L/∂Z$, $X$ fixed", separate.Z, separate.by_Z, ""}},
               fixed);
  const auto paths = evaluate(gradient(separate.L, std::vector{separate.X, separate.Z}), fixed);
  sheet.compare(input, "sum of the paths", "$∂L/∂X$", paths[0] + paths[1].transpose(),
                evaluate(gradient(model.L, model.X), point));
}

void check_reference(Worksheet& sheet, const ReferenceValues& reference) {
  const Eigen::MatrixXd &X0 = reference["X"], &Y0 = reference["Y"];
  sheet.section(fmt::format("Check on reference values: {} of {} numbers, {} latent", counted(Y0.rows(), "sample"),
                            Y0.cols(), X0.cols()));
  const LatentVariableModel model = latent_variable_model(X0.rows(), X0.cols(), Y0.cols());
  const LeafValues<> point = {{model.X, X0},
                              {model.Y, Y0},
                              {model.alpha, reference["alpha"]},
                              {model.beta, reference["beta"]},
                              {model.D, reference["D"]},
                              {model.c, reference["c"]}};
  const auto values = evaluate(std::vector{model.L1, model.L2, model.L}, point);
  sheet.compare(reference.name(), "$L₁$", "reference value", values[0], reference["L1"]);
  sheet.compare(reference.name(), "$L₂$", "reference value", values[1], reference["L2"]);
  sheet.compare(reference.name(), "$L$", "reference value", values[2], reference["L"]);

  const LatentVariableGradients by_hand = latent_variable_gradients(model);
  check_claims(sheet, reference.name(), model.L1, {{"$∂L₁/∂X$", model.X, by_hand.L1_X, "grad_X_L1"}}, point,
               &reference);
  check_claims(sheet, reference.name(), model.L2, {{"$∂L₂/∂X$", model.X, by_hand.L2_X, "grad_X_L2"}}, point,
               &reference);
  check_claims(sheet, reference.name(), model.L,
               {{"$∂L/∂X$", model.X, by_hand.L_X, "grad_X"},
                {"$∂L/∂α$", model.alpha, by_hand.alpha, "grad_alpha"},
                {"$∂L/∂β$", model.beta, by_hand.beta, "grad_beta"}},
               point, &reference);
  sheet.step_curves("problem_2_steps_" + reference.name(), model.L, {model.X, model.beta}, point);
  check_scaling(sheet, reference.name(), model, point);
  check_paths(sheet, reference.name(), model, point);
}

void check_on_images(Worksheet& sheet, const Options& options) {
  constexpr Index latent = 2;
  const ImageBatch batch = some_images(options, 200);
  const Index samples = batch.images.cols(), pixels = batch.images.rows();
  sheet.section(
      fmt::format("Check on {} of {} pixels, one in each row of $Y$", counted(samples, "image"), pixels));
  const LatentVariableModel model = latent_variable_model(samples, latent, pixels);
  const double D0 = static_cast<double>(pixels), N0 = static_cast<double>(samples);
  const LeafValues<> point = {{model.X, random_matrix(samples, latent, 1.0, sheet.options().seed)},
                              {model.Y, batch.images.transpose()},
                              {model.alpha, scalar(0.5)},
                              {model.beta, scalar(2.0)},
                              {model.D, scalar(D0)},
                              {model.c, scalar(D0 * N0 / 2 * std::log(2 * std::numbers::pi))}};
  sheet.line(fmt::format("$L = {:.4f}$", evaluate(model.L, point)(0, 0)));
  const LatentVariableGradients by_hand = latent_variable_gradients(model);
  check_claims(sheet, "images", model.L,
               {{"$∂L/∂X$", model.X, by_hand.L_X, ""},
                {"$∂L/∂α$", model.alpha, by_hand.alpha, ""},
                {"$∂L/∂β$", model.beta, by_hand.beta, ""}},
               point);
  check_scaling(sheet, "images", model, point);
  check_paths(sheet, "images", model, point);
}

}  // namespace

void work_latent_variable_model(Worksheet& sheet, const Options& options) {
  sheet.begin("2", "Gaussian-process latent variable model", "L = −c − (D / 2) log|K| − ½ tr(K⁻¹ Y Yᵀ)",
              "The rows of $Y$ are samples of $D$ numbers, the rows of $X$ their latent positions of $q$ numbers. "
              "$K = α X Xᵀ + β⁻¹ I$ and $c = (D N / 2) log 2π$.");
  derive_gradients(sheet);
  grade_latent_variable_model(sheet);
  check_reference(sheet, gplvm_small());
  check_reference(sheet, gplvm_square());
  check_reference(sheet, gplvm_medium());
  check_on_images(sheet, options);
}

}  // namespace matgrad::examples
