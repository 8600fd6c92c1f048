#include "matgrad/autodiff/expression/marks.hpp"

namespace matgrad {

Marks marks_of(const Graph& graph, std::span<const Expr> nodes) {
  Marks marks(graph.size(), false);
  for (const Expr& node : nodes)
    if (graph.contains(node)) marks[graph.position(node)] = true;
  return marks;
}

Marks with_nodes_below(const Graph& graph, Marks marks, Follows follows) {
  for (std::size_t i = graph.size(); i-- > 0;) {
    if (!marks[i]) continue;
    const Op& op = graph.nodes()[i].op();
    const std::span<const std::size_t> inputs = graph.inputs(i);
    for (std::size_t k = 0; k < inputs.size(); ++k)
      if ((op.*follows)(k)) marks[inputs[k]] = true;
  }
  return marks;
}

Marks with_nodes_above(const Graph& graph, Marks marks, Follows follows) {
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const Op& op = graph.nodes()[i].op();
    const std::span<const std::size_t> inputs = graph.inputs(i);
    for (std::size_t k = 0; k < inputs.size() && !marks[i]; ++k) marks[i] = marks[inputs[k]] && (op.*follows)(k);
  }
  return marks;
}

Marks needed_values(const Graph& graph, std::span<const Expr> roots) {
  return with_nodes_below(graph, marks_of(graph, roots), &Op::uses_value);
}

}  // namespace matgrad
