#include "matgrad/autodiff/rewrite/constant_parts.hpp"

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/random_leaf.hpp"

namespace matgrad {

Marks varying_values(const Graph& graph) {
  const Marks given = marks_where(graph, [](const Expr& node) { return node.is_leaf() || is_drawn(node); });
  return with_nodes_above(graph, given, &Op::uses_value);
}

bool is_worth_keeping(const Expr& constant) {
  const Index size = constant.shape().size();
  Index read = 0;
  bool is_given = true;  // from nothing but shapes
  for (std::size_t k = 0; k < constant.inputs().size(); ++k) {
    if (!constant.op().uses_value(k)) continue;
    read += constant.input(k).shape().size();
    is_given = false;
  }
  return is_given || size <= read || constant.op().cost(constant) > static_cast<double>(size);
}

Marks computed_each_time(const Graph& graph, std::span<const Expr> roots) {
  const Marks varies = varying_values(graph);
  Marks computed(graph.size(), false);
  const auto want = [&](std::size_t i) { computed[i] = varies[i] || !is_worth_keeping(graph.nodes()[i]); };
  for (const Expr& root : roots) want(graph.position(root));
  for (std::size_t i = graph.size(); i-- > 0;) {
    if (!computed[i]) continue;
    const Op& op = graph.nodes()[i].op();
    const std::span<const std::size_t> inputs = graph.inputs(i);
    for (std::size_t k = 0; k < inputs.size(); ++k)
      if (op.uses_value(k)) want(inputs[k]);
  }
  return computed;
}

}  // namespace matgrad
