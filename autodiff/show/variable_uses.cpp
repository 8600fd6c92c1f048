#include "matgrad/autodiff/show/variable_uses.hpp"

#include <algorithm>
#include <utility>

#include "matgrad/autodiff/expression/contribution.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {

bool is_transparent(const Expr& node) {
  if (is_transpose(node)) return true;
  const std::vector<double>* coefficients = sum_coefficients(node);
  return coefficients != nullptr && coefficients->size() == 1;
}

Expr contribution(const VariableUse& use, const Expr& adjoint) {
  Expr value = adjoint;
  for (std::size_t i = use.links.size(); i-- > 0;)
    value = contribution(use.links[i].consumer, use.links[i].input, value);
  return value;
}

VariableUses::VariableUses(const Graph& graph) : graph_(graph), consumers_(graph.size()) {
  const Marks reached = with_nodes_below(
      graph, marks_of(graph, graph.nodes().last(std::min<std::size_t>(1, graph.size()))), &Op::passes_adjoint);
  for (std::size_t i = graph.size(); i-- > 0;) {
    if (!reached[i]) continue;
    const Expr& node = graph.nodes()[i];
    for (std::size_t k = 0; k < node.inputs().size(); ++k) {
      if (!node.op().passes_adjoint(k)) continue;
      consumers_[graph.position(node.input(k))].push_back({node, k});
    }
  }
}

std::vector<VariableUse> VariableUses::of(const Expr& x) const {
  if (!graph_.contains(x)) return {};
  const Expr& root = graph_.nodes().back();
  std::vector<VariableUse> uses;
  std::vector<VariableUse> stack;
  const auto push_consumers = [&](const Expr& node, const VariableUse& before) {
    const auto& links = consumers_[graph_.position(node)];
    for (std::size_t i = links.size(); i-- > 0;) {
      stack.push_back(before);
      stack.back().links.push_back(links[i]);
    }
  };
  push_consumers(x, {});
  while (!stack.empty()) {
    const VariableUse use = std::move(stack.back());
    stack.pop_back();
    const Expr& consumer = use.last().consumer;
    if (is_transparent(consumer) && !(consumer == root))
      push_consumers(consumer, use);
    else
      uses.push_back(use);
  }
  return uses;
}

}  // namespace matgrad
