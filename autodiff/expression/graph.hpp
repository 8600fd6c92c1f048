#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/followed.hpp"
#include "matgrad/autodiff/expression/node_map.hpp"

namespace matgrad {

/// What takes the place of a node whose inputs have been replaced by `inputs`.
using Replace = std::function<Expr(const Expr& node, std::vector<Expr> inputs)>;

/// The nodes that some expressions reach, each once, inputs before users (the order of evaluation). Built
/// without recursion.
class Graph {
 public:
  explicit Graph(std::span<const Expr> roots);
  explicit Graph(const Expr& root) : Graph(std::span(&root, 1)) {}

  std::span<const Expr> roots() const { return roots_; }
  std::span<const Expr> nodes() const { return nodes_; }
  std::size_t size() const { return nodes_.size(); }
  bool contains(const Expr& expr) const { return number_.contains(expr.id()); }
  /// The place of an expression in nodes(); null if it is none of them.
  const std::size_t* find(const Expr& expr) const {
    const std::size_t* const number = number_.find(expr.id());
    return number == nullptr ? nullptr : &position_[*number];
  }
  /// The place of a contained expression in nodes().
  std::size_t position(const Expr& expr) const { return position_[*number_.find(expr.id())]; }
  /// The places of the inputs of node i: what a pass reads along the edges needs no look-up.
  std::span<const std::size_t> inputs(std::size_t i) const {
    return {inputs_.data() + first_input_[i], nodes_[i].inputs().size()};
  }
  /// The leaves, in order of first use.
  std::vector<Expr> leaves() const;
  /// What the roots become when each node, inputs first, is replaced.
  std::vector<Expr> rebuilt(const Replace& replace, std::vector<Followed>* followed = nullptr) const;

 private:
  std::vector<Expr> roots_, nodes_;
  std::vector<std::size_t> inputs_, first_input_;
  NodeMap<std::size_t> number_;  // in the order in which nodes are found
  std::vector<std::size_t> position_;
};

/// `node` with other inputs; the node itself if they are the same.
Expr with_inputs(const Expr& node, std::vector<Expr> inputs);

/// What `roots` become when each node they reach, inputs first, is replaced.
std::vector<Expr> rebuilt(const std::vector<Expr>& roots, const Replace& replace,
                          std::vector<Followed>* followed = nullptr);

/// How many leaves, constants and names stand in the formula of each node, counted up to three.
std::vector<int> leaf_counts(const Graph& graph);

/// For each node of `graph`: how many inputs of other nodes, and how many `roots`, refer to it.
std::vector<std::size_t> use_counts(const Graph& graph, std::span<const Expr> roots);
inline std::vector<std::size_t> use_counts(const Graph& graph) { return use_counts(graph, graph.roots()); }

}  // namespace matgrad
