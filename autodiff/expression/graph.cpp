#include "matgrad/autodiff/expression/graph.hpp"

namespace matgrad {

Graph::Graph(std::span<const Expr> roots) {
  struct Visit {
    Expr expr;
    std::size_t next_input;
  };
  std::vector<Visit> stack;
  constexpr std::size_t unfinished = static_cast<std::size_t>(-1);
  for (const Expr& root : roots) {
    if (!position_.try_emplace(root.id(), unfinished).second) continue;
    stack.push_back({root, 0});
    while (!stack.empty()) {
      Visit& top = stack.back();
      if (top.next_input < top.expr.inputs().size()) {
        const Expr input = top.expr.input(top.next_input++);
        if (position_.try_emplace(input.id(), unfinished).second) stack.push_back({input, 0});
      } else {
        position_[top.expr.id()] = nodes_.size();
        nodes_.push_back(std::move(top.expr));
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

std::vector<std::size_t> use_counts(const Graph& graph, std::span<const Expr> roots) {
  std::vector<std::size_t> counts(graph.size(), 0);
  for (const Expr& node : graph.nodes())
    for (const Expr& input : node.inputs()) ++counts[graph.position(input)];
  for (const Expr& root : roots) ++counts[graph.position(root)];
  return counts;
}

}  // namespace matgrad
