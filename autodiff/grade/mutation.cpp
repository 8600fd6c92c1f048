#include "matgrad/autodiff/grade/mutation.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t most_nodes = 150;  // of one expression that are changed

/// The part of an expression in which slips are made, inputs first.
class Mutable {
 public:
  Mutable(const Expr& root, const MutationOptions& options) : root_(root), options_(options), graph_(root) {
    std::vector<bool> visible(graph_.size(), false);
    visible.back() = true;
    for (std::size_t i = graph_.size(); i-- > 0;) {
      const Expr& node = graph_.nodes()[i];
      if (!visible[i] || is_unit(node)) continue;
      for (const Expr& input : node.inputs()) visible[graph_.position(input)] = true;
    }
    for (std::size_t i = 0; i < graph_.size(); ++i)
      if (visible[i]) nodes_.push_back(graph_.nodes()[i]);
  }

  const Expr& root() const { return root_; }
  const std::vector<Expr>& nodes() const { return nodes_; }
  /// Those that are changed: of a large expression the ones nearest to the whole.
  std::span<const Expr> changeable() const { return std::span(nodes_).last(std::min(nodes_.size(), most_nodes)); }
  bool is_unit(const Expr& node) const {
    return node.is_leaf() || (!(node == root_) && (is_named(node) || options_.is_unit(node)));
  }

  /// The expression with some nodes made anew from their inputs; nothing where shapes do not fit.
  using Makers = std::unordered_map<const Node*, const LocalChange*>;
  std::optional<Expr> changed(const Makers& makers) const {
    options_.spend(nodes_.size());
    std::unordered_map<const Node*, Expr> done;
    try {
      for (const Expr& node : nodes_) {
        const auto maker = makers.find(node.id());
        if (maker == makers.end() && is_unit(node)) continue;
        const auto is_done = [&](const Expr& input) { return done.contains(input.id()); };
        if (maker == makers.end() && std::ranges::none_of(node.inputs(), is_done)) continue;
        std::vector<Expr> inputs;
        for (const Expr& input : node.inputs()) {
          const auto replaced = done.find(input.id());
          inputs.push_back(replaced != done.end() ? replaced->second : input);
        }
        Expr result = maker != makers.end() ? maker->second->make(inputs) : with_inputs(node, inputs);
        if (!(result == node)) done.emplace(node.id(), std::move(result));
      }
    } catch (const Error&) {
      return std::nullopt;
    }
    const auto root = done.find(root_.id());
    return root != done.end() ? std::optional(root->second) : std::nullopt;
  }

 private:
  const Expr& root_;
  const MutationOptions& options_;
  Graph graph_;
  std::vector<Expr> nodes_;
};

std::vector<LocalChange> replacements(const Expr& unit, const MutationOptions& options, const Describe& describe) {
  std::vector<LocalChange> changes;
  for (const Expr& other : options.others)
    if (other.shape() == unit.shape() && !(other == unit))
      changes.push_back({"wrong symbol", describe(other) + " stands where " + describe(unit) + " belongs", "",
                         [other](const std::vector<Expr>&) { return other; }});
  return changes;
}

/// Another symbol at one of several places of a unit: U for the second V in (R − U Vᵀ) V.
std::vector<LocalChange> replacements_at_one_place(const Expr& node, const Mutable& part,
                                                   const std::vector<std::size_t>& uses, const Graph& graph,
                                                   const MutationOptions& options, const Describe& describe) {
  std::vector<LocalChange> changes;
  for (std::size_t i = 0; i < node.inputs().size(); ++i) {
    const Expr& unit = node.input(i);
    if (!part.is_unit(unit) || uses[graph.position(unit)] < 2) continue;
    for (const Expr& other : options.others)
      if (other.shape() == unit.shape() && !(other == unit))
        changes.push_back({"wrong symbol",
                           describe(other) + " stands where " + describe(unit) + " belongs in " + describe(node),
                           "", [i, other, node](std::vector<Expr> inputs) {
                             inputs[i] = other;
                             return with_inputs(node, std::move(inputs));
                           }});
  }
  return changes;
}

/// At one of several places of f(u), f of u without one of its terms, or u itself: σ(a) (1 − a).
std::vector<LocalChange> functions_at_one_place(const Expr& node, const std::vector<std::size_t>& uses,
                                                const Graph& graph, const Describe& describe) {
  std::vector<LocalChange> changes;
  for (std::size_t i = 0; i < node.inputs().size(); ++i) {
    const Expr& function = node.input(i);
    if (uses[graph.position(function)] < 2 || !is_function_of_one(function)) continue;
    const auto add = [&](const char* slip, const Expr& other) {
      changes.push_back({slip,
                         describe(other) + " stands where " + describe(function) + " belongs in " + describe(node),
                         "", [i, other, node](std::vector<Expr> inputs) {
                           inputs[i] = other;
                           return with_inputs(node, std::move(inputs));
                         }});
    };
    add("operation missing", function.input(0));
    for (const Expr& shortened : without_one_term(function.input(0)))
      if (shortened.shape() == function.input(0).shape()) add("term missing", with_inputs(function, {shortened}));
  }
  return changes;
}

