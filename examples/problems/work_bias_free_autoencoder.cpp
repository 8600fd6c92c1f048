#include <fmt/core.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/bias_free_autoencoder.hpp"
#include "examples/problems/data/reference_data.hpp"
#include "examples/problems/graded_answers.hpp"
#include "examples/problems/problems.hpp"
#include "examples/support/gradient_claims.hpp"

namespace matgrad::examples {

using pages::Equation;
using pages::Worksheet;

namespace {

void derive_gradients(Worksheet& sheet) {
  const BiasFreeAutoencoder model = bias_free_autoencoder(4, 5, 3);
  sheet.section("Shapes");
  sheet.shapes({{model.X, "N", "P", "data, a sample in each row"},
                {model.We, "P", "H", "encoder"},
                {model.S, "N", "H", ""},
                {model.H, "N", "H", "codes"},
                {model.Wd, "H", "P", "decoder"},
                {model.T, "N", "P", ""},
                {model.X_hat, "N", "P", "reconstruction"}});
  sheet.section("Graph");
  sheet.graph("problem_6", "The graph of $J$ with the path from $Wᵉ$ marked.", model.J, model.We);
  const Blanks blanks = read_blanks(model);
  const std::vector<Notation> filled = filled_in(blanks);
  sheet.question("1", "Which factor belongs in $∂J/∂Wᵈ_kl = Σᵢ □ ∂X̂_il/∂Wᵈ_kl$?");
  sheet.answer({filled[0]});
  sheet.formula("∂J/∂X̂", blanks.residual, "For all entries at once");
  sheet.question("2", "Which factor belongs in $∂X̂_il/∂Wᵈ_kl = H_ik □$?");
  sheet.answer({filled[1]});
  const Notation slope = Notation::call("σ′", {Notation::symbol("T")});
  sheet.add(Equation{Notation::relation("=", {slope, notation_of(blanks.slope)}),
                     {},
                     "What an adjoint of ones at $X̂$ becomes at $T$"});
  sheet.question("3", "Which factor belongs in $∂J/∂Wᵉ_kl = Σᵢ (∂J/∂S_il) □$?");
  sheet.answer({filled[2]});
  sheet.formula("∂J/∂Wᵉ", blanks.to_encoder, "For all entries at once");
  sheet.question("4", "Which factor belongs in $∂J/∂S_ij = σ′(S_ij) Σ_k (∂J/∂T_ik) □$?");
  sheet.answer({filled[3]});
  sheet.formula("∂J/∂H", blanks.to_hidden, "For all entries at once");
  sheet.question("", "The two gradients, in matrix form and in index form.");
  sheet.answer("∂J/∂Wᵈ", gradient(model.J, model.Wd));
  sheet.answer("∂J/∂Wᵉ", gradient(model.J, model.We));
  sheet.add(Equation{notation_of(index_form(gradient(model.J, model.Wd)), "∂J/∂Wᵈ")});
  sheet.add(Equation{notation_of(index_form(gradient(model.J, model.We)), "∂J/∂Wᵉ")});
  sheet.derivation(derive(model.J, std::vector{model.Wd, model.We}));
  sheet.open_question(
      "",
      "The autoencoder beside PCA; all weights initialised to one value; anomalies by the $k σ$ rule; a "
      "variational autoencoder.",
      "this needs the training of autoencoders.");
}

/// The entry by entry definition of σ′, apart from the library.
Eigen::MatrixXd sigmoid_slope(const Eigen::MatrixXd& z) {
  const Eigen::ArrayXXd e = (-z.array()).exp();
  return e / (1 + e).square();
}

void check_blanks(Worksheet& sheet, const std::string& input, const BiasFreeAutoencoder& model,
                  const LeafValues<>& point) {
  const Blanks blanks = read_blanks(model);
  const Eigen::MatrixXd &X0 = point[0].second, &Wd0 = point[2].second;
  const auto values = evaluate(std::vector{blanks.residual, blanks.slope, model.X_hat, model.T}, point);
  sheet.compare(input, "blank 1, $∂J/∂X̂$", "$X̂ − X$", values[0], values[2] - X0);
  sheet.compare(input, "blank 2, factor at $T$", "$σ′(T)$", values[1], sigmoid_slope(values[3]));
  sheet.compare(input, "blank 3, factor at $Wᵉ$", "$X$", factor_of_encoder_adjoint(model, blanks, X0), X0);
  sheet.compare(input, "blank 4, factor at $H$", "$Wᵈ$", factor_of_hidden_adjoint(model, blanks, Wd0), Wd0);
}

void check(Worksheet& sheet, const std::string& input, const BiasFreeAutoencoder& model, const LeafValues<>& point,
           const ReferenceValues* reference) {
  check_blanks(sheet, input, model, point);
  const BiasFreeGradients by_hand = bias_free_gradients(model);
  check_node_claim(sheet, input, model.J, {"$∂J/∂X̂$", model.X_hat, by_hand.X_hat, ""}, point);
  check_node_claim(sheet, input, model.J, {"$∂J/∂T$", model.T, by_hand.T, ""}, point);
  check_node_claim(sheet, input, model.J, {"$∂J/∂S$", model.S, by_hand.S, ""}, point);
  check_claims(sheet, input, model.J,
               {{"$∂J/∂Wᵈ$", model.Wd, by_hand.Wd, "grad_Wd"}, {"$∂J/∂Wᵉ$", model.We, by_hand.We, "grad_We"}},
               point, reference);
}

void check_reference(Worksheet& sheet, const ReferenceValues& reference) {
  sheet.section("Check on reference values");
  const Eigen::MatrixXd &X0 = reference["X"], &We0 = reference["We"];
  const BiasFreeAutoencoder model = bias_free_autoencoder(X0.rows(), X0.cols(), We0.cols());
  const LeafValues<> point = {{model.X, X0}, {model.We, We0}, {model.Wd, reference["Wd"]}};
  sheet.compare(reference.name(), "$J$", "reference value", evaluate(model.J, point), reference["loss"]);
  check(sheet, reference.name(), model, point, &reference);
  sheet.step_curves("problem_6_steps", model.J, {model.We, model.Wd}, point);
}

void check_on_images(Worksheet& sheet, const Options& options) {
  constexpr Index hidden = 10;
  const std::uint64_t seed = sheet.options().seed;
  const ImageBatch batch = some_images(options, 30);
  const Index samples = batch.images.cols(), pixels = batch.images.rows();
  sheet.section(fmt::format("Check on {}", counted(samples, "image")));
  const BiasFreeAutoencoder model = bias_free_autoencoder(samples, pixels, hidden);
  const LeafValues<> point = {{model.X, batch.images.transpose()},
                              {model.We, random_matrix(pixels, hidden, 0.05, seed)},
                              {model.Wd, random_matrix(hidden, pixels, 0.3, seed + 1)}};
  sheet.line(fmt::format("$J = {:.6f}$", evaluate(model.J, point)(0, 0)));
  check(sheet, "images", model, point, nullptr);
}

}  // namespace

void work_bias_free_autoencoder(Worksheet& sheet, const Options& options) {
  sheet.begin("6", "Bias-free sigmoid autoencoder", "J = ½‖σ(σ(X Wᵉ) Wᵈ) − X‖²",
              "The rows of $X$ are samples: $S = X Wᵉ$, $H = σ(S)$, $T = H Wᵈ$, $X̂ = σ(T)$.");
  derive_gradients(sheet);
  grade_bias_free_autoencoder(sheet);
  check_reference(sheet, bias_free_autoencoder_values());
  check_on_images(sheet, options);
}

}  // namespace matgrad::examples
