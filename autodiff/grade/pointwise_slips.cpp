#include "matgrad/autodiff/grade/pointwise_slips.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/composed_functions.hpp"
#include "matgrad/autodiff/grade/known_slopes.hpp"
#include "matgrad/autodiff/grade/mutation.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

namespace matgrad::grading {
namespace {

constexpr std::ptrdiff_t most_arguments = 32;
constexpr const char* by_derivative =
    "The chain rule multiplies by the derivative of the function, not by its value.";

/// Collects the slips of one step.
class StepSlips {
 public:
  StepSlips(const PointwiseStep& step, const Examination& examination, const Wording& wording)
      : step_(step),
        examination_(examination),
        wording_(wording),
        name_(wording.definition(step.v)),
        at_(wording.of(step.u)),
        pattern_(wording.definition(with_argument(step.v, variable_like("z", step.u)))) {}

  std::vector<PointwiseSlip> all() {
    missing_factors();
    with_slope("f for f′", "the function " + name_ + " itself stands where its derivative belongs", by_derivative,
               step_.v, "itself");
    with_slope("factor twice", "the derivative of " + name_ + " is there twice", "",
               hadamard(step_.slope, step_.slope), "twice");
    rules_in_the_value();
    wrong_arguments();
    wrong_functions();
    product_rule();
    derivative_of_argument();
    slips_in_slope();
    // After the factor z left out of 2 z.
    add("f″ for f′", "the second derivative of " + name_ + " stands where the first one belongs", "",
        [&step = step_](const Expr& adjoint) { return hadamard(adjoint, gradient(sum(step.slope), step.u)); });
    return std::move(found_);
  }

 private:
  Expr with_argument(const Expr& expr, const Expr& argument) const {
    examination_.budget().spend(Graph(expr).size());
    const auto replace = [&](const Expr& node, std::vector<Expr> inputs) {
      return node == step_.u ? argument : with_inputs(node, std::move(inputs));
    };
    return rebuilt({expr}, replace).front();
  }

  void add(std::string slip, std::string words, std::string advice, std::function<Expr(const Expr&)> wrong,
           std::string kind = {}) {
    found_.push_back({std::move(slip), std::move(words), std::move(advice), std::move(wrong), std::move(kind)});
  }

  /// Another slope in the place of f′(u); `variant` tells slips in a step of one pattern apart.
  void with_slope(std::string slip, std::string words, std::string advice, const Expr& other,
                  const std::string& variant = {}) {
    add(
        std::move(slip), std::move(words), std::move(advice),
        [other](const Expr& adjoint) { return hadamard(adjoint, other); },
        variant.empty() ? "" : variant + " in " + pattern_);
  }

  void missing_factors() {
    // A named step's adjoint speaks of the next one; the others are better read as a whole.
    const Expr& above = step_.v.symbol().empty() ? tidy(step_.adjoint) : step_.adjoint;
    if (!number_value(step_.adjoint))
      add("upstream factor missing",
          "the upstream factor " + wording_.adjoint(step_.v) + " = " + wording_.definition(above) +
              " is missing: only the derivative of " + name_ + " is there",
          "The chain rule multiplies what comes from above with the derivative of each step.",
          [slope = step_.slope](const Expr&) { return slope; });
    add(
        "f′ missing", "the derivative of " + name_ + " is missing",
        "Every function on the way contributes its derivative as an elementwise factor.",
        [](const Expr& adjoint) { return adjoint; }, "f′ missing");
  }