/// Those of the changes for which the shapes fit at the node itself.
std::vector<LocalChange> possible(std::vector<LocalChange> changes, const Expr& node) {
  const std::vector<Expr> inputs(node.inputs().begin(), node.inputs().end());
  std::erase_if(changes, [&](const LocalChange& change) {
    try {
      change.make(inputs);
      return false;
    } catch (const Error&) {
      return true;
    }
  });
  return changes;
}

using NodeChanges = std::vector<std::pair<Expr, std::vector<LocalChange>>>;

/// One symbol for another is what remains to be said where nothing else explains an answer.
bool is_far_fetched(const LocalChange& change) {
  return change.slip == "wrong symbol" || change.slip == "wrong argument";
}

/// The words of the changes in the order of the nodes, each once.
std::string words_of(const Mutable& part, const Mutable::Makers& makers) {
  std::vector<std::string> all;
  for (const Expr& node : part.nodes())
    if (const auto maker = makers.find(node.id()); maker != makers.end())
      if (std::ranges::find(all, maker->second->words) == all.end()) all.push_back(maker->second->words);
  std::string text;
  for (const std::string& words : all) text += (text.empty() ? "" : "; ") + words;
  return text;
}

/// The first of the changes in the order of the nodes, and of those with advice if there are any.
const LocalChange& first_of(const Mutable& part, const Mutable::Makers& makers) {
  const LocalChange* first = nullptr;
  for (const Expr& node : part.nodes()) {
    const auto maker = makers.find(node.id());
    if (maker == makers.end()) continue;
    if (!maker->second->advice.empty()) return *maker->second;
    if (first == nullptr) first = maker->second;
  }
  return *first;
}

/// The same slip at every node where it can be made: with the same words, or at all.
void add_systematic(std::vector<Mutant>& found, const Mutable& part, const NodeChanges& all) {
  std::map<std::string, Mutable::Makers> by_slip, by_words;
  for (const auto& [node, changes] : all)
    for (const LocalChange& change : changes) {
      if (is_far_fetched(change)) continue;
      by_slip[change.slip].emplace(node.id(), &change);
      by_words[change.slip + ": " + change.words].emplace(node.id(), &change);
    }
  for (const auto* groups : {&by_words, &by_slip})
    for (const auto& [key, makers] : *groups) {
      if (makers.size() < 2) continue;
      std::optional<Expr> result = part.changed(makers);
      if (!result) continue;
      LocalChange change = first_of(part, makers);
      change.words = words_of(part, makers);
      change.lost.reset();
      found.push_back({std::move(change), *std::move(result), part.root()});
    }
}

}  // namespace

bool may_be_made_in(const Expr& node, const LocalChange& change) {
  return change.slip != "wrong exponent" || fixed_exponent(node);
}

std::vector<Mutant> mutants(const Expr& expr, const Describe& describe, const MutationOptions& options) {
  const Graph graph(expr);
  options.spend(graph.size());
  const Mutable part(expr, options);
  const std::vector<std::size_t> uses = use_counts(graph, {});
  NodeChanges all;
  for (const Expr& node : part.changeable()) {
    std::vector<LocalChange> changes =
        part.is_unit(node) ? replacements(node, options, describe) : local_changes(node, options.others, describe);
    if (!part.is_unit(node))
      for (LocalChange& one : replacements_at_one_place(node, part, uses, graph, options, describe))
        changes.push_back(std::move(one));
    if (!part.is_unit(node))
      for (LocalChange& one : functions_at_one_place(node, uses, graph, describe))
        changes.push_back(std::move(one));
    all.emplace_back(node, possible(std::move(changes), node));
  }
  std::vector<Mutant> found;
  const auto add = [&](bool far_fetched) {
    for (auto of_node = all.rbegin(); of_node != all.rend(); ++of_node)
      for (const LocalChange& change : of_node->second)
        if (is_far_fetched(change) == far_fetched)
          if (std::optional<Expr> result = part.changed({{of_node->first.id(), &change}}))
            found.push_back({change, *std::move(result), of_node->first});
  };
  add(false);
  add_systematic(found, part, all);
  add(true);
  return found;
}

}  // namespace matgrad::grading
