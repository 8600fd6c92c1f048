#include <fmt/core.h>

#include <cmath>

#include <matgrad/matgrad.hpp>

#include "examples/problems/data/reference_data.hpp"
#include "examples/problems/graded_answers.hpp"
#include "examples/problems/problems.hpp"
#include "examples/problems/swish_network.hpp"
#include "examples/support/gradient_claims.hpp"

namespace matgrad::examples {

using pages::Worksheet;

namespace {

constexpr int classes = 7;

void derive_gradients(Worksheet& sheet) {
  const SwishNetwork model = swish_network(9, 6, classes, 8);
  sheet.section("Shapes");
  sheet.shapes({{model.X, "D", "B", "batch, a sample in each column"},
                {model.W1, "H", "D", "weights of the hidden units"},
                {model.b1, "H", "1", "their biases"},
                {model.a, "H", "B", "their inputs"},
                {model.h1, "H", "B", "their outputs"},
                {model.W2, "C", "H", "weights of the classes"},
                {model.b2, "C", "1", "their biases"},
                {model.z2, "C", "B", "logits"},
                {model.T, "C", "B", "one-hot labels"}});
  sheet.question("a", "Draw the graph of $L$.");
  sheet.answer("A chain of two layers: $a$, $h₁ = a ∘ σ(a)$, $z₂$, and the cross-entropy of $softmax(z₂)$.");
  sheet.graph("problem_3", "The graph of $L$ with the path from $W₁$ marked.", model.L, model.W1);
  const Expr G = variable_like("∂L/∂z₂", model.z2);
  const auto gradients = gradient(model.z2, {model.W2, model.b2, model.a, model.W1, model.b1}, G);
  sheet.question("b", "Find $∂L/∂W₂$ and $∂L/∂b₂$ in terms of $∂L/∂z₂$.");
  sheet.answer("∂L/∂W₂", gradients[0]);
  sheet.answer("∂L/∂b₂", gradients[1]);
  sheet.formula("∂L/∂z₂", gradient(model.L, model.z2), "For the cross-entropy, mean over the batch");
  sheet.derivation(derive(model.L, {model.W2, model.b2}, {.upstream = model.z2}));
  sheet.question("c", "Find $∂L/∂a$, $∂L/∂W₁$ and $∂L/∂b₁$ in terms of $∂L/∂z₂$.");
  sheet.answer("∂L/∂a", gradients[2]);
  sheet.answer("∂L/∂W₁", gradients[3]);
  sheet.answer("∂L/∂b₁", gradients[4]);
  sheet.derivation(derive(model.L, {model.W1, model.b1}, {.upstream = model.z2}));
}

void check(Worksheet& sheet, const std::string& input, const SwishNetwork& model, const LeafValues<>& point,
           const ReferenceValues* reference) {
  const SwishNetworkGradients by_hand = swish_network_gradients(model);
  check_node_claim(sheet, input, model.L, {"$∂L/∂z₂$", model.z2, by_hand.z2, "grad_z2"}, point, reference);
  check_node_claim(sheet, input, model.L, {"$∂L/∂a$", model.a, by_hand.a, ""}, point, reference);
  check_claims(sheet, input, model.L,
               {{"$∂L/∂W₂$", model.W2, by_hand.W2, "grad_W2"},
                {"$∂L/∂b₂$", model.b2, by_hand.b2, "grad_b2"},
                {"$∂L/∂W₁$", model.W1, by_hand.W1, "grad_W1"},
                {"$∂L/∂b₁$", model.b1, by_hand.b1, "grad_b1"},
                {"$∂L/∂X$", model.X, by_hand.X, "grad_X"}},
               point, reference);
}

void check_reference(Worksheet& sheet, const ReferenceValues& reference) {
  const Eigen::MatrixXd &W1 = reference["W1"], &X = reference["X"];
  sheet.section(fmt::format("Check on reference values: {}", counted(X.cols(), "sample")));
  const SwishNetwork model = swish_network(W1.cols(), W1.rows(), classes, X.cols());
  const Eigen::VectorXi labels = reference["labels"].transpose().cast<int>();
  const LeafValues<> point = {
      {model.W1, W1}, {model.b1, reference["b1"]},        {model.W2, reference["W2"]}, {model.b2, reference["b2"]},
      {model.X, X},   {model.T, one_hot(labels, classes)}};
  sheet.compare(reference.name(), "$L$", "reference value", evaluate(model.L, point), reference["loss"]);
  check(sheet, reference.name(), model, point, &reference);
  sheet.step_curves("problem_3_steps_" + reference.name(), model.L, {model.W1, model.W2}, point);
}

void check_on_images(Worksheet& sheet, const Options& options) {
  constexpr Index hidden = 16;
  const std::uint64_t seed = sheet.options().seed;
  const ImageBatch batch = some_images(options, 64, classes);
  const Index samples = batch.images.cols(), pixels = batch.images.rows();
  sheet.section(fmt::format("Check on {} of the first {} classes", counted(samples, "image"), classes));
  const SwishNetwork model = swish_network(pixels, hidden, classes, samples);
  const LeafValues<> point = {{model.W1, random_matrix(hidden, pixels, 0.05, seed)},
                              {model.b1, random_matrix(hidden, 1, 0.1, seed + 1)},
                              {model.W2, random_matrix(classes, hidden, 0.25, seed + 2)},
                              {model.b2, random_matrix(classes, 1, 0.1, seed + 3)},
                              {model.X, batch.images},
                              {model.T, one_hot(batch.labels, classes)}};
  sheet.line(fmt::format("$L = {:.6f}$; guessing has $log {} = {:.6f}$.", evaluate(model.L, point)(0, 0), classes,
                         std::log(static_cast<double>(classes))));
  check(sheet, "images", model, point, nullptr);
}

}  // namespace

void work_swish_network(Worksheet& sheet, const Options& options) {
  sheet.begin(
      "3", "Two-layer network with swish units and softmax cross-entropy", "",
      "$a = W₁ X + b₁$, $h₁ = a ∘ σ(a)$, $z₂ = W₂ h₁ + b₂$, and $L$ is the cross-entropy of $softmax(z₂)$ "
      "with the labels, mean over the batch. A sample stands in each column of $X$; the biases are added to "
      "every column.");
  derive_gradients(sheet);
  grade_swish_network(sheet);
  check_reference(sheet, swish_net_one_sample());
  check_reference(sheet, swish_net_batch());
  check_on_images(sheet, options);
}

}  // namespace matgrad::examples
