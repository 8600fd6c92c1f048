#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/rebuilder.hpp"
#include "matgrad/autodiff/expression/unused_names.hpp"
#include "matgrad/autodiff/rewrite/fact_table.hpp"

namespace matgrad {

/// An expression in which every step that is worth a line of its own stands under a name, equal ones under one:
/// those that had none are called t₁, t₂, …; transposes and multiples by a number stay without.
class NamedSteps {
 public:
  enum class Root { loss, step };

  /// Nodes in `marked` get a name in any case. A loss without name gets `loss_name`, unless something else has it.
  /// If the root is a step, the loss is something further on. No name is given that looks like one in `taken`.
  NamedSteps(const Expr& root, const std::vector<Expr>& marked, Root kind, const std::string& loss_name = "L",
             UnusedNames taken = {});

  const Expr& root() const { return steps_.back(); }
  const std::string& loss_name() const { return loss_name_; }
  bool contains(const Expr& node) const { return given_.contains(node); }
  /// What a node of the given expression has become.
  const Expr& step(const Expr& node) const { return steps_[given_.position(node)]; }

  /// The named step that a node defines, else the node itself.
  const Expr& line_of(const Expr& node) const;

  /// "∂L/∂K" for K.
  std::string adjoint_name(std::string_view name) const { return "∂" + loss_name_ + "/∂" + std::string(name); }
  Expr named_adjoint(const Expr& step, const Expr& adjoint);
  /// The expression in terms of names alone, tidy: steps and adjoints become leaves that keep the facts of what
  /// they stand for; so do operations that define a name, as a vjp refers to them.
  Expr by_name(const Expr& expr);
  /// The expression without the names added here, those of adjoints among them; tidy, unless it is long.
  Expr expanded(const Expr& expr);

 private:
  Expr with_name(std::string name, const Expr& node);
  const Expr& leaf_for(const Expr& named_node);

  Graph given_;
  std::vector<Expr> steps_;  // by position in the given graph
  std::unordered_set<std::string> added_names_;
  std::unordered_map<const Node*, Expr> name_of_;  // of what stands under a name
  std::string loss_name_;
  FactTable facts_;
  Rebuilder expander_;
  std::unordered_map<const Node*, Expr> leaf_for_;
  std::vector<Expr> kept_alive_;
};

/// Tidy, where the expression is short enough to be read.
Expr tidy_if_short(const Expr& expr);

}  // namespace matgrad