  /// σ′ = h ∘ (1 − h) and tanh′ = 1 − h² are known by heart in terms of the value h, and taken for each other.
  void rules_in_the_value() {
    const Expr &v = step_.v, square = hadamard(v, v);
    const std::string h = wording_.of(v), belongs = " stands where the derivative of " + name_ + " belongs";
    constexpr const char* advice = "With h = σ(a), σ′ is h ∘ (1 − h); with h = tanh(a), tanh′ is 1 − h ∘ h.";
    with_slope("derivative of the wrong function", h + " ∘ (1 − " + h + "), the rule for σ," + belongs, advice,
               v - square, "σ");
    with_slope("derivative of the wrong function", "1 − " + h + " ∘ " + h + ", the rule for tanh," + belongs,
               advice, 1.0 - square, "tanh");
    // The same rules with the argument in the place of the value.
    const Expr &u = step_.u, argument_square = hadamard(u, u);
    const std::string at = " is taken at the argument " + at_ + " instead of the value " + name_;
    with_slope("wrong argument", "the rule for σ, h ∘ (1 − h)," + at, advice, u - argument_square,
               "σ at argument");
    with_slope("wrong argument", "the rule for tanh, 1 − h ∘ h," + at, advice, 1.0 - argument_square,
               "tanh at argument");
  }

  void wrong_arguments() {
    for (const Expr& other : possible_arguments()) {
      if (other.shape() != step_.u.shape() || other == step_.u || wording_.of(other) == at_) continue;
      with_slope("wrong argument",
                 "the derivative of " + name_ + " is taken at " + wording_.of(other) + " instead of " + at_,
                 "A derivative is taken where the function was: at its own argument.",
                 with_argument(step_.slope, other));
    }
  }

  /// What has a name; the arguments of other functions, as in another layer; u with one of its terms forgotten. Of
  /// many the nearest.
  std::vector<Expr> possible_arguments() const {
    const Graph& graph = examination_.question().graph();
    std::vector<Expr> found;
    for (const Expr& node : graph.nodes()) {
      // f′(f(a)) is written for σ and tanh, not for powers.
      const bool is_value = node == step_.v && !fixed_exponent(step_.v);
      if (!node.symbol().empty() || is_value) found.push_back(node);
      if (is_function_of_one(node) && node.input(0).symbol().empty()) found.push_back(node.input(0));
    }
    if (std::ssize(found) > most_arguments) {
      const auto place = static_cast<std::ptrdiff_t>(graph.position(step_.u));
      std::ranges::stable_sort(found, {}, [&](const Expr& node) {
        return std::abs(static_cast<std::ptrdiff_t>(graph.position(node)) - place);
      });
      found.erase(found.begin() + most_arguments, found.end());
    }
    const std::vector<Expr> shortened = without_one_term(step_.u);
    found.insert(found.end(), shortened.begin(), shortened.end());
    return found;
  }

  /// Whether the function stands among functions of u.
  bool is_known(const Expr& function, const std::vector<Expr>& functions) const {
    return std::ranges::any_of(functions, [&](const Expr& known) {
      return known.inputs().size() == 1 && known.input(0) == step_.u && have_same_operation(known, function);
    });
  }

  void wrong_functions() {
    const Expr &v = step_.v, &u = step_.u;
    with_slope("f for f′", at_ + " itself stands where the derivative of " + name_ + " belongs", by_derivative, u,
               "argument");
    // What stands inside v is the likeliest: σ′ for the derivative of swish(a) = a ∘ σ(a).
    const Graph inside(v);
    const bool is_composed = composed_function(v).has_value();
    std::vector<Expr> functions;
    if (is_composed && is_call<minimum>(v))
      functions = {v.input(0), minimum(u, v.input(1))};
    else if (is_composed)
      functions = {relu(u), exp(u)};
    for (const Expr& inner : inside.nodes())
      if (!is_composed && !(inner == v) && !(inner == u) && !is_named(inner) && inner.shape() == v.shape())
        functions.push_back(inner);
    for (const Expr& node : examination_.question().graph().nodes())
      if (is_function_of_one(node) && !is_known(node, functions)) try {
          functions.push_back(with_inputs(node, {u}));
        } catch (const Error&) {
          // It fits its own argument alone, as det of a 1×1 matrix.
        }
    for (const Expr& other : {sigmoid(u), tanh(u), swish(u), exp(u)}) functions.push_back(other);
    for (const Expr& other : functions) {
      const std::string other_name = wording_.definition(other);
      if (other_name == name_) continue;
      const auto other_slope = pointwise_slope(other, u, examination_);
      if (!other_slope) continue;
      const std::string variant = wording_.definition(with_argument(other, variable_like("z", u)));
      with_slope("derivative of the wrong function",
                 "the derivative of " + other_name + " stands where that of " + name_ + " belongs",
                 "Name the function first, then differentiate it as a whole; a product of two needs the product "
                 "rule.",
                 *other_slope, "derivative of " + variant);
      with_slope("f for f′", other_name + " stands where the derivative of " + name_ + " at " + at_ + " belongs",
                 by_derivative, other, variant);
    }
  }

