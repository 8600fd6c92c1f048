#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/graph.hpp"

namespace matgrad {

/// Whether a step through this node is not worth a name: a transpose, or a multiple by a number.
bool is_transparent(const Expr& node);

/// One use of a node on its way to the root: the consumers it passes up to the first that is not transparent (the
/// root and names never are), and as which of their inputs.
struct VariableUse {
  struct Link {
    Expr consumer;
    std::size_t input;
  };
  std::vector<Link> links;
  const Link& last() const { return links.back(); }
};

/// What flows back along a use, given the adjoint of its last consumer.
Expr contribution(const VariableUse& use, const Expr& adjoint);

/// Who uses what in a graph, as far as a derivative can flow from there to the root (the last node of the graph).
class VariableUses {
 public:
  explicit VariableUses(const Graph& graph);

  /// The uses of x in the order in which the reverse sweep meets them: this is the numbering of the paths to a
  /// shared variable, in pictures and derivations. None if x is no part of the graph.
  std::vector<VariableUse> of(const Expr& x) const;

  /// The consumers of the node at a position, the last one first.
  const std::vector<VariableUse::Link>& consumers(std::size_t position) const { return consumers_[position]; }

 private:
  const Graph& graph_;
  std::vector<std::vector<VariableUse::Link>> consumers_;
};

}  // namespace matgrad
