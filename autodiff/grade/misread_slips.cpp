#include <string>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/composed_functions.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/matrix_norm.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/softmax.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"

namespace matgrad::grading {
namespace {

/// The norm that the whole of an expression is, by its argument; nothing for what is none.
std::optional<Expr> argument_of_norm(const Expr& expr) {
  if (is_call<norm>(expr) || is_call<squared_norm>(expr) || is_call<one_norm>(expr)) return expr.input(0);
  if (const auto call = composed_function(expr); call && call->before.ends_with("norm(")) return call->argument;
  if (is_call<sum>(expr) && is_call<abs>(expr.input(0))) return expr.input(0).input(0);
  return std::nullopt;
}

/// What may be taken for an operation by one who reads the loss.
std::vector<Expr> misreadings(const Expr& node) {
  if (const std::optional<Expr> a = argument_of_norm(node)) {
    // x for the derivative of ‖x‖ is a division left out, and no ½‖x‖².
    if (is_call<norm>(node) || is_call<squared_norm>(node)) return {squared_norm(*a), norm(*a)};
    return {squared_norm(*a), 0.5 * squared_norm(*a), norm(*a)};
  }
  if (is_call<log_det>(node) || is_call<log_abs_det>(node)) return {determinant(node.input(0))};
  if (is_call<trace>(node)) return {sum(node.input(0))};
  if (is_call<cross_entropy>(node)) return {binary_cross_entropy(node.input(0), node.input(1))};
  if (is_call<binary_cross_entropy>(node)) return {cross_entropy(node.input(0), node.input(1))};
  if (is_call<softmax>(node)) return {sigmoid(node.input(0))};
  return {};
}

/// The gradient of the loss with another node in the place of one.
std::optional<Expr> gradient_with(const Expr& other, const Expr& node, const Question& question) {
  const auto replace = [&](const Expr& one, std::vector<Expr> inputs) {
    return one == node ? other : with_inputs(one, std::move(inputs));
  };
  const Expr loss = rebuilt({question.loss()}, replace).front();
  return Adjoints(loss, constant(1.0), std::vector{question.wrt()}).total(question.wrt());
}

}  // namespace

std::vector<Diagnosis> misread_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const bool is_plain = question.form() == Question::Form::gradient && !question.upstream();
  if (!is_plain || question.asked_path() || !question.loss().shape().is_scalar()) return {};
  for (const Expr& node : question.graph().nodes()) {
    if (!question.depends_on_variable(node)) continue;
    for (const Expr& other : misreadings(node)) {
      if (other == node || other.shape() != node.shape()) continue;
      examination.budget().spend(2 * question.graph().size());
      const std::optional<Expr> wrong = gradient_with(other, node, question);
      if (!wrong || !examination.is_reproduced_by(*wrong)) continue;
      const bool is_frobenius = is_call<norm>(other) && other.input(0).cols() > 1;
      const std::string is = wording.definition(node),
                        read = wording.definition(other) + (is_frobenius ? ", the Frobenius norm," : "");
      return {{"another function differentiated",
               "This would be right if " + read + " stood in the loss where " + is + " stands.",
               "See whether the loss holds " + is + " or " + wording.definition(other) + ".", wrong}};
    }
  }
  return {};
}

}  // namespace matgrad::grading
