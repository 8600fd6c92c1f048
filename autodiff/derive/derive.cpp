#include "matgrad/autodiff/derive/derive.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "matgrad/autodiff/derive/closed_form.hpp"
#include "matgrad/autodiff/derive/derivative_rule.hpp"
#include "matgrad/autodiff/derive/repeated_parts.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/expression/unused_names.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/show/named_steps.hpp"
#include "matgrad/autodiff/show/text_table.hpp"
#include "matgrad/autodiff/show/variable_uses.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"
#include "matgrad/autodiff/transform/differentiable_form.hpp"
#include "matgrad/autodiff/transform/look_alike.hpp"

namespace matgrad {
namespace {

constexpr std::size_t longest_expansion = 60;  // columns of a line's second form

/// The expanded form as the second side of a line; nothing if it says the same or too much.
std::optional<Notation> second_form(const Expr& expanded, const Notation& first_form) {
  Notation form = side_of_equation(expanded);
  const std::string text = to_text(form);
  if (text == to_text(first_form) || display_width(text) > longest_expansion) return std::nullopt;
  return form;
}

std::optional<Notation> sum_of_paths(const std::vector<Expr>& terms) {
  if (terms.empty()) return std::nullopt;
  Notation sum = side_of_equation(sum_of(terms));
  return display_width(to_text(sum)) <= 2 * longest_expansion ? std::optional(std::move(sum)) : std::nullopt;
}

std::string input_noun(const Expr& consumer) {
  if (is_product(consumer) || is_hadamard(consumer)) return "factor";
  if (sum_coefficients(consumer) != nullptr) return "term";
  return "argument";
}

std::string ordinal(std::size_t i) {
  static constexpr const char* first_ones[] = {"first", "second", "third", "fourth"};
  return i < 4 ? first_ones[i] : std::to_string(i + 1) + "th";
}

class Deriver {
 public:
  /// `given` are names of steps in the question that are not the user's; `asked` are the variables as the user
  /// has them.
  Deriver(const GradientQuestion& question, const std::vector<Expr>& asked, std::vector<std::string> given,
          UnusedNames names)
      : question_(question),
        asked_(asked),
        given_(std::move(given)),
        names_(std::move(names)),
        steps_(question.loss, marked(),
               is_upstream(question.loss) ? NamedSteps::Root::step : NamedSteps::Root::loss, "L", names_),
        graph_(steps_.root()),
        uses_(graph_),
        adjoints_(sweep()) {}

  Derivation derivation() {
    std::vector<VariableDerivation> variables;
    for (std::size_t i = 0; i < asked_.size(); ++i)
      variables.push_back(derived(question_.variables[i], asked_[i]));
    return {question_.loss,   steps_.loss_name(),   forward(),
            backward_lines(), std::move(variables), question_.upstream};
  }

 private:
  bool is_upstream(const Expr& node) const { return question_.upstream && question_.upstream->node == node; }

  std::vector<Expr> marked() const {
    std::vector<Expr> nodes = question_.variables;
    if (question_.upstream) nodes.push_back(question_.upstream->node);
    return nodes;
  }

  std::vector<Expr> wanted_steps() const {
    std::vector<Expr> wanted;
    for (const Expr& x : question_.variables)
      if (steps_.contains(x)) wanted.push_back(steps_.step(x));
    return wanted;
  }

  bool is_upstream_step(const Expr& step) const {
    return question_.upstream && step == steps_.step(question_.upstream->node);
  }

  /// The reverse sweep; finished adjoints of named steps are noted, and flow on under their names.
  Adjoints sweep() {
    std::optional<GivenAdjoint> upstream;
    if (question_.upstream) upstream = {steps_.step(question_.upstream->node), question_.upstream->adjoint};
    const auto finished = [this](const Expr& node, const Expr& adjoint) {
      if (!is_named(node) || node == steps_.root()) return adjoint;
      finished_.emplace_back(node, adjoint);
      const Expr tidied = steps_.by_name(adjoint);
      return number_value(tidied) ? tidied : steps_.named_adjoint(node, adjoint);
    };
    return {steps_.root(), upstream, wanted_steps(), {.finished = finished}};
  }

