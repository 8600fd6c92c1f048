#include "matgrad/autodiff/check/derive.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/check/rule_text.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/show/named_steps.hpp"
#include "matgrad/autodiff/show/text_table.hpp"
#include "matgrad/autodiff/show/variable_uses.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

namespace matgrad {
namespace {

constexpr std::size_t longest_expansion = 60;  // columns of a line's second form

std::string formula(const Expr& expr) {
  if (const std::optional<double> number = number_value(expr); number && std::abs(*number) == 0.5)
    return *number < 0 ? "−½" : "½";
  return expr.symbol().empty() ? to_text(notation_of(expr)) : std::string(expr.symbol());
}

/// The expanded form as the second side of a line; nothing if it says the same or too much.
std::string second_form(const Expr& expanded, const std::string& first_form) {
  const std::string text = formula(expanded);
  return text == first_form || display_width(text) > longest_expansion ? std::string() : text;
}

std::string sum_text(const std::vector<Expr>& terms) {
  if (terms.empty()) return {};
  const std::string text = formula(weighted_sum(std::vector<double>(terms.size(), 1.0), terms));
  if (display_width(text) <= 2 * longest_expansion) return text;
  std::string paths;
  for (std::size_t i = 1; i <= terms.size(); ++i) {
    if (i > 3 && i < terms.size()) {
      if (i == 4) paths += " + …";
    } else {
      paths += (i > 1 ? " + path " : "path ") + std::to_string(i);
    }
  }
  return paths;
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
  Deriver(const Expr& loss, const std::vector<Expr>& xs, const DeriveOptions& options)
      : loss_(loss),
        xs_(xs),
        upstream_(options.upstream),
        steps_(loss, marked(), is_upstream(loss) ? NamedSteps::Root::step : NamedSteps::Root::loss),
        graph_(steps_.root()),
        uses_(graph_),
        adjoints_(sweep()) {}

  Derivation derivation() {
    std::vector<VariableDerivation> variables;
    for (const Expr& x : xs_) variables.push_back(derived(x));
    return {steps_.loss_name(), forward(), backward_lines(), std::move(variables), upstream_leaf_};
  }

 private:
  bool is_upstream(const Expr& node) const { return upstream_ && *upstream_ == node; }

  std::vector<Expr> marked() const {
    std::vector<Expr> nodes = xs_;
    if (upstream_) nodes.push_back(*upstream_);
    return nodes;
  }

  std::vector<Expr> wanted_steps() const {
    std::vector<Expr> wanted;
    for (const Expr& x : xs_)
      if (steps_.contains(x)) wanted.push_back(steps_.step(x));
    return wanted;
  }

  /// The reverse sweep; finished adjoints of named steps are noted, and flow on under their names.
  Adjoints sweep() {
    if (upstream_) {
      const Expr z = steps_.step(*upstream_);
      upstream_leaf_ = variable(steps_.adjoint_name(z.symbol()), z.rows(), z.cols());
    }
    const bool given = is_upstream(loss_);
    const Expr seed = given ? *upstream_leaf_ : constant(1.0);
    return Adjoints(steps_.root(), seed, wanted_steps(), [this](const Expr& node, const Expr& adjoint) {
      if (upstream_ && node == steps_.step(*upstream_)) return *upstream_leaf_;
      if (!is_named(node) || node == steps_.root()) return adjoint;
      finished_.emplace_back(node, adjoint);
      const Expr tidied = steps_.by_name(adjoint);
      return number_value(tidied) ? tidied : steps_.named_adjoint(node, adjoint);
    });
  }

  std::vector<ForwardStep> forward() const {
    std::vector<ForwardStep> lines;
    for (const Expr& node : graph_.nodes())
      if (is_named(node))
        lines.push_back({std::string(node.symbol()), to_text(notation_of(node)), node.shape(), node});
    return lines;
  }

  /// Whether the answer speaks of a node's adjoint: above `upstream` only if a path goes around it.
  std::vector<bool> spoken_of() const {
    std::vector<bool> spoken(graph_.size(), false);
    for (const Expr& x : wanted_steps()) spoken[graph_.position(x)] = true;
    for (std::size_t i = 0; i < graph_.size(); ++i) {
      if (upstream_ && graph_.nodes()[i] == steps_.step(*upstream_)) continue;
      if (spoken[i])
        for (const Use::Link& link : uses_.consumers(i)) spoken[graph_.position(link.consumer)] = true;
    }
    return spoken;
  }

  bool has_own_section(const Expr& node) const {
    return xs_.size() == 1 && steps_.contains(xs_.front()) && node == steps_.step(xs_.front());
  }

  std::vector<BackwardStep> backward_lines() {
    const std::vector<bool> spoken = spoken_of();
    std::vector<BackwardStep> lines;
    for (const auto& [node, adjoint] : finished_) {
      if (!spoken[graph_.position(node)] || has_own_section(node)) continue;
      const std::string text = formula(steps_.by_name(adjoint));
      const Expr expanded = steps_.expanded(adjoint);
      std::vector<std::string> rules;
      for (const Use& use : uses_.of(node)) add_rules(rules, use);
      lines.push_back({steps_.adjoint_name(node.symbol()), text, second_form(expanded, text), std::move(rules),
                       node.shape(), node, expanded});
    }
    return lines;
  }

  void add_rules(std::vector<std::string>& rules, const Use& use) const {
    for (std::size_t i = use.links.size(); i-- > 0;) {
      const std::string rule = rule_text(use.links[i].consumer, use.links[i].input, steps_.loss_name());
      if (!rule.empty() && std::ranges::find(rules, rule) == rules.end()) rules.push_back(rule);
    }
  }

  /// What flows to a variable through one use of it.
  std::optional<Expr> contribution(const Use& use) const {
    std::optional<Expr> value = adjoints_.total(use.last().consumer);
    for (std::size_t i = use.links.size(); value && i-- > 0;)
      value = use.links[i].consumer.op().vjp(use.links[i].input, use.links[i].consumer, *value);
    return value;
  }

  std::string use_text(const Use& use) const {
    const Expr& consumer = use.last().consumer;
    const Expr& line = steps_.line_of(consumer);
    const std::string equation =
        (line.symbol().empty() ? "" : std::string(line.symbol()) + " = ") + to_text(notation_of(line));
    if (consumer.inputs().size() < 2) return "in " + equation;
    const std::string input = formula(consumer.input(use.last().input));
    const auto same = [&input](const Expr& other) { return formula(other) == input; };
    const bool repeated = std::ranges::count_if(consumer.inputs(), same) > 1;
    return "as the " + (repeated ? ordinal(use.last().input) + " " : std::string()) + input_noun(consumer) + " " +
           input + " of " + equation;
  }

  VariableDerivation derived(const Expr& x) {
    const Expr step = steps_.contains(x) ? steps_.step(x) : x;
    VariableDerivation result{steps_.adjoint_name(formula(step)), {}, {}, x, closed_form(x)};
    if (!steps_.contains(x)) return result;
    std::vector<Expr> terms;
    for (const Use& use : uses_.of(step)) {
      const std::optional<Expr> value = contribution(use);
      if (!value) continue;
      const std::string text = formula(steps_.by_name(*value));
      const Expr expanded = steps_.expanded(*value);
      std::vector<std::string> rules;
      add_rules(rules, use);
      result.paths.push_back({use_text(use), text, second_form(expanded, text), std::move(rules), expanded});
      terms.push_back(expanded);
    }
    result.total = sum_text(terms);
    return result;
  }

  Expr closed_form(const Expr& x) const {
    if (!upstream_) return gradient(loss_, x);
    const Expr seed = is_upstream(loss_) ? *upstream_leaf_ : constant(1.0);
    const Adjoints adjoints(loss_, seed, std::vector{x}, [this](const Expr& node, const Expr& adjoint) {
      return is_upstream(node) ? *upstream_leaf_ : adjoint;
    });
    const Expr total = adjoints.total(x).value_or(zeros_like(x));
    const bool symmetric = x.op().declared_facts().has(Fact::symmetric);
    return tidy(symmetric ? 0.5 * (total + transpose(total)) : total);
  }

  const Expr& loss_;
  const std::vector<Expr>& xs_;
  std::optional<Expr> upstream_;
  std::optional<Expr> upstream_leaf_;
  std::vector<std::pair<Expr, Expr>> finished_;  // named steps and their adjoints, from the loss back
  NamedSteps steps_;
  Graph graph_;
  VariableUses uses_;
  Adjoints adjoints_;
};

}  // namespace

Derivation::Derivation(std::string loss_name, std::vector<ForwardStep> steps, std::vector<BackwardStep> adjoints,
                       std::vector<VariableDerivation> variables, std::optional<Expr> upstream)
    : loss_name_(std::move(loss_name)),
      steps_(std::move(steps)),
      adjoints_(std::move(adjoints)),
      variables_(std::move(variables)),
      upstream_(std::move(upstream)) {}

const VariableDerivation& Derivation::of(const Expr& x) const {
  for (const VariableDerivation& variable : variables_)
    if (variable.variable == x) return variable;
  throw Error("this derivation is not with respect to " + to_text(x));
}

const std::vector<DerivationPath>& Derivation::paths(const Expr& x) const { return of(x).paths; }
const Expr& Derivation::closed_form(const Expr& x) const { return of(x).closed_form; }

Derivation derive(const Expr& loss, const std::vector<Expr>& xs, const DeriveOptions& options) {
  if (xs.empty()) throw Error("derive: no variable is given");
  if (options.upstream && !Graph(loss).contains(*options.upstream))
    throw Error("derive: " + described(*options.upstream) + " is no part of " + described(loss));
  const bool is_given = options.upstream && *options.upstream == loss;
  if (!loss.shape().is_scalar() && !is_given) {
    ShapeError error("derive: " + described(loss) + " is not a scalar");
    error.add_context("contract it first, for example sum(…) or squared_norm(…), or make it the upstream node");
    throw error;
  }
  return Deriver(loss, xs, options).derivation();
}

Derivation derive(const Expr& loss, const Expr& x, const DeriveOptions& options) {
  return derive(loss, std::vector{x}, options);
}

}  // namespace matgrad
