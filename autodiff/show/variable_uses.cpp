#include "matgrad/autodiff/show/variable_uses.hpp"

#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
bool is_transparent(const Expr& node) {
  if (is_transpose(node)) return true;
  const std::vector<double>* coefficients = sum_coefficients(node);
  return coefficients != nullptr && coefficients->size() == 1;
}

VariableUses::VariableUses(const Graph& graph) : graph_(graph), consumers_(graph.size()) {
  std::vector<bool> reached(graph.size(), false);
  if (graph.size() > 0) reached.back() = true;
  for (std::size_t i = graph.size(); i-- > 0;) {
    if (!reached[i]) continue;
    const Expr& node = graph.nodes()[i];
    for (std::size_t k = 0; k < node.inputs().size(); ++k) {
      if (!node.op().passes_adjoint(k)) continue;
      const std::size_t j = graph.position(node.input(k));
      reached[j] = true;
      consumers_[j].push_back({node, k});
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