  std::vector<ForwardStep> forward() const {
    std::vector<ForwardStep> lines;
    for (const Expr& node : graph_.nodes())
      if (is_named(node)) lines.push_back({std::string(node.symbol()), notation_of(node), node});
    return lines;
  }

  /// Whether the answer speaks of a node's adjoint: above `upstream` only if a path goes around it.
  std::vector<bool> spoken_of() const {
    std::vector<bool> spoken(graph_.size(), false);
    for (const Expr& x : wanted_steps()) spoken[graph_.position(x)] = true;
    for (std::size_t i = 0; i < graph_.size(); ++i) {
      if (is_upstream_step(graph_.nodes()[i])) continue;
      if (spoken[i])
        for (const VariableUse::Link& link : uses_.consumers(i)) spoken[graph_.position(link.consumer)] = true;
    }
    return spoken;
  }

  bool has_own_section(const Expr& node) const {
    const std::vector<Expr>& xs = question_.variables;
    return xs.size() == 1 && steps_.contains(xs.front()) && node == steps_.step(xs.front());
  }

  std::vector<BackwardStep> backward_lines() {
    const std::vector<bool> spoken = spoken_of();
    std::vector<BackwardStep> lines;
    for (const auto& [node, adjoint] : finished_) {
      if (!spoken[graph_.position(node)] || has_own_section(node)) continue;
      Notation formula = side_of_equation(steps_.by_name(adjoint));
      const Expr expanded = steps_.expanded(adjoint);
      std::optional<Notation> second = second_form(expanded, formula);
      std::vector<DerivativeRule> rules;
      for (const VariableUse& use : uses_.of(node)) add_rules(rules, use);
      lines.push_back({steps_.adjoint_name(node.symbol()), std::move(formula), std::move(second), std::move(rules),
                       node, expanded});
    }
    return lines;
  }

  void add_rules(std::vector<DerivativeRule>& rules, const VariableUse& use) const {
    for (std::size_t i = use.links.size(); i-- > 0;) {
      std::optional<DerivativeRule> rule =
          derivative_rule(use.links[i].consumer, use.links[i].input, steps_.loss_name());
      if (!rule) continue;
      const auto same = [text = to_text(*rule)](const DerivativeRule& other) { return to_text(other) == text; };
      if (std::ranges::none_of(rules, same)) rules.push_back(std::move(*rule));
    }
  }

  /// What flows to a variable through one use of it.
  std::optional<Expr> contribution(const VariableUse& use) const {
    const std::optional<Expr> adjoint = adjoints_.total(use.last().consumer);
    return adjoint ? std::optional(matgrad::contribution(use, *adjoint)) : std::nullopt;
  }

  PathUse path_use(const VariableUse& use) const {
    const Expr& consumer = use.last().consumer;
    const Expr& line = steps_.line_of(consumer);
    Notation written = notation_of(line);
    if (!line.symbol().empty())
      written = Notation::relation("=", {Notation::symbol(line.symbol()), std::move(written)});
    const Expr& used = consumer.input(use.last().input);
    const Notation input = side_of_equation(used);
    if (consumer.inputs().size() < 2) return {"", input, std::move(written)};
    const auto same = [text = to_text(input)](const Expr& other) {
      return to_text(side_of_equation(other)) == text;
    };
    const bool repeated = std::ranges::count_if(consumer.inputs(), same) > 1;
    return {(repeated ? ordinal(use.last().input) + " " : "") + input_noun(consumer), input, std::move(written)};
  }

  VariableDerivation derived(const Expr& x, const Expr& asked) {
    const Expr step = steps_.contains(x) ? steps_.step(x) : x;
    NamedFormula closed = with_repeated_parts_named(closed_form(question_, x), given_, unused_names());
    VariableDerivation result{steps_.adjoint_name(to_text(side_of_equation(step))),
                              {},
                              std::nullopt,
                              asked,
                              x,
                              closed.formula,
                              side_of_equation(closed.formula),
                              std::move(closed.where)};
    if (!steps_.contains(x)) return result;
    std::vector<Expr> terms;
    for (const VariableUse& use : uses_.of(step)) {
      const std::optional<Expr> value = contribution(use);
      if (!value) continue;
      Notation formula = side_of_equation(steps_.by_name(*value));
      const Expr expanded = steps_.expanded(*value);
      std::optional<Notation> second = second_form(expanded, formula);
      std::vector<DerivativeRule> rules;
      add_rules(rules, use);
      result.paths.push_back({path_use(use), std::move(formula), std::move(second), std::move(rules), expanded});
      terms.push_back(expanded);
    }
    result.total = sum_of_paths(terms);
    return result;
  }

