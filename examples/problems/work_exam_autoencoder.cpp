#include <fmt/core.h>

#include <matgrad/matgrad.hpp>

#include "examples/problems/data/reference_data.hpp"
#include "examples/problems/exam_autoencoder.hpp"
#include "examples/problems/graded_answers.hpp"
#include "examples/problems/problems.hpp"
#include "examples/support/gradient_claims.hpp"

namespace matgrad::examples {
namespace {

Expr sigmoid_prime(const Operand& z) { return hadamard(sigmoid(z), 1.0 - sigmoid(z)); }
Expr tanh_prime(const Operand& z) { return 1.0 - square(tanh(z)); }

void open_questions(Worksheet& sheet) {
  const std::string why = "this needs the training of autoencoders.";
  sheet.open_question("f", "What would you expect of $m = 10 d$ hidden units, in training and in test error?",
                      why);
  sheet.open_question("g",
                      "What would you expect of ten more hidden layers of $m$ linear units before the sigmoid "
                      "layer?",
                      why);
  sheet.open_question("h", "Which penalty holds the average activations $p̂ⱼ$ near $p$? Select one.", why);
  sheet.open_question("i", "When is $p̂ⱼ$ computed, and over which samples?", why);
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
  open_questions(sheet);
}

void check(Worksheet& sheet, const std::string& input, const ExamAutoencoder& model, const ExamGradients& by_hand,
           const Point& point, const ReferenceValues* reference) {
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

Point reference_point(const ExamAutoencoder& model, const ReferenceValues& reference) {
  return {{model.W1, reference["W1"]}, {model.b1, reference["b1"]}, {model.W2, reference["W2"]},
          {model.b2, reference["b2"]}, {model.x, reference["x"]},   {model.y, reference["y"]}};
}

/// e) The step W⁽²⁾ ← W⁽²⁾ − η ∂J/∂W⁽²⁾ as an update.
void check_step(Worksheet& sheet, const ExamAutoencoder& model, const ReferenceValues& reference) {
  const Expr eta = variable("η", 1);
  const Function step({model.W1, model.b1, model.W2, model.b2, model.x, model.y, eta}, {model.J},
                      {{model.W2, model.W2 - eta * gradient(model.J, model.W2)}});
  Eigen::MatrixXd W2 = reference["W2"];
  step(reference["W1"], reference["b1"], W2, reference["b2"], reference["x"], reference["y"], reference["eta"]);
  sheet.compare(reference.name(), "$W⁽²⁾$ after a step", "reference value", W2, reference["W2_after_step"]);
}

void check_reference(Worksheet& sheet, const ReferenceValues& reference) {
  sheet.section("$f⁽¹⁾ = f⁽²⁾ = σ$: check on reference values");
  const ExamAutoencoder symbolic = exam_autoencoder(reference["W1"].rows(), reference["W1"].cols());
  const ExamAutoencoder model = with_functions(symbolic, sigmoid, sigmoid);
  const Point point = reference_point(model, reference);
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
  Point point = reference_point(model, reference);
  point.back().second = random_matrix(reference["y"].rows(), 1, 1.0, sheet.options().seed);
  check(sheet, "tanh, identity", model,
        exam_gradients(model, tanh_prime, [](const Operand& z) { return ones_like(z); }), point, nullptr);
}

void check_on_images(Worksheet& sheet) {
  constexpr Index hidden = 12;
  const std::uint64_t seed = sheet.options().seed;
  const ImageBatch batch = some_images(sheet.options(), 40);
  const Index samples = batch.images.cols(), pixels = batch.images.rows();
  sheet.section(fmt::format("$f⁽¹⁾ = f⁽²⁾ = σ$: check on {}, $y = x$", counted(samples, "image")));
  const ExamAutoencoder model = with_functions(exam_autoencoder(hidden, pixels, samples), sigmoid, sigmoid);
  const Point point = {{model.W1, random_matrix(hidden, pixels, 0.05, seed)},
                       {model.b1, random_matrix(hidden, 1, 0.1, seed + 1)},
                       {model.W2, random_matrix(pixels, hidden, 0.3, seed + 2)},
                       {model.b2, random_matrix(pixels, 1, 0.1, seed + 3)},
                       {model.x, batch.images},
                       {model.y, batch.images}};
  sheet.line(fmt::format("$J = {:.6f}$", evaluate(model.J, point)(0, 0)));
  check(sheet, "images", model, exam_gradients(model, sigmoid_prime, sigmoid_prime), point, nullptr);
}

}  // namespace

void work_exam_autoencoder(Worksheet& sheet) {
  sheet.begin(
      "5", "The exam's autoencoder", "J = ½‖y_pred − y‖²",
      "$z⁽¹⁾ = W⁽¹⁾ x + b⁽¹⁾$, $a⁽¹⁾ = f⁽¹⁾(z⁽¹⁾)$, $z⁽²⁾ = W⁽²⁾ a⁽¹⁾ + b⁽²⁾$, $y_pred = f⁽²⁾(z⁽²⁾)$ with $x$ and "
      "$y$ of $d$ numbers and $m$ hidden units. The functions $f⁽¹⁾$ and $f⁽²⁾$ are left open.");
  derive_gradients(sheet);
  grade_exam_autoencoder(sheet);
  check_reference(sheet, exam_autoencoder_values());
  check_tanh_and_identity(sheet, exam_autoencoder_values());
  check_on_images(sheet);
}

}  // namespace matgrad::examples
