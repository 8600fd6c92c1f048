#include <functional>
#include <unordered_set>
#include <utility>

#include "matgrad/autodiff/check/grading/mutation.hpp"
#include "matgrad/autodiff/check/grading/pointwise_step.hpp"
#include "matgrad/autodiff/check/grading/slips.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t most_suspicions = 4000;

/// Collects what slips in single steps make of the whole gradient.
class Steps {
 public:
  Steps(const Examination& examination, const Wording& wording)
      : examination_(examination), question_(examination.question()), wording_(wording) {
    for (const Expr& node : question_.graph().nodes()) forward_.insert(node.id());
  }

  std::vector<Diagnosis> all() {
    for (const PointwiseStep& step : pointwise_steps(examination_)) slips_of_function(step);
    for (const Expr& node : question_.graph().nodes())
      for (std::size_t i = 0; i < node.inputs().size(); ++i) slips_of_rule(node, i);
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
    if (found_.size() >= most_suspicions) return;
    try {
      if (std::optional<Expr> whole = reproduction(u, right, wrong()))
        found_.push_back(
            {std::move(slip), std::move(explanation), sentence(std::move(advice)), *std::move(whole)});
    } catch (const Error&) {
      // The wrong piece does not fit into the rest: nobody wrote that.
    }
  }

  std::string in_step(const Expr& from, const Expr& to) const {
    return "In the step from " + wording_.of(from) + " back to " + wording_.of(to) + ", ";
  }

  void slips_of_function(const PointwiseStep& step) {
    const Expr &v = step.v, &u = step.u, &adjoint = step.adjoint, &slope = step.slope;
    const Expr right = hadamard(adjoint, slope);
    const std::string where = in_step(v, u), name = wording_.definition(v), at = wording_.of(u);
    const auto with_slope = [&step](const Expr& other) {
      return [&step, other] { return hadamard(step.adjoint, other); };
    };
    // A named step's adjoint speaks of the next one; the others are better read as a whole.
    const std::string upstream = wording_.definition(v.symbol().empty() ? tidy(adjoint) : adjoint);
    if (!number_value(adjoint))
      suspect(
          u, right, [&step] { return step.slope; }, "upstream factor missing",
          where + "the upstream factor " + wording_.adjoint(v) + " = " + upstream +
              " is missing: only the derivative of " + name + " is there.",
          "The chain rule multiplies what comes from above with the derivative of each step.");
    suspect(
        u, right, [&step] { return step.adjoint; }, "f′ missing",
        where + "the derivative of " + name + " is missing.",
        "Every function on the way contributes its derivative as an elementwise factor.");
    suspect(u, right, with_slope(v), "f for f′",
            where + "the function " + name + " itself stands where its derivative belongs.",
            "The chain rule multiplies by the derivative of the function, not by its value.");
    suspect(u, right, with_slope(hadamard(slope, slope)), "factor twice",
            where + "the derivative of " + name + " is there twice.", "");
    suspect(
        u, right, [&] { return hadamard(adjoint, gradient(sum(slope), u)); }, "f″ for f′",
        where + "the second derivative of " + name + " stands where the first one belongs.", "");
    wrong_arguments(step, right, where, name, at);
    wrong_functions(step, right, where, name, at);
    for (const Mutant& mutant : slips_in(tidy(slope)))
      suspect(u, right, with_slope(mutant.result), mutant.change.slip,
              where + "the derivative of " + name + " is not right: " + mutant.change.words + ".",
              mutant.change.advice);
  }

  void wrong_arguments(const PointwiseStep& step, const Expr& right, const std::string& where,
                       const std::string& name, const std::string& at) {
    const auto taken_at = [&step](const Expr& other) {
      const auto replace = [&](const Expr& node, std::vector<Expr> inputs) {
        return node == step.u ? other : with_inputs(node, std::move(inputs));
      };
      return rebuilt({step.slope}, replace).front();
    };
    for (const Expr& other : question_.graph().nodes()) {
      if (other.shape() != step.u.shape() || other == step.u || wording_.of(other) == at) continue;
      if (other.symbol().empty() && !(other == step.v)) continue;
      suspect(
          step.u, right, [&] { return hadamard(step.adjoint, taken_at(other)); }, "wrong argument",
          where + "the derivative of " + name + " is taken at " + wording_.of(other) + " instead of " + at + ".",
          "A derivative is taken where the function was: at its own argument.");
    }
  }

  void wrong_functions(const PointwiseStep& step, const Expr& right, const std::string& where,
                       const std::string& name, const std::string& at) {
    const Expr &v = step.v, &u = step.u, &adjoint = step.adjoint;
    // What stands inside v is the likeliest: σ′ for the derivative of swish(a) = a ∘ σ(a).
    const Graph inside(v);
    std::vector<Expr> functions;
    for (const Expr& inner : inside.nodes())
      if (!(inner == v) && !(inner == u) && !is_named(inner) && inner.shape() == v.shape())
        functions.push_back(inner);
    for (const Expr& other : {sigmoid(u), tanh(u), swish(u), exp(u)}) functions.push_back(other);
    for (const Expr& other : functions) {
      const auto other_slope = pointwise_slope(other, u, examination_.points());
      if (!other_slope || wording_.definition(other) == name) continue;
      const std::string text = where + "the derivative of " + wording_.definition(other) +
                               " stands where that of " + name + " belongs.";
      suspect(
          u, right, [&] { return hadamard(adjoint, *other_slope); }, "derivative of the wrong function", text,
          "Name the function first, then differentiate it as a whole; a product of two needs the product rule.");
      suspect(
          u, right, [&] { return hadamard(adjoint, other); }, "f for f′",
          where + wording_.definition(other) + " stands where the derivative of " + name + " at " + at +
              " belongs.",
          "The chain rule multiplies by the derivative of the function, not by its value.");
    }
  }

  std::vector<Mutant> slips_in(const Expr& expr) const {
    const auto describe = [this](const Expr& e) { return wording_.of(e); };
    return mutants(expr, describe, {.is_unit = [this](const Expr& e) { return forward_.contains(e.id()); }});
  }

  /// Slips in the product rule, the rule of an inverse, …: in the operation's own contribution to its input.
  void slips_of_rule(const Expr& node, std::size_t i) {
    const Expr& input = node.input(i);
    const std::optional<Expr> adjoint = question_.adjoint(node);
    if (!adjoint || is_named(node) || !node.op().passes_adjoint(i) || !question_.depends_on_variable(input))
      return;
    const Expr right = node.op().vjp(i, node, *adjoint);
    if (right == *adjoint) return;
    const auto is_unit = [&](const Expr& e) { return e == *adjoint || forward_.contains(e.id()); };
    // A number that comes from above, such as λ, is called by itself.
    const bool is_number = adjoint->shape().is_scalar();
    const std::string upstream = is_number ? wording_.of(tidy(*adjoint)) : wording_.adjoint(node);
    const auto describe = [&](const Expr& e) { return e == *adjoint ? upstream : wording_.of(e); };
    const std::string where = in_step(node, input);
    for (const Mutant& mutant : mutants(right, describe, {.is_unit = is_unit})) {
      if (mutant.change.lost && *mutant.change.lost == *adjoint && !is_number)
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
  std::vector<Diagnosis> found_;
};

}  // namespace

std::vector<Diagnosis> step_suspicions(const Examination& examination, const Wording& wording) {
  if (examination.question().asked_path()) return {};
  return Steps(examination, wording).all();
}

}  // namespace matgrad::grading