  UnusedNames unused_names() const {
    UnusedNames names = names_;
    names.use(steps_.root());
    if (question_.upstream) names.use(question_.upstream->adjoint);
    return names;
  }

  const GradientQuestion& question_;
  const std::vector<Expr>& asked_;
  std::vector<std::string> given_;
  UnusedNames names_;                            // without those of the steps
  std::vector<std::pair<Expr, Expr>> finished_;  // named steps and their adjoints, from the loss back
  NamedSteps steps_;
  Graph graph_;
  VariableUses uses_;
  Adjoints adjoints_;
};

/// z with the leaf ∂L/∂z, called by the names that z and the loss have or get.
GivenAdjoint given_by_name(const GradientQuestion& question, const Expr& z, const UnusedNames& names) {
  const bool is_given = z == question.loss;
  std::vector<Expr> marked = question.variables;
  marked.push_back(z);
  const NamedSteps steps(question.loss, marked, is_given ? NamedSteps::Root::step : NamedSteps::Root::loss, "L",
                         names);
  return {z, variable_like(steps.adjoint_name(steps.step(z).symbol()), z)};
}

}  // namespace

std::string to_text(const PathUse& use) {
  if (use.role.empty()) return "in " + to_text(use.line);
  return "as the " + use.role + " " + to_text(use.input) + " of " + to_text(use.line);
}

NamedLoss named_as_derived(const Expr& loss, const std::vector<Expr>& xs) {
  const std::vector<Expr> form = differentiable_form(loss, xs);
  GradientQuestion question{form.front(), {form.begin() + 1, form.end()}, std::nullopt};
  if (!loss.shape().is_scalar()) question.upstream = given_by_name(question, question.loss, {});
  UnusedNames names(loss);
  std::vector<std::string> given;
  try {
    question = with_repeated_steps_named(question, names, given);
  } catch (const DerivativeError&) {
    return {loss, xs};
  }
  return {question.loss, question.variables};
}

Derivation derive(const Expr& loss, const std::vector<Expr>& xs, const DeriveOptions& options) {
  if (xs.empty()) throw Error("derive: no variable is given");
  if (options.upstream && !Graph(loss).contains(*options.upstream))
    throw Error("derive: " + described(*options.upstream) + " is no part of " + described(loss));
  require_no_look_alike(std::span(&loss, 1), xs);
  const bool is_given = options.upstream && *options.upstream == loss;
  if (!loss.shape().is_scalar() && !is_given) {
    ShapeError error("derive: " + described(loss) + " is not a scalar");
    error.add_context("contract it first, for example sum(…) or squared_norm(…), or make it the upstream node");
    throw error;
  }
  std::vector<Expr> by = xs;
  if (options.upstream) by.push_back(*options.upstream);
  by = differentiable_form(loss, by);
  const std::vector<Expr> asked(by.begin() + 1, by.begin() + 1 + static_cast<std::ptrdiff_t>(xs.size()));
  GradientQuestion question{by.front(), asked, std::nullopt};
  UnusedNames taken;
  for (const auto& [size, letter] : options.shape_letters.letters()) taken.use(letter);
  if (options.upstream) question.upstream = given_by_name(question, by.back(), taken);
  UnusedNames names = taken;
  names.use(question.loss);
  std::vector<std::string> given;
  if (options.name_repeated_parts) question = with_repeated_steps_named(question, names, given);
  if (options.upstream) question.upstream = given_by_name(question, question.upstream->node, taken);
  Derivation derivation = Deriver(question, asked, std::move(given), taken).derivation();
  derivation.set_shape_letters(options.shape_letters);
  return derivation;
}

Derivation derive(const Expr& loss, const Expr& x, const DeriveOptions& options) {
  return derive(loss, std::vector{x}, options);
}

}  // namespace matgrad
