#include <fmt/core.h>

#include <cmath>

#include <matgrad/matgrad.hpp>

#include "examples/problems/data/reference_data.hpp"
#include "examples/problems/graded_answers.hpp"
#include "examples/problems/lecture_autoencoder.hpp"
#include "examples/problems/lecture_in_words.hpp"
#include "examples/problems/problems.hpp"
#include "examples/support/gradient_claims.hpp"

namespace matgrad::examples {

using pages::Equation;
using pages::Plot;
using pages::Worksheet;

namespace {

Expr sigmoid_prime(const Operand& z) { return hadamard(sigmoid(z), 1.0 - sigmoid(z)); }
Expr sigmoid_second(const Operand& z) { return hadamard(sigmoid_prime(z), 1.0 - 2.0 * sigmoid(z)); }
Expr tanh_prime(const Operand& z) { return 1.0 - square(tanh(z)); }
Expr tanh_second(const Operand& z) { return hadamard(-2.0 * tanh(z), tanh_prime(z)); }
Expr softplus_prime(const Operand& z) { return sigmoid(z); }

/// An entry of `gradient` in index form, under its own name for the left side.
Equation entry_equation(const std::string& left, const Expr& gradient, const std::string& letters) {
  return {
      Notation::relation("=", {Notation::symbol(left), notation_of(index_form(gradient, {.letters = letters}))})};
}

/// 199 numbers inside (0, 1).
Eigen::MatrixXd inside_unit_interval() { return Eigen::VectorXd::LinSpaced(199, 0.005, 0.995); }

std::vector<double> list(const Eigen::MatrixXd& column) { return {column.data(), column.data() + column.size()}; }

Eigen::MatrixXd scalar(double value) { return Eigen::MatrixXd::Constant(1, 1, value); }

void derive_cross_entropy(Worksheet& sheet) {
  sheet.question("c", "Find the gradients of squared error and of binary cross-entropy.");
  const ReconstructionLosses losses = reconstruction_losses(6);
  sheet.line("$L = ‖x̂ − x‖²$ serves real numbers:");
  sheet.answer("∂L/∂x̂", gradient(losses.squared_error, losses.x_hat));
  sheet.line("$L = −Σⱼ (xⱼ log x̂ⱼ + (1 − xⱼ) log(1 − x̂ⱼ))$ serves bits, and numbers from 0 to 1:");
  const Expr by_x_hat = gradient(losses.cross_entropy, losses.x_hat);
  sheet.answer("∂L/∂x̂", by_x_hat);
  sheet.answer(entry_equation("∂L/∂x̂_j", by_x_hat, "jk"));
  sheet.line("With the logistic decoder $x̂ = σ(a)$ the quotients cancel:");
  const Expr a = variable("a", 6);
  sheet.answer("∂L/∂a", gradient(binary_cross_entropy(a, losses.x), a));
  sheet.line("For a batch of $m$ samples the mean brings the factor $1 / m$:");
  const CrossEntropyAutoencoder model = cross_entropy_autoencoder(4, 6, 5);
  sheet.shapes({{model.X, "n", "m", "data, a sample in each column"},
                {model.W, "k", "n", "encoder"},
                {model.b, "k", "1", "its biases"},
                {model.H, "k", "m", "codes"},
                {model.W_star, "n", "k", "decoder"},
                {model.c, "n", "1", "its biases"},
                {model.A, "n", "m", "logits of the reconstruction"}});
  sheet.graph("problem_7", "The graph of the cross-entropy with the path from $W$ marked.", model.L, model.W);
  sheet.answer("∂L/∂W*", gradient(model.L, model.W_star));
  sheet.answer("∂L/∂W", gradient(model.L, model.W));
  sheet.derivation(derive(model.L, {model.W_star, model.c, model.W, model.b}));
}

/// The loss over x̂ for three pixels: black, white and grey.
void plot_cross_entropy(Worksheet& sheet) {
  const Expr x = variable("x", 1), p = variable("p", 199);
  const Expr loss = -(x * log(p) + (1.0 - x) * log(1.0 - p));
  const Eigen::MatrixXd at = inside_unit_interval();
  Plot plot{"Cross-entropy of one pixel", {.title = "x̂"}, {.title = "loss", .least = 0.0, .greatest = 4.0}, {}};
  for (const double pixel : {0.0, 0.3, 1.0})
    plot.series.push_back(
        {fmt::format("x = {}", pixel), list(at), list(evaluate(loss, {{x, scalar(pixel)}, {p, at}}))});
  sheet.plot("problem_7_cross_entropy",
             "The cross-entropy of one pixel is least at $x̂ = x$; at grey it is not 0 there.", plot);
}

void check_cross_entropy(Worksheet& sheet, const ReferenceValues& reference) {
  sheet.section("Cross-entropy: check on reference values");
  plot_cross_entropy(sheet);
  const ReconstructionLosses losses = reconstruction_losses(reference["X"].rows());
  const Eigen::MatrixXd x0 = reference["X"].col(0), x1 = reference["X"].col(1);
  const LeafValues<> two_samples = {{losses.x, x0}, {losses.x_hat, x1}};
  check_claims(sheet, reference.name(), losses.squared_error,
               {{"$∂‖x̂ − x‖²/∂x̂$", losses.x_hat, 2.0 * (losses.x_hat - losses.x), ""}}, two_samples);
  check_claims(
      sheet, reference.name(), losses.cross_entropy,
      {{"$∂L/∂x̂$", losses.x_hat, divide(1.0 - losses.x, 1.0 - losses.x_hat) - divide(losses.x, losses.x_hat), ""}},
      two_samples);
  sheet.compare(reference.name(), "$∂L/∂x̂$ at $x̂ = x$", "0",
                evaluate(gradient(losses.cross_entropy, losses.x_hat), {{losses.x, x0}, {losses.x_hat, x0}}),
                Eigen::MatrixXd::Zero(x0.rows(), 1));
  const CrossEntropyAutoencoder model =
      cross_entropy_autoencoder(reference["W"].rows(), reference["W"].cols(), reference["X"].cols());
  const LeafValues<> point = {{model.W, reference["W"]},
                              {model.b, reference["b"]},
                              {model.W_star, reference["Ws"]},
                              {model.c, reference["c"]},
                              {model.X, reference["X"]}};
  sheet.compare(reference.name(), "$L$", "reference value", evaluate(model.L, point), reference["loss"]);
  const CrossEntropyGradients by_hand = cross_entropy_gradients(model);
  check_node_claim(sheet, reference.name(), model.L, {"$∂L/∂A$", model.A, by_hand.A, ""}, point);
  check_claims(sheet, reference.name(), model.L,
               {{"$∂L/∂W*$", model.W_star, by_hand.W_star, "grad_Ws"},
                {"$∂L/∂c$", model.c, by_hand.c, "grad_c"},
                {"$∂L/∂W$", model.W, by_hand.W, "grad_W"},
                {"$∂L/∂b$", model.b, by_hand.b, "grad_b"}},
               point, &reference);
  sheet.step_curves("problem_7_steps", model.L, {model.W, model.W_star}, point);
  const Expr logit = variable("a", 1), bit = variable("x", 1);
  sheet.compare("a logit of −800", "$L$ for the bit 1", "800",
                evaluate(binary_cross_entropy(logit, bit), {{logit, scalar(-800)}, {bit, scalar(1)}}),
                scalar(800));
}

void derive_sparsity(Worksheet& sheet) {
  const SparsityPenalty model = sparsity_penalty(4, 6, 5);
  const Encoder& code = model.encoder;
  sheet.question("h",
                 "Find the gradient of the sparsity penalty, which holds the mean activation $ρ̂_l$ of each unit "
                 "near $ρ$.");
  const Expr mean = variable("ρ̂", model.rho_hat.rows());
  const IndexForm penalty = index_form(sparsity(model.rho, mean), {.letters = "lj"});
  sheet.add(Equation{Notation::relation("=", {Notation::symbol("Ω"), notation_of(penalty)})});
  const Expr by_rho_hat = gradient(model.Omega, model.rho_hat);
  sheet.answer("∂Ω/∂ρ̂", by_rho_hat);
  sheet.answer(entry_equation("∂Ω/∂ρ̂_l", by_rho_hat, "lj"));
  const Expr sums = row_sums(code.H);
  const auto [sums_by_W, sums_by_b] = gradient(sums, {code.W, code.b}, ones_like(sums));
  sheet.line(
      "The mean runs over all $m$ samples, so that every sample moves the weights. Row $l$ of $W$ moves "
      "$ρ̂_l$ alone:");
  const Expr m = variable("m", 1);  // the number of samples
  sheet.answer(entry_equation("∂ρ̂_l/∂W_lj", sums_by_W / m, "lj"));
  sheet.answer(entry_equation("∂ρ̂_l/∂b_l", sums_by_b / m, "lj"));
  const Expr G = variable("∂Ω/∂ρ̂", model.rho_hat.rows());
  sheet.answer("∂Ω/∂W", gradient(model.rho_hat, code.W, G));
  sheet.derivation(derive(model.Omega, {code.W, code.b}, {.upstream = model.rho_hat}));
}

void plot_sparsity(Worksheet& sheet, double rho) {
  const Expr target = variable("ρ", 1), mean = variable("ρ̂", 1);
  const Function penalty({target, mean}, {sparsity(target, mean)});
  const Eigen::MatrixXd at = inside_unit_interval();
  std::vector<double> values;
  for (const double activation : list(at)) values.push_back(penalty(scalar(rho), scalar(activation))[0](0, 0));
  sheet.plot("problem_7_sparsity",
             fmt::format("The penalty of one unit for $ρ = {}$: 0 at $ρ̂ = ρ$, steep at both ends.", rho),
             {"Sparsity penalty", {.title = "ρ̂"}, {.title = "penalty Ω", .least = 0.0}, {{"", list(at), values}}});
}

void check_sparsity(Worksheet& sheet, const ReferenceValues& reference) {
  sheet.section("Sparsity: check on reference values");
  constexpr double rho = 0.2;
  plot_sparsity(sheet, rho);
  const Expr target = variable("ρ", 1), mean = variable("ρ̂", 1), penalty = sparsity(target, mean);
  const auto at_target =
      evaluate(std::vector{penalty, gradient(penalty, mean)}, {{target, scalar(rho)}, {mean, scalar(rho)}});
  sheet.compare("ρ = 0.2", "$Ω$ at $ρ̂ = ρ$", "0", at_target[0], scalar(0));
  sheet.compare("ρ = 0.2", "$∂Ω/∂ρ̂$ at $ρ̂ = ρ$", "0", at_target[1], scalar(0));

  const Eigen::MatrixXd& W0 = reference["W"];
  const SparsityPenalty open = sparsity_penalty(W0.rows(), W0.cols(), reference["X"].cols());
  const SparsityPenalty model = with_function(open, [](const Operand& z) { return sigmoid(z); });
  const Encoder& code = model.encoder;
  const LeafValues<> point = {
      {code.W, W0}, {code.b, reference["b"]}, {code.X, reference["X"]}, {model.rho, reference["rho"]}};
  const auto values = evaluate(std::vector{model.Omega, model.rho_hat}, point);
  sheet.compare(reference.name(), "$Ω$", "reference value", values[0], reference["omega"]);
  sheet.compare(reference.name(), "$ρ̂$", "reference value", values[1], reference["rho_hat"]);
  const SparsityGradients by_hand = sparsity_gradients(model, sigmoid_prime);
  check_node_claim(sheet, reference.name(), model.Omega,
                   {"$∂Ω/∂ρ̂$", model.rho_hat, by_hand.rho_hat, "grad_rho_hat"}, point, &reference);
  check_claims(sheet, reference.name(), model.Omega,
               {{"$∂Ω/∂W$", code.W, by_hand.W, "grad_W"}, {"$∂Ω/∂b$", code.b, by_hand.b, "grad_b"}}, point,
               &reference);
}

void derive_contraction(Worksheet& sheet) {
  const ContractivePenalty model = contractive_penalty(4, 6, 1);
  const Encoder& code = model.encoder;
  sheet.question("i", "Find the contractive penalty $Ω = ‖∂h/∂x‖²$ and its gradient, for any activation $g$.");
  sheet.answer("∂h/∂x", as_diagonal(model.slope) * code.W);
  sheet.answer("∂Ω/∂W", gradient(model.Omega, code.W));
  sheet.answer("∂Ω/∂b", gradient(model.Omega, code.b));
  sheet.line(
      "$W$ counts twice: it is a factor of the Jacobian, and it moves the slopes $g′(z)$, so that $g″$ comes "
      "in. For the logistic function:");
  const Expr h = variable("h", 4);
  const Expr closed = dot(square(hadamard(h, 1.0 - h)), row_sums(square(code.W)));
  sheet.answer({Notation::relation("=", {Notation::symbol("Ω"), notation_of(index_form(closed))})});
  sheet.graph("problem_7_contraction",
              "The graph of the contractive penalty with the two paths from $W$, numbered.", model.Omega, code.W);
  sheet.derivation(derive(model.Omega, {code.W, code.b}));
}

/// One function g: the penalty as a mean over the samples, and sample by sample from the Jacobian.
void check_contraction(Worksheet& sheet, const ReferenceValues& reference, const Definition& g,
                       const Definition& g_prime, const Definition& g_second) {
  const Eigen::MatrixXd &W0 = reference["W"], &b0 = reference["b"], &X0 = reference["X"];
  const ContractivePenalty model = with_function(contractive_penalty(W0.rows(), W0.cols(), X0.cols()), g);
  const LeafValues<> point = {{model.encoder.W, W0}, {model.encoder.b, b0}, {model.encoder.X, X0}};
  sheet.compare(reference.name(), "$Ω$", "reference value", evaluate(model.Omega, point), reference["omega"]);
  const ContractiveGradients by_hand = contractive_gradients(model, g_prime, g_second);
  check_claims(
      sheet, reference.name(), model.Omega,
      {{"$∂Ω/∂W$", model.encoder.W, by_hand.W, "grad_W"}, {"$∂Ω/∂b$", model.encoder.b, by_hand.b, "grad_b"}},
      point, &reference);

  const Encoder one = with_function(contractive_penalty(W0.rows(), W0.cols(), 1), g).encoder;
  const Expr of_jacobian = squared_norm(jacobian(one.H, one.X));
  const Function sample({one.W, one.b, one.X}, value_and_gradient(of_jacobian, one.W));
  const double share = 1.0 / static_cast<double>(X0.cols());
  Eigen::MatrixXd Omega = scalar(0), by_W = Eigen::MatrixXd::Zero(W0.rows(), W0.cols());
  for (Index i = 0; i < X0.cols(); ++i) {
    const auto values = sample(W0, b0, Eigen::MatrixXd(X0.col(i)));
    Omega += share * values[0];
    by_W += share * values[1];
  }
  sheet.compare(reference.name(), "$Ω$ from the Jacobian of each sample", "reference value", Omega,
                reference["omega"]);
  sheet.compare(reference.name(), "$∂Ω/∂W$ from the Jacobian of each sample", "reference value", by_W,
                reference["grad_W"]);
}

void check_contractions(Worksheet& sheet) {
  sheet.section("Contraction: check on reference values for $σ$, $tanh$ and softplus");
  check_contraction(
      sheet, contractive_penalty_sigmoid(), [](const Operand& z) { return sigmoid(z); }, sigmoid_prime,
      sigmoid_second);
  check_contraction(
      sheet, contractive_penalty_tanh(), [](const Operand& z) { return tanh(z); }, tanh_prime, tanh_second);
  check_contraction(
      sheet, contractive_penalty_softplus(), [](const Operand& z) { return softplus(z); }, softplus_prime,
      sigmoid_prime);
}

void check_on_images(Worksheet& sheet, const Options& options) {
  constexpr Index hidden = 10;
  const std::uint64_t seed = sheet.options().seed;
  const ImageBatch batch = some_images(options, 30);
  const Index samples = batch.images.cols(), pixels = batch.images.rows();
  sheet.section(fmt::format("Sparsity: check on {}", counted(samples, "image")));
  const SparsityPenalty model =
      with_function(sparsity_penalty(hidden, pixels, samples), [](const Operand& z) { return sigmoid(z); });
  const Encoder& code = model.encoder;
  const LeafValues<> point = {{code.W, random_matrix(hidden, pixels, 0.05, seed)},
                              {code.b, random_matrix(hidden, 1, 0.1, seed + 1)},
                              {code.X, batch.images},
                              {model.rho, scalar(0.05)}};
  sheet.line(fmt::format("$Ω = {:.6f}$", evaluate(model.Omega, point)(0, 0)));
  const SparsityGradients by_hand = sparsity_gradients(model, sigmoid_prime);
  check_claims(sheet, "images", model.Omega,
               {{"$∂Ω/∂W$", code.W, by_hand.W, ""}, {"$∂Ω/∂b$", code.b, by_hand.b, ""}}, point);
}

}  // namespace

void work_lecture_autoencoder(Worksheet& sheet, const Options& options) {
  sheet.begin("7", "The autoencoder lecture", "",
              "The autoencoder $h = g(W x + b)$, $x̂ = f(W* h + c)$, what its losses and penalties are, and their "
              "gradients. A sample of $n$ numbers stands in each column of $X$ and is coded by $k$ numbers.");
  const std::string training = "this needs the training of autoencoders.";
  explain_codes(sheet);
  explain_decoders(sheet);
  derive_cross_entropy(sheet);
  explain_pca(sheet);
  explain_decay(sheet);
  explain_denoising(sheet);
  sheet.open_question("g", "Codes for digits: what excites each hidden unit most?", training);
  derive_sparsity(sheet);
  derive_contraction(sheet);
  sheet.open_question("i", "The contractive penalty along the data and across it, after training.", training);
  sheet.open_question(
      "j", "Weight decay, denoising, sparse and contractive codes and PCA side by side on the same data.",
      training);
  grade_lecture_autoencoder(sheet);
  check_cross_entropy(sheet, bce_autoencoder());
  check_sparsity(sheet, sparsity_penalty_values());
  check_contractions(sheet);
  check_on_images(sheet, options);
}

}  // namespace matgrad::examples
