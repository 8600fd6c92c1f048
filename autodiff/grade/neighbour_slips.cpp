#include <string>
#include <tuple>

#include "matgrad/autodiff/grade/composed_functions.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

std::string explanation(const Question& question, const Expr& node, const Wording& wording) {
  std::string text = "This is " + wording.adjoint(node) + ", not " + question.name() + ".";
  if (question.depends_on_variable(node))
    return text + " The chain rule is not followed to its end: the step from " + wording.of(node) + " to " +
           wording.of(question.wrt()) + " is missing.";
  return text;
}

/// p − x for the binary cross-entropy by p, as if the variable were asked for by its argument.
std::vector<Diagnosis> by_argument(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const Expr& h = question.wrt();
  if (question.shape() != h.shape()) return {};
  const std::string name = wording.of(h), square = name + " ∘ " + name;
  const std::tuple<Expr, std::string, std::string> rules[] = {
      {h - hadamard(h, h), name + " ∘ (1 − " + name + ")", "σ"},
      {1.0 - hadamard(h, h), "(1 − " + square + ")", "tanh"}};
  for (const auto& [slope, formula, function] : rules) {
    const Expr wrong = hadamard(question.truth(), slope);
    if (examination.is_reproduced_by(slope))
      return {{"gradient of another variable",
               "The answer is " + formula + ": the derivative of " + name + " by a if " + name + " were " +
                   function + "(a), not " + question.name() + ".",
               "Stop at the variable that is asked for.", slope}};
    if (!examination.is_reproduced_by(wrong)) continue;
    return {{"gradient of another variable",
             "The answer is " + question.name() + " ∘ " + formula + ": if " + name + " were " + function +
                 "(a), it would be " + question.adjoint_name("a") + ", not " + question.name() + ".",
             "Stop at the variable that is asked for.", wrong}};
  }
  return {};
}

}  // namespace

std::vector<Diagnosis> neighbour_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  if (question.form() == Question::Form::jacobian) return {};
  // A name first: its definition has the same adjoint.
  const std::unordered_set<const Node*> inside = inside_composed_functions(question.graph());
  for (const bool wants_name : {true, false})
    for (const Expr& node : question.graph().nodes()) {
      if (inside.contains(node.id())) continue;
      if (node == question.wrt() || node == question.loss() || node.symbol().empty() == wants_name) continue;
      const std::optional<Expr> adjoint = question.adjoint(node);
      if (!adjoint || !examination.is_reproduced_by(*adjoint)) continue;
      const bool stops = question.depends_on_variable(node);
      return {{stops ? "chain cut short" : "gradient of another variable", explanation(question, node, wording),
               stops ? "Multiply on until the variable itself is reached."
                     : "Go back to where the variable enters, and start from the adjoint of that line.",
               *adjoint}};
    }
  return by_argument(examination, wording);
}

}  // namespace matgrad::grading
