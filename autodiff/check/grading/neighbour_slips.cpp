#include "matgrad/autodiff/check/grading/slips.hpp"
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

}  // namespace

std::vector<Diagnosis> neighbour_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  if (question.form() == Question::Form::jacobian) return {};
  // A name first: its definition has the same adjoint.
  for (const bool wants_name : {true, false})
    for (const Expr& node : question.graph().nodes()) {
      if (node == question.wrt() || node == question.loss() || node.symbol().empty() == wants_name) continue;
      const std::optional<Expr> adjoint = question.adjoint(node);
      if (!adjoint || !examination.is_reproduced_by(*adjoint)) continue;
      const bool stops = question.depends_on_variable(node);
      return {{stops ? "chain cut short" : "gradient of another variable", explanation(question, node, wording),
               stops ? "Multiply on until the variable itself is reached."
                     : "Go back to where the variable enters, and start from the adjoint of that line.",
               *adjoint}};
    }
  return {};
}

}  // namespace matgrad::grading
