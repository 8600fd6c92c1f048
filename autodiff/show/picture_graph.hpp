#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/rewrite/fact_table.hpp"
#include "matgrad/autodiff/show/graph_picture.hpp"
#include "matgrad/autodiff/show/named_steps.hpp"
#include "matgrad/autodiff/show/variable_uses.hpp"

namespace matgrad {

/// An operation inside a formula, and as which of its inputs it takes a node below.
struct PictureLink {
  Expr consumer;
  std::size_t input;
};

/// An arrow from a node to one that uses it.
struct PictureArrow {
  std::size_t from = 0;            // position of the node used
  std::vector<PictureLink> links;  // those along which an adjoint flows back
  std::vector<std::size_t> paths;  // of the chosen variable, where it has several
  bool only_shape = true;          // whether the value does not matter
};

/// A node as drawn: a formula over the nodes below it.
struct PictureNode {
  Expr node;      // under its name, if it has one
  Expr symbol;    // a leaf that stands for it in other formulas; a constant stands for itself
  Expr formula;   // over such leaves
  Notation text;  // of the formula
  std::vector<PictureArrow> arrows = {};  // that end here
  bool only_shape = false;                // whether the root does not depend on its value
  bool on_path = false;                   // between the chosen variable and the root
};

/// Which nodes of an expression are drawn, and what is folded into the formula of which.
class PictureGraph {
 public:
  PictureGraph(const Expr& root, const DotOptions& options);

  /// Inputs before users; the root is the last one.
  const std::vector<PictureNode>& nodes() const { return nodes_; }
  const PictureNode& root() const { return nodes_.back(); }
  const NamedSteps& steps() const { return steps_; }
  bool is_root(std::size_t i) const { return i + 1 == nodes_.size(); }
  /// Where a node of the given expression is drawn, if it has a place of its own.
  std::optional<std::size_t> position(const Expr& given) const;

 private:
  /// A formula on its way from the graph of steps to symbols.
  struct Region {
    std::unordered_map<const Node*, Expr> images;
    std::vector<Expr> operations;  // of the graph of steps, inputs first
    GivenNames shown_as;
  };

  void choose(const Expr& root, const DotOptions& options);
  std::vector<bool> foldable(const std::unordered_set<const Node*>& wanted) const;
  const Expr& canonical(const Expr& node) const;
  bool is_chosen(const Expr& node) const { return chosen_[graph_.position(node)]; }
  void number_paths(const Expr& x);
  std::vector<std::size_t> paths_through(const Expr& consumer, std::size_t input, const Expr& drawn,
                                         const Region& region) const;
  void draw(const Expr& node);
  const Expr& symbol_for(const Expr& node, const std::string& name, const Expr& formula);
  Facts facts(const Expr& node, const Expr& formula);
  Expr over_symbols(const Expr& node, Region& region);
  void fold_repeated(const Expr& node, Region& region);
  std::vector<PictureArrow> arrows(const Expr& node, const Expr& formula, const Region& region) const;

  bool every_operation_;
  NamedSteps steps_;
  Graph graph_;
  bool with_facts_;
  std::vector<bool> chosen_, has_value_;  // by position in the graph
  std::vector<VariableUse> uses_;         // of the chosen variable, where it has several
  /// By consumer and input: which uses pass there, and as which of their links.
  std::map<std::pair<const Node*, std::size_t>, std::vector<std::pair<std::size_t, std::size_t>>> passed_;
  std::unordered_map<const Node*, std::size_t> position_;
  std::unordered_map<const Node*, Expr> symbols_;
  std::vector<PictureNode> nodes_;
  FactTable facts_;
  std::vector<Expr> kept_alive_;
};

}  // namespace matgrad