  /// f′(g′(u)) for f′(g(u)) ∘ g′(u), and f′(u)² for the derivative of f(u)².
  void derivative_of_argument() {
    const Expr& v = step_.v;
    if (v.inputs().size() != 1 || v.input(0) == step_.u || !is_function_of_one(v)) return;
    const Expr inner = v.input(0);
    const auto outer_slope = pointwise_slope(v, inner, examination_);
    const auto inner_slope = pointwise_slope(inner, step_.u, examination_);
    if (!outer_slope || !inner_slope) return;
    const auto put_inside = [&](const Expr& formula) {
      const auto replace = [&](const Expr& node, std::vector<Expr> inputs) {
        return node == inner ? *inner_slope : with_inputs(node, std::move(inputs));
      };
      return tidy(rebuilt({formula}, replace).front());
    };
    for (const Expr& formula : {*outer_slope, v}) {
      const Expr wrong = put_inside(formula);
      with_slope("derivative inside a function",
                 wording_.of(wrong) + " stands where the derivative of " + name_ + " belongs: the derivative of " +
                     wording_.of(inner) + " stands in the function",
                 "f(g(a)) has the derivative f′(g(a)) ∘ g′(a): g stays as it is inside.", wrong);
    }
  }

  /// f′ ∘ g′ for the derivative of f ∘ g.
  void product_rule() {
    if (!is_hadamard(step_.v)) return;
    std::vector<Expr> slopes;
    std::size_t functions = 0;
    for (const Expr& factor : step_.v.inputs()) {
      const auto slope =
          factor == step_.u ? std::optional(ones_like(factor)) : pointwise_slope(factor, step_.u, examination_);
      slopes.push_back(slope.value_or(factor));
      functions += slope ? 1 : 0;
    }
    if (functions > 1)
      with_slope("product rule missing",
                 "the product of the derivatives stands where the derivative of the product " + name_ + " belongs",
                 "(f g)′ = f′ g + f g′.", hadamard(slopes), "product rule");
  }

  void slips_in_slope() {
    const auto describe = [this](const Expr& e) { return wording_.of(e); };
    const Graph& loss = examination_.question().graph();
    const auto is_unit = [&loss](const Expr& e) { return loss.contains(e); };
    std::size_t number = 0;
    const auto add_mutants = [&](const Expr& form, const std::string& lead, std::vector<Expr> others) {
      const MutationOptions options{
          .is_unit = is_unit, .others = std::move(others), .spend = spending_of(examination_)};
      for (const Mutant& mutant : mutants(form, describe, options))
        if (may_be_made_in(step_.v, mutant.change))
          with_slope(mutant.change.slip, lead + mutant.change.words, sentence(mutant.change.advice), mutant.result,
                     "slip " + std::to_string(++number));
    };
    add_mutants(tidy(step_.slope), "the derivative of " + name_ + " is not right: ", {});
    for (const KnownSlope& known : known_slopes(step_.v, step_.u))
      add_mutants(known.slope, "where the derivative is " + wording_.of(known.slope) + ", ", known.symbols);
  }

  const PointwiseStep& step_;
  const Examination& examination_;
  const Wording& wording_;
  std::string name_, at_, pattern_;
  std::vector<PointwiseSlip> found_;
};

}  // namespace

std::vector<PointwiseSlip> pointwise_slips(const PointwiseStep& step, const Examination& examination,
                                           const Wording& wording) {
  return StepSlips(step, examination, wording).all();
}

}  // namespace matgrad::grading
