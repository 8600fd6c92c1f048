#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

bool is_vector(const Expr& expr) { return expr.rows() == 1 || expr.cols() == 1; }

/// Whether the variable is used as Xᵀ somewhere.
bool is_used_transposed(const Question& question) {
  for (const Expr& node : question.graph().nodes())
    if (is_transpose(node) && node.input(0) == question.wrt()) return true;
  return false;
}

}  // namespace

std::vector<Diagnosis> transposition_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const Expr transposed = transpose(question.truth());
  const std::optional<double> c = examination.multiple_of(transposed);
  if (!c || !is_simple(*c, wording)) return {};
  std::string text = "The answer is the transpose of " + question.name();
  const bool is_gradient = question.form() == Question::Form::gradient;
  if (!examination.has_right_shape() && is_gradient)
    text += ": it is " + to_string(examination.answer_shape()) +
            ", and a gradient has the shape of its variable, " + to_string(question.wrt().shape());
  if (!is_near(*c, 1)) text += "; besides, " + factor_in_words(*c);
  if (is_gradient && is_vector(question.wrt()))
    return {{"transposed", text + ".",
             is_near(*c, 1) ? "The entries are right: write them as a " +
                                  std::string(question.wrt().cols() == 1 ? "column." : "row.")
                            : "",
             *c * transposed}};
  if (!is_gradient)
    return {{"transposed", text + ".", "A Jacobian has a row for each entry of the formula.", *c * transposed}};
  const std::string name = wording.of(question.wrt());
  const bool last_step = is_used_transposed(question) && (question.asked_path() || question.paths().size() == 1);
  if (last_step)
    return {{"final transpose missing", text + ".",
             "The derivative by " + name + "ᵀ is to be transposed to become a derivative by " + name + ".",
             *c * transposed}};
  return {{"transposed", text + ".",
           "See in which order the factors stand: ∂L/∂A = (∂L/∂Z) Bᵀ and ∂L/∂B = Aᵀ (∂L/∂Z) for Z = A B.",
           *c * transposed}};
}

}  // namespace matgrad::grading
