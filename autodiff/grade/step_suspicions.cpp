#include <functional>
#include <unordered_set>
#include <utility>

#include "matgrad/autodiff/expression/contribution.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/composed_functions.hpp"
#include "matgrad/autodiff/grade/mutation.hpp"
#include "matgrad/autodiff/grade/pointwise_slips.hpp"
#include "matgrad/autodiff/grade/pointwise_step.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/grade/softmax_slips.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"

namespace matgrad::grading {
namespace {

/// Collects what slips in single steps make of the whole gradient.
class Steps {
 public:
  Steps(const Examination& examination, const Wording& wording)
      : examination_(examination), question_(examination.question()), wording_(wording), found_(examination) {
    for (const Expr& node : question_.graph().nodes()) forward_.insert(node.id());
  }

  Suspicions all() {
    for (const PointwiseStep& step : pointwise_steps(examination_))
      if (!found_.is_complete()) add_slips(step);
    for (const Expr& node : question_.graph().nodes()) add_slips_of_softmax(node);
    const std::unordered_set<const Node*> inside = inside_composed_functions(question_.graph());
    for (const Expr& node : question_.graph().nodes())
      for (std::size_t i = 0; !inside.contains(node.id()) && i < node.inputs().size(); ++i) slips_of_rule(node, i);
    return std::move(found_);
  }

 private:
  /// ∂L/∂u gets `wrong` instead of `right` from one use of u: by linearity of all that follows, the gradient
  /// changes by what their difference becomes.
  std::optional<Expr> reproduction(const Expr& u, const Expr& right, const Expr& wrong) const {
    if (wrong.shape() != right.shape()) {
      // No shape but the last may be wrong: further products would not exist.
      const bool only = u == question_.wrt() && question_.paths().size() == 1;
      return only ? std::optional(wrong) : std::nullopt;
    }
    const std::optional<Expr> change = question_.pulled_back(u, wrong - right);
    if (!change || change->shape() != question_.truth().shape()) return std::nullopt;
    return question_.truth() + *change;
  }

  void suspect(const Expr& u, const Expr& right, const std::function<Expr()>& wrong, std::string slip,
               std::string explanation, std::string advice) {
    if (found_.is_complete()) return;
    examination_.budget().spend(question_.graph().position(u));
    try {
      if (std::optional<Expr> whole = reproduction(u, right, wrong()))
        found_.add({std::move(slip), std::move(explanation), sentence(std::move(advice)), *std::move(whole)});
    } catch (const Error&) {
      // The wrong piece does not fit into the rest: nobody wrote that.
    }
  }

  void add_slips(const PointwiseStep& step) {
    const std::string where = in_step(step.v, step.u);
    const Expr right = hadamard(step.adjoint, step.slope);
    for (PointwiseSlip& one : pointwise_slips(step, examination_, wording_))
      suspect(
          step.u, right, [&] { return one.wrong(step.adjoint); }, std::move(one.slip), where + one.words + ".",
          std::move(one.advice));
  }

  void add_slips_of_softmax(const Expr& node) {
    const std::optional<Expr> adjoint = question_.adjoint(node);
    if (!adjoint) return;
    for (SoftmaxSlip& one : softmax_slips(node, *adjoint, wording_))
      if (question_.depends_on_variable(one.argument))
        suspect(
            one.argument, one.right, [&] { return one.wrong; }, std::move(one.slip),
            in_step(node, one.argument) + one.words + ".",
            "With s = softmax(a), ∂L/∂a = s ∘ (g − gᵀ s) for g = ∂L/∂s, of each column.");
  }

  std::string in_step(const Expr& from, const Expr& to) const {
    return "In the step from " + wording_.of(from) + " back to " + wording_.of(to) + ", ";
  }

  /// Slips in the product rule, the rule of an inverse, …: in the operation's own contribution to its input.
  void slips_of_rule(const Expr& node, std::size_t i) {
    if (found_.is_complete()) return;
    const Expr& input = node.input(i);
    const std::optional<Expr> adjoint = question_.adjoint(node);
    const bool has_own_slope = node.inputs().size() > 1 && composed_function(node);
    if (!adjoint || has_own_slope || is_named(node) || !node.op().passes_adjoint(i) ||
        !question_.depends_on_variable(input))
      return;
    const Expr right = contribution(node, i, *adjoint);
    if (right == *adjoint) return;
    const auto is_unit = [&](const Expr& e) { return e == *adjoint || forward_.contains(e.id()); };
    // A number that comes from above, such as λ, is called by itself.
    const bool is_number = adjoint->shape().is_scalar();
    const std::string upstream = is_number ? wording_.of(tidy(*adjoint)) : wording_.adjoint(node);
    const auto describe = [&](const Expr& e) { return e == *adjoint ? upstream : wording_.of(e); };
    const std::string where = in_step(node, input);
    const bool has_derivative = node.inputs().size() == 1 && node.op().uses_value(0);
    if (has_derivative && adjoint->shape() == input.shape())
      suspect(
          input, right, [&] { return *adjoint; }, "f′ missing",
          where + "the derivative of " + wording_.definition(node) + " is missing.", "");
    if (is_call<log_det>(node) || is_call<log_abs_det>(node))
      suspect(
          input, right, [&] { return divide(*adjoint, determinant(input)); }, "derivative of the wrong function",
          where + "1/" + wording_.of(determinant(input)) + ", a number, stands where " +
              wording_.of(tidy(transpose(inverse(input)))) + " belongs.",
          "The logarithm of a determinant is a function of a matrix: its derivative is a matrix.");
    for (const Mutant& mutant :
         mutants(right, describe, {.is_unit = is_unit, .spend = spending_of(examination_)})) {
      if (!may_be_made_in(node, mutant.change)) continue;
      const bool loses_upstream = mutant.change.lost && *mutant.change.lost == *adjoint && !is_number;
      if (loses_upstream && !Graph(mutant.result).contains(*adjoint))
        suspect(
            input, right, [&] { return mutant.result; }, "upstream factor missing",
            where + "the upstream factor " + upstream + " is missing.",
            "The chain rule multiplies what comes from above with the derivative of each step.");
      else
        suspect(
            input, right, [&] { return mutant.result; }, mutant.change.slip, where + mutant.change.words + ".",
            mutant.change.advice);
    }
  }

  const Examination& examination_;
  const Question& question_;
  const Wording& wording_;
  std::unordered_set<const Node*> forward_;
  Suspicions found_;
};

}  // namespace

Suspicions step_suspicions(const Examination& examination) {
  const Question& question = examination.question();
  if (question.asked_path() || question.form() == Question::Form::jacobian) return Suspicions(examination);
  const Wording wording(question, Wording::Names::of_question);
  return Steps(examination, wording).all();
}

}  // namespace matgrad::grading
