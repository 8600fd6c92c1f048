#include "matgrad/autodiff/show/named_steps.hpp"

#include <utility>

#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/node_count.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/show/equal_steps.hpp"
#include "matgrad/autodiff/show/variable_uses.hpp"

namespace matgrad {
namespace {

/// Steps that deserve a name of their own. What a user's name alone refers to does not.
std::vector<bool> worth_a_name(const Graph& graph) {
  const Marks needed = needed_values(graph, graph.nodes().last(1));
  const Marks depends = with_nodes_above(
      graph, marks_where(graph, [](const Expr& node) { return node.is_leaf(); }), &Op::uses_value);
  const std::vector<std::size_t> uses = use_counts(graph, {});
  std::vector<bool> worth(graph.size());
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const Expr& node = graph.nodes()[i];
    worth[i] = needed[i] && depends[i] && node.symbol().empty() && !is_transparent(node);
  }
  for (const Expr& node : graph.nodes())
    if (is_named(node) && uses[graph.position(node.input(0))] == 1) worth[graph.position(node.input(0))] = false;
  return worth;
}

/// What the inputs of a node have become.
std::vector<Expr> images(const Graph& graph, const Expr& node, const std::vector<Expr>& by_position) {
  std::vector<Expr> inputs;
  for (const Expr& input : node.inputs()) inputs.push_back(by_position[graph.position(input)]);
  return inputs;
}

}  // namespace

Expr tidy_if_short(const Expr& expr) {
  constexpr std::size_t most_nodes = 300;  // nobody reads an expansion of more
  return has_more_nodes(expr, most_nodes) ? expr : tidy(expr);
}

NamedSteps::NamedSteps(const Expr& root, const std::vector<Expr>& marked, Root kind, const std::string& loss_name,
                       UnusedNames names)
    : given_(root) {
  const bool root_is_loss = kind == Root::loss;
  names.use(root);
  const bool has_name = root_is_loss && is_named(root);
  loss_name_ = has_name ? std::string(root.symbol()) : names.for_loss(loss_name);

  const Replace merge = merging_equal_steps(marked);
  std::vector<Expr> merged;  // by position in the given graph
  for (const Expr& node : given_.nodes()) merged.push_back(merge(node, images(given_, node, merged)));
  const Graph graph(merged.back());
  std::vector<bool> named_here = worth_a_name(graph);
  for (const Expr& node : marked)
    if (given_.contains(node) && node.symbol().empty())
      named_here[graph.position(merged[given_.position(node)])] = true;
  named_here.back() = !root_is_loss && root.symbol().empty();

  std::vector<Expr> steps;  // by position in the graph of equal steps merged
  for (const Expr& node : graph.nodes()) {
    Expr step = with_inputs(node, images(graph, node, steps));
    if (named_here[steps.size()]) step = with_name(names.numbered("t"), step);
    steps.push_back(step);
  }
  if (root_is_loss && !has_name) steps.back() = with_name(loss_name_, steps.back());
  for (const Expr& step : steps)
    if (is_named(step)) name_of_.emplace(step.input(0).id(), step);
  for (const Expr& node : merged) steps_.push_back(steps[graph.position(node)]);
}

const Expr& NamedSteps::line_of(const Expr& node) const {
  const auto found = name_of_.find(node.id());
  return found == name_of_.end() ? node : found->second;
}

Expr NamedSteps::with_name(std::string name, const Expr& node) {
  added_names_.insert(name);
  return named(std::move(name), node);
}

Expr NamedSteps::named_adjoint(const Expr& step, const Expr& adjoint) {
  return with_name(adjoint_name(step.symbol()), adjoint);
}

const Expr& NamedSteps::leaf_for(const Expr& named_node) {
  const auto [place, is_new] = leaf_for_.try_emplace(named_node.id(), named_node);
  if (is_new) {
    kept_alive_.push_back(named_node);
    const Facts facts = facts_.facts(tidy_if_short(named_node));
    place->second = variable_like(std::string(named_node.symbol()), named_node, facts);
  }
  return place->second;
}

Expr NamedSteps::by_name(const Expr& expr) {
  if (is_named(expr)) return leaf_for(expr);
  // Only the part above the names is built anew.
  std::vector<Expr> stack{expr};
  std::unordered_map<const Node*, Expr> done;
  while (!stack.empty()) {
    const Expr node = stack.back();
    const Expr& line = node.is_leaf() ? node : line_of(node);
    if (is_named(line)) {
      done.emplace(node.id(), leaf_for(line));
      stack.pop_back();
      continue;
    }
    bool ready = true;
    for (const Expr& input : node.inputs())
      if (!done.contains(input.id())) {
        stack.push_back(input);
        ready = false;
      }
    if (!ready) continue;
    stack.pop_back();
    std::vector<Expr> inputs;
    for (const Expr& input : node.inputs()) inputs.push_back(done.at(input.id()));
    done.emplace(node.id(), with_inputs(node, std::move(inputs)));
  }
  return tidy(done.at(expr.id()));
}

Expr NamedSteps::expanded(const Expr& expr) {
  const Expr expanded = expander_(expr, [this](const Expr& node, std::vector<Expr> inputs) {
    const auto is_added = [this](const Expr& named_node) {
      return added_names_.contains(std::string(named_node.symbol()));
    };
    // A name of the user's stands already where a rule uses what it names.
    if (is_named(node) && (is_added(node) || line_of(node.input(0)) == node)) return inputs[0];
    const Expr result = with_inputs(node, std::move(inputs));
    const Expr& own = line_of(node);
    return own == node || is_added(own) ? result : named(std::string(own.symbol()), result);
  });
  return tidy_if_short(expanded);
}

}  // namespace matgrad
