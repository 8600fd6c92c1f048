#include <fmt/core.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/data/reference_data.hpp"
#include "examples/problems/exam_autoencoder.hpp"
#include "examples/problems/graded_answers.hpp"
#include "examples/problems/problems.hpp"
#include "examples/support/gradient_claims.hpp"

namespace matgrad::examples {

using pages::Worksheet;

namespace {

Expr sigmoid_prime(const Operand& z) { return hadamard(sigmoid(z), 1.0 - sigmoid(z)); }
Expr tanh_prime(const Operand& z) { return 1.0 - square(tanh(z)); }

/// A layer W h + b, with numbers for W and b.
struct LinearLayer {
  Eigen::MatrixXd W, b;
};

/// g) Ten linear layers give what one gives.
void check_collapse(Worksheet& sheet) {
  constexpr Index d = 6, m = 4, layers = 10;
  const Expr x = variable("x", d);
  Expr h = x;
  LeafValues<> deep = {{x, random_matrix(d, 1, 1.0, sheet.options().seed)}}, flat = deep;
  LinearLayer one{Eigen::MatrixXd::Identity(d, d), Eigen::MatrixXd::Zero(d, 1)};
  for (Index i = 0; i <= layers; ++i) {
    const std::uint64_t seed = sheet.options().seed + 10 + 2 * static_cast<std::uint64_t>(i);
    const LinearLayer next{random_matrix(m, h.rows(), 1.0, seed), random_matrix(m, 1, 1.0, seed + 1)};
    const Expr W = variable(fmt::format("W_{}", i), m, h.rows()), b = variable(fmt::format("b_{}", i), m);
    deep.insert(deep.end(), {{W, next.W}, {b, next.b}});
    h = W * h + b;
    one = {next.W * one.W, next.W * one.b + next.b};
  }
  const Expr W = variable("W", m, d), b = variable("b", m);
  flat.insert(flat.end(), {{W, one.W}, {b, one.b}});
  sheet.compare("ten linear layers", "output of the sigmoid layer", "one layer with the product of the weights",
                evaluate(sigmoid(h), deep), evaluate(sigmoid(W * x + b), flat));
}

/// h) The derivative of each penalty, and where it vanishes.
void compare_penalties(Worksheet& sheet) {
  const Expr p = variable("p", 1, 1, Fact::positive), mean = variable("p̂", 3);
  const Expr kl = sum(p * log(divide(p, mean)) + (1.0 - p) * log(divide(1.0 - p, 1.0 - mean)));
  const Expr squared = squared_norm(mean - p);
  const auto derivative = [&](const Expr& penalty) { return gradient(penalty, mean); };
  sheet.answer("∂Ω/∂p̂", derivative(kl),
               "The cross-entropy: least at $p̂ⱼ = p$, with a slope without bound at 0 and 1");
  sheet.formula("∂Ω/∂p̂", derivative(squared), "Squared error, least at $p$ too, but nowhere steep");
  sheet.formula("∂Ω/∂p̂", derivative(sum(maximum(0.0, (1.0 - mean) * p))),
                "The hinge $Σⱼ max(0, (1 − p̂ⱼ) p)$, least at 1");
  sheet.formula("∂Ω/∂p̂", derivative(squared_norm(mean)), "The squares $Σⱼ p̂ⱼ²$, least at 0");
  sheet.line(
      "Explanation, as written: with the other sign, which some printed versions have, the cross-entropy has no "
      "least value; minimised so, it diverges.");
  sheet.missing("the activations after training with each of them.");
  const LeafValues<> at_p = {{p, Eigen::MatrixXd::Constant(1, 1, 0.2)},
                             {mean, Eigen::MatrixXd::Constant(3, 1, 0.2)}};
  const Eigen::MatrixXd zero = Eigen::MatrixXd::Zero(3, 1);
  sheet.compare("p = 0.2", "slope of the cross-entropy at $p̂ⱼ = p$", "0", evaluate(derivative(kl), at_p), zero);
  sheet.compare("p = 0.2", "slope of squared error at $p̂ⱼ = p$", "0", evaluate(derivative(squared), at_p), zero);
}

void word_questions(Worksheet& sheet) {
  sheet.explain(
      "f", "What would you expect of $m = 10 d$ hidden units, in training and in test error?",
      "The code has room for a copy of $x$: the textbook expects a training error near 0 and a greater test "
      "error.",
      "nothing makes the code say anything about the data when it can hold all of $x$, and the many weights "
      "can fit the noise of the samples. With a sigmoid output the copy goes only as far as the range of "
      "the sigmoid. Whether the plain test error rises or falls with $m$ depends on the number of samples.");
  sheet.missing(
      "training and test errors for several $m$ and numbers of samples need the training of autoencoders.");
  sheet.explain(
      "g",
      "What would you expect of ten more hidden layers of $m$ linear units before the sigmoid "
      "layer?",
      "Nothing new can be represented: linear layers one behind the other are one linear layer.",
      "$W₂ (W₁ h + b₁) + b₂ = (W₂ W₁) h + (W₂ b₁ + b₂)$, and so on. What does change is the way of gradient "
      "descent, which depends on how the weights begin.");
  sheet.missing("errors and steps beside those of one layer need the training of autoencoders.");
  check_collapse(sheet);
  sheet.question("h", "Which penalty holds the average activations $p̂ⱼ$ near $p$? Select one.");
  compare_penalties(sheet);
  sheet.explain(
      "i", "When is $p̂ⱼ$ computed, and over which samples?",
      "In the forward pass, as the mean of unit $j$ over the samples of the batch in use.",
      "the penalty and its gradient need $p̂ⱼ$, so it comes first. Over mini-batches it is the mean of the "
      "mini-batch, which must be large enough for it, or a running mean; which one it is has to be said, as "
      "the gradient carries one over the number of samples.");
}

void derive_gradients(Worksheet& sheet) {
  const ExamAutoencoder model = exam_autoencoder(3, 6);
  sheet.question("a", "Which shapes have the weights and biases?");
  sheet.answer("$W⁽¹⁾$ is $m×d$, $b⁽¹⁾$ is $m×1$, $W⁽²⁾$ is $d×m$, $b⁽²⁾$ is $d×1$.");
  sheet.shapes({{model.x, "d", "1", "input"},
                {model.W1, "m", "d", "weights of the code"},
                {model.b1, "m", "1", "its biases"},
                {model.z1, "m", "1", ""},
                {model.a1, "m", "1", "code"},
                {model.W2, "d", "m", "weights of the output"},
                {model.b2, "d", "1", "its biases"},
                {model.z2, "d", "1", ""},
                {model.y_pred, "d", "1", "output"},
                {model.y, "d", "1", "target"}});
  sheet.section("Graph");
  sheet.graph("problem_5", "The graph of $J$ with the path from $W⁽²⁾$ marked.", model.J, model.W2);
  sheet.question("b", "Find $∂J/∂y_pred$.");
  sheet.answer("∂J/∂y_pred", gradient(model.J, model.y_pred));
  sheet.question("c", "Find $∂J/∂z⁽²⁾$.");
  sheet.answer("∂J/∂z⁽²⁾", gradient(model.J, model.z2));
  sheet.question("d", "Find $∂J/∂W⁽²⁾$.");
  sheet.answer("∂J/∂W⁽²⁾", gradient(model.J, model.W2));
  sheet.derivation(derive(model.J, model.W2));
  sheet.formula("∂J/∂W⁽¹⁾", gradient(model.J, model.W1), "One layer further down");
  sheet.question("e", "Write the step of gradient descent for $W⁽²⁾$ with learning rate $η$.");
  const Expr eta = variable("η", 1);
  sheet.answer("W⁽²⁾_new", model.W2 - eta * gradient(model.J, model.W2));
  word_questions(sheet);
}

void check(Worksheet& sheet, const std::string& input, const ExamAutoencoder& model, const ExamGradients& by_hand,
           const LeafValues<>& point, const ReferenceValues* reference) {
  check_node_claim(sheet, input, model.J, {"$∂J/∂y_pred$", model.y_pred, by_hand.y_pred, "grad_ypred"}, point,
                   reference);
  check_node_claim(sheet, input, model.J, {"$∂J/∂z⁽²⁾$", model.z2, by_hand.z2, "grad_z2"}, point, reference);
  check_claims(sheet, input, model.J,
               {{"$∂J/∂W⁽²⁾$", model.W2, by_hand.W2, "grad_W2"},
                {"$∂J/∂b⁽²⁾$", model.b2, by_hand.b2, "grad_b2"},
                {"$∂J/∂W⁽¹⁾$", model.W1, by_hand.W1, "grad_W1"},
                {"$∂J/∂b⁽¹⁾$", model.b1, by_hand.b1, "grad_b1"}},
               point, reference);
}

LeafValues<> reference_point(const ExamAutoencoder& model, const ReferenceValues& reference) {
  return {{model.W1, reference["W1"]}, {model.b1, reference["b1"]}, {model.W2, reference["W2"]},
          {model.b2, reference["b2"]}, {model.x, reference["x"]},   {model.y, reference["y"]}};
}

/// e) The step W⁽²⁾ ← W⁽²⁾ − η ∂J/∂W⁽²⁾ as an update.
void check_step(Worksheet& sheet, const ExamAutoencoder& model, const ReferenceValues& reference) {
  const Expr eta = variable("η", 1);
  const auto [J, dW2] = value_and_gradient(model.J, model.W2);
  const Function step({model.W1, model.b1, model.W2, model.b2, model.x, model.y, eta}, {J},
                      {{model.W2, model.W2 - eta * dW2}});
  Eigen::MatrixXd W2 = reference["W2"];
  step(reference["W1"], reference["b1"], W2, reference["b2"], reference["x"], reference["y"], reference["eta"]);
  sheet.compare(reference.name(), "$W⁽²⁾$ after a step", "reference value", W2, reference["W2_after_step"]);
}

void check_reference(Worksheet& sheet, const ReferenceValues& reference) {
  sheet.section("$f⁽¹⁾ = f⁽²⁾ = σ$: check on reference values");
  const ExamAutoencoder symbolic = exam_autoencoder(reference["W1"].rows(), reference["W1"].cols());
  const ExamAutoencoder model = with_functions(symbolic, sigmoid, sigmoid);
  const LeafValues<> point = reference_point(model, reference);
  sheet.compare(reference.name(), "$J$", "reference value", evaluate(model.J, point), reference["loss"]);
  check(sheet, reference.name(), model, exam_gradients(model, sigmoid_prime, sigmoid_prime), point, &reference);
  check_step(sheet, model, reference);
  sheet.step_curves("problem_5_steps", model.J, {model.W1, model.W2}, point);
}

/// Other functions, and a target that is not the input.
void check_tanh_and_identity(Worksheet& sheet, const ReferenceValues& reference) {
  sheet.section("$f⁽¹⁾ = tanh$, $f⁽²⁾ = identity$, $y ≠ x$");
  const ExamAutoencoder symbolic = exam_autoencoder(reference["W1"].rows(), reference["W1"].cols());
  const ExamAutoencoder model = with_functions(symbolic, tanh, [](const Operand& z) { return z.expr(); });
  LeafValues<> point = reference_point(model, reference);
  point.back().second = random_matrix(reference["y"].rows(), 1, 1.0, sheet.options().seed);
  check(sheet, "tanh, identity", model,
        exam_gradients(model, tanh_prime, [](const Operand& z) { return ones_like(z); }), point, nullptr);
}

void check_on_images(Worksheet& sheet, const Options& options) {
  constexpr Index hidden = 12;
  const std::uint64_t seed = sheet.options().seed;
  const ImageBatch batch = some_images(options, 40);
  const Index samples = batch.images.cols(), pixels = batch.images.rows();
  sheet.section(fmt::format("$f⁽¹⁾ = f⁽²⁾ = σ$: check on {}, $y = x$", counted(samples, "image")));
  const ExamAutoencoder model = with_functions(exam_autoencoder(hidden, pixels, samples), sigmoid, sigmoid);
  const LeafValues<> point = {{model.W1, random_matrix(hidden, pixels, 0.05, seed)},
                              {model.b1, random_matrix(hidden, 1, 0.1, seed + 1)},
                              {model.W2, random_matrix(pixels, hidden, 0.3, seed + 2)},
                              {model.b2, random_matrix(pixels, 1, 0.1, seed + 3)},
                              {model.x, batch.images},
                              {model.y, batch.images}};
  sheet.line(fmt::format("$J = {:.6f}$", evaluate(model.J, point)(0, 0)));
  check(sheet, "images", model, exam_gradients(model, sigmoid_prime, sigmoid_prime), point, nullptr);
}

}  // namespace

void work_exam_autoencoder(Worksheet& sheet, const Options& options) {
  sheet.begin(
      "5", "The exam's autoencoder", "J = ½‖y_pred − y‖²",
      "$z⁽¹⁾ = W⁽¹⁾ x + b⁽¹⁾$, $a⁽¹⁾ = f⁽¹⁾(z⁽¹⁾)$, $z⁽²⁾ = W⁽²⁾ a⁽¹⁾ + b⁽²⁾$, $y_pred = f⁽²⁾(z⁽²⁾)$ with $x$ and "
      "$y$ of $d$ numbers and $m$ hidden units. The functions $f⁽¹⁾$ and $f⁽²⁾$ are left open.");
  derive_gradients(sheet);
  grade_exam_autoencoder(sheet);
  check_reference(sheet, exam_autoencoder_values());
  check_tanh_and_identity(sheet, exam_autoencoder_values());
  check_on_images(sheet, options);
}

}  // namespace matgrad::examples
