#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {

/// One mark for each node of a graph, by position.
using Marks = std::vector<bool>;

/// The nodes of which `is_marked` says so; `nodes`, as far as the graph holds them.
template <class IsMarked>
Marks marks_where(const Graph& graph, const IsMarked& is_marked) {
  Marks marks;
  marks.reserve(graph.size());
  for (const Expr& node : graph.nodes()) marks.push_back(is_marked(node));
  return marks;
}
Marks marks_of(const Graph& graph, std::span<const Expr> nodes);

/// What a walk follows from node to input or back: &Op::uses_value or &Op::passes_adjoint.
using Follows = bool (Op::*)(std::size_t) const;
/// The marked nodes and all that lie below them, from which they are computed.
Marks with_nodes_below(const Graph& graph, Marks marks, Follows follows);
/// The marked nodes and all above them, which are computed from them.
Marks with_nodes_above(const Graph& graph, Marks marks, Follows follows);

/// Which nodes must be evaluated for `roots`: not those of which only the shape matters.
Marks needed_values(const Graph& graph, std::span<const Expr> roots);

}  // namespace matgrad
