#include "matgrad/autodiff/expression/graph.hpp"

#include <algorithm>

#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {

Graph::Graph(std::span<const Expr> roots) : roots_(roots.begin(), roots.end()) {
  struct Visit {
    const Expr* expr;  // an input of a node that is alive, or a root
    std::size_t number, next_input;
  };
  std::vector<Visit> stack;
  std::vector<std::size_t> first_input;  // by number
  const auto number_of = [&](const Expr& expr) {
    const auto [known, is_new] = number_.insert(expr.id(), position_.size());
    const std::size_t number = *known;
    if (is_new) {
      position_.push_back(0);
      first_input.push_back(inputs_.size());
      inputs_.resize(inputs_.size() + expr.inputs().size());
      stack.push_back({&expr, number, 0});
    }
    return number;
  };
  for (const Expr& root : roots_) {
    number_of(root);
    while (!stack.empty()) {
      Visit& top = stack.back();
      const std::span<const Expr> inputs = top.expr->inputs();
      if (top.next_input < inputs.size()) {
        const std::size_t edge = first_input[top.number] + top.next_input;
        const Expr& input = inputs[top.next_input++];
        const std::size_t number = number_of(input);
        inputs_[edge] = number;
      } else {
        position_[top.number] = nodes_.size();
        first_input_.push_back(first_input[top.number]);
        nodes_.push_back(*top.expr);
        stack.pop_back();
      }
    }
  }
  for (std::size_t& input : inputs_) input = position_[input];
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

std::vector<Expr> Graph::rebuilt(const Replace& replace, std::vector<Followed>* followed) const {
  std::vector<Expr> done;
  done.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) {
    std::vector<Expr> new_inputs;
    new_inputs.reserve(inputs(i).size());
    for (const std::size_t input : inputs(i)) new_inputs.push_back(done[input]);
    done.push_back(replace(nodes_[i], std::move(new_inputs)));
  }
  if (followed != nullptr)
    follow(*followed, [&](const Expr& e) { return contains(e) ? &done[position(e)] : nullptr; });
  std::vector<Expr> result;
  for (const Expr& root : roots_) result.push_back(done[position(root)]);
  return result;
}

std::vector<Expr> rebuilt(const std::vector<Expr>& roots, const Replace& replace,
                          std::vector<Followed>* followed) {
  return Graph(roots).rebuilt(replace, followed);
}

std::vector<int> leaf_counts(const Graph& graph) {
  std::vector<int> counts(graph.size(), 0);
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const Expr& node = graph.nodes()[i];
    if (node.inputs().empty() || !node.symbol().empty())
      counts[i] = 1;
    else
      for (const std::size_t input : graph.inputs(i)) counts[i] = std::min(3, counts[i] + counts[input]);
  }
  return counts;
}

std::vector<std::size_t> use_counts(const Graph& graph, std::span<const Expr> roots) {
  std::vector<std::size_t> counts(graph.size(), 0);
  for (std::size_t i = 0; i < graph.size(); ++i)
    for (const std::size_t input : graph.inputs(i)) ++counts[input];
  for (const Expr& root : roots) ++counts[graph.position(root)];
  return counts;
}

}  // namespace matgrad
