#include "matgrad/autodiff/expression/graph.hpp"

#include <algorithm>

#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {

Graph::Graph(std::span<const Expr> roots) {
  struct Visit {
    const Expr* expr;  // an input of a node that is alive, or a root
    std::size_t next_input;
  };
  std::vector<Visit> stack;
  constexpr std::size_t unfinished = static_cast<std::size_t>(-1);
  for (const Expr& root : roots) {
    if (!position_.insert(root.id(), unfinished).second) continue;
    stack.push_back({&root, 0});
    while (!stack.empty()) {
      Visit& top = stack.back();
      const std::span<const Expr> inputs = top.expr->inputs();
      if (top.next_input < inputs.size()) {
        const Expr& input = inputs[top.next_input++];
        if (position_.insert(input.id(), unfinished).second) stack.push_back({&input, 0});
      } else {
        *position_.find(top.expr->id()) = nodes_.size();
        nodes_.push_back(*top.expr);
        stack.pop_back();
      }
    }
  }
}

std::vector<Expr> Graph::leaves() const {
  std::vector<Expr> leaves;
  for (const Expr& node : nodes_)
    if (node.is_leaf()) leaves.push_back(node);
  return leaves;
}

Expr with_inputs(const Expr& node, std::vector<Expr> inputs) {
  return std::ranges::equal(inputs, node.inputs()) ? node : Expr(node.shared_op(), std::move(inputs));
}

std::vector<Expr> rebuilt(const std::vector<Expr>& roots, const Replace& replace,
                          std::vector<Followed>* followed) {
  const Graph graph(roots);
  std::vector<Expr> done;
  done.reserve(graph.size());
  for (const Expr& node : graph.nodes()) {
    std::vector<Expr> inputs;
    inputs.reserve(node.inputs().size());
    for (const Expr& input : node.inputs()) inputs.push_back(done[graph.position(input)]);
    done.push_back(replace(node, std::move(inputs)));
  }
  if (followed != nullptr)
    follow(*followed, [&](const Expr& e) { return graph.contains(e) ? &done[graph.position(e)] : nullptr; });
  std::vector<Expr> result;
  for (const Expr& root : roots) result.push_back(done[graph.position(root)]);
  return result;
}

std::vector<int> leaf_counts(const Graph& graph) {
  std::vector<int> counts(graph.size(), 0);
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const Expr& node = graph.nodes()[i];
    if (node.inputs().empty() || !node.symbol().empty())
      counts[i] = 1;
    else
      for (const Expr& input : node.inputs()) counts[i] = std::min(3, counts[i] + counts[graph.position(input)]);
  }
  return counts;
}

std::vector<std::size_t> use_counts(const Graph& graph, std::span<const Expr> roots) {
  std::vector<std::size_t> counts(graph.size(), 0);
  for (const Expr& node : graph.nodes())
    for (const Expr& input : node.inputs()) ++counts[graph.position(input)];
  for (const Expr& root : roots) ++counts[graph.position(root)];
  return counts;
}

}  // namespace matgrad
