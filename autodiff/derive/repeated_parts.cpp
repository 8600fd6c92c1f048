#include "matgrad/autodiff/derive/repeated_parts.hpp"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/node_count.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/show/equal_steps.hpp"
#include "matgrad/autodiff/show/variable_uses.hpp"

namespace matgrad {
namespace {

constexpr std::size_t most_steps = 2000;  // of a loss; nobody reads the closed form of more

/// Whether a node's formula stands in a closed form, rather than a name or only its shape.
bool is_written_out(const Expr& node) { return node.symbol().empty() && !node.inputs().empty(); }

/// Whether the formula of a node shows an input: one of which only the shape counts may be left out.
bool shows(const Expr& node, std::size_t input) {
  if (node.op().uses_value(input)) return true;
  static const Notation mark = Notation::symbol("\x01");
  std::vector<Notation> inputs(node.inputs().size(), Notation::symbol("x"));
  inputs[input] = mark;
  return to_text(node.op().notation(node, std::move(inputs))).find(mark.text) != std::string::npos;
}

/// How often each node stands in the formula of the roots written out, counted up to two. What `is_unit` says gets
/// a name, and its own formula is written once; a name of the user's hides what it stands for.
template <class IsUnit>
std::vector<int> occurrences(const Graph& graph, const std::vector<Expr>& roots, const IsUnit& is_unit) {
  std::vector<int> count(graph.size(), 0);
  for (const Expr& root : roots) count[graph.position(root)] = 1;
  for (std::size_t i = graph.size(); i-- > 0;) {
    const Expr& node = graph.nodes()[i];
    const bool unit = count[i] > 0 && is_unit(node, count[i]);
    if (count[i] == 0 || (is_named(node) && !unit)) continue;
    for (std::size_t k = 0; k < node.inputs().size(); ++k) {
      if (!shows(node, k)) continue;
      int& inner = count[graph.position(node.input(k))];
      inner = std::min(2, inner + (unit ? 1 : count[i]));
    }
  }
  return count;
}

/// K⁻¹ stays as it is, and K gets the name.
bool is_inverse(const Expr& node) { return is_call<inverse>(node); }

/// The steps of the loss that some gradient, as the sweep leaves it, would hold twice.
std::vector<Expr> candidates(const GradientQuestion& question) {
  const Graph loss(question.loss);
  std::unordered_set<const Node*> found;
  for (const Expr& x : question.variables) {
    const Expr gradient = raw_gradient(question, x);
    const Graph graph(gradient);
    const std::vector<int> leaves = leaf_counts(graph);
    occurrences(graph, {gradient}, [&](const Expr& node, int count) {
      const bool repeated = count > 1 && is_written_out(node) && !is_transparent(node) && !is_inverse(node) &&
                            !(node == question.loss) && leaves[graph.position(node)] > 2 && loss.contains(node);
      if (repeated) found.insert(node.id());
      return repeated;
    });
  }
  std::vector<Expr> steps;
  for (const Expr& node : loss.nodes())
    if (found.contains(node.id())) steps.push_back(node);
  return steps;
}

/// The question with its nodes replaced, inputs first.
GradientQuestion rebuilt_question(const GradientQuestion& question, const Replace& replace) {
  std::vector<Expr> roots = question.variables;
  roots.push_back(question.loss);
  if (question.upstream) roots.push_back(question.upstream->node);
  std::vector<Expr> built = rebuilt(roots, replace);
  GradientQuestion result = question;
  if (question.upstream) {
    result.upstream->node = built.back();
    built.pop_back();
  }
  result.loss = built.back();
  built.pop_back();
  result.variables = std::move(built);
  return result;
}

GradientQuestion with_equal_steps_merged(const GradientQuestion& question) {
  std::vector<Expr> apart = question.variables;
  if (question.upstream) apart.push_back(question.upstream->node);
  return rebuilt_question(question, merging_equal_steps(apart));
}

using NameSet = std::unordered_set<std::string>;

struct NamedQuestion {
  GradientQuestion question;
  std::vector<std::string> given;  // a name for each step
};

/// A named value of which the name is one of these. (Rewriting may have built it anew.)
bool is_one_of(const NameSet& names, const Expr& node) {
  return is_named(node) && names.contains(std::string(node.symbol()));
}

NamedQuestion with_names(const GradientQuestion& question, const std::vector<Expr>& steps, UnusedNames names) {
  NamedQuestion result{question, {}};
  std::unordered_map<const Node*, std::string> name_of;
  for (const Expr& step : steps) name_of.emplace(step.id(), result.given.emplace_back(names.for_part()));
  const auto name = [&name_of](const Expr& node, std::vector<Expr> inputs) {
    const Expr same = with_inputs(node, std::move(inputs));
    const auto found = name_of.find(node.id());
    return found == name_of.end() ? same : named(found->second, same);
  };
  result.question = rebuilt_question(question, name);
  return result;
}

/// Of the steps that were named those that a closed form, tidied, does hold twice, in itself or in what its names
/// stand for, and that hold more than two leaves and names.
std::vector<Expr> held_twice(const std::vector<Expr>& steps, const NamedQuestion& attempt) {
  const NameSet given(attempt.given.begin(), attempt.given.end());
  NameSet twice;
  for (const Expr& x : attempt.question.variables) {
    const Expr form = closed_form(attempt.question, x);
    const Graph graph(form);
    const auto is_given = [&given](const Expr& node, int) { return is_one_of(given, node); };
    const std::vector<int> count = occurrences(graph, {form}, is_given), leaves = leaf_counts(graph);
    for (std::size_t i = 0; i < graph.size(); ++i) {
      const Expr& node = graph.nodes()[i];
      if (count[i] > 1 && is_one_of(given, node) && leaves[graph.position(node.input(0))] > 2)
        twice.emplace(node.symbol());
    }
  }
  std::vector<Expr> kept;
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (twice.contains(attempt.given[i])) kept.push_back(steps[i]);
  return kept;
}

}  // namespace

GradientQuestion with_repeated_steps_named(const GradientQuestion& asked, UnusedNames& names,
                                           std::vector<std::string>& given) {
  if (has_more_nodes(asked.loss, most_steps)) return asked;
  const GradientQuestion question = with_equal_steps_merged(asked);
  std::vector<Expr> steps = candidates(question);
  // Tidying may leave only one of several occurrences; without that name others may turn out to be single, too.
  while (!steps.empty()) {
    const NamedQuestion attempt = with_names(question, steps, names);
    std::vector<Expr> kept = held_twice(steps, attempt);
    if (kept.size() == steps.size()) {
      names.use(attempt.question.loss);
      given = attempt.given;
      return attempt.question;
    }
    steps = std::move(kept);
  }
  return question;
}

NamedFormula with_repeated_parts_named(const Expr& closed_form, const std::vector<std::string>& given,
                                       UnusedNames names) {
  const Graph graph(closed_form);
  const auto nothing = [](const Expr&, int) { return false; };
  const std::vector<int> leaves = leaf_counts(graph), visible = occurrences(graph, {closed_form}, nothing);
  std::vector<std::size_t> uses(graph.size(), 0);
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const Expr& node = graph.nodes()[i];
    if (visible[i] == 0 || is_named(node)) continue;
    for (std::size_t k = 0; k < node.inputs().size(); ++k)
      if (shows(node, k)) ++uses[graph.position(node.input(k))];
  }
  NameSet added(given.begin(), given.end());
  const auto name = [&](const Expr& node, std::vector<Expr> inputs) {
    if (is_named(node)) return node;
    const Expr same = with_inputs(node, std::move(inputs));
    const std::size_t i = graph.position(node);
    if (visible[i] == 0 || uses[i] < 2 || leaves[i] < 3 || !is_written_out(node)) return same;
    const std::string part_name = names.for_part();
    added.insert(part_name);
    return named(part_name, same);
  };
  NamedFormula result{rebuilt({closed_form}, name).front(), {}};
  const Graph formula(result.formula);
  const auto is_added = [&added](const Expr& node, int) { return is_one_of(added, node); };
  const std::vector<int> written = occurrences(formula, {result.formula}, is_added);
  for (std::size_t i = 0; i < formula.size(); ++i)
    if (const Expr& node = formula.nodes()[i]; written[i] > 0 && is_one_of(added, node))
      result.where.push_back({std::string(node.symbol()), notation_of(node), node});
  return result;
}

}  // namespace matgrad
