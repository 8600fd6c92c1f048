#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "matgrad/autodiff/show/picture_graph.hpp"

namespace matgrad {

/// The adjoints of the nodes of a picture and what flows back along its arrows, in terms of the names in it.
class PictureAdjoints {
 public:
  /// `wanted`: the positions of the nodes that the adjoints flow to. Throws DerivativeError on a path through an
  /// operation without derivative.
  PictureAdjoints(const PictureGraph& graph, const std::vector<std::size_t>& wanted);

  /// Whether an adjoint flows to node i, towards a wanted one.
  bool reaches(std::size_t i) const { return total_[i].has_value(); }
  /// Whether something flows back along an arrow of node i.
  bool flows(std::size_t i, std::size_t arrow) const { return contributions_[i][arrow].has_value(); }
  /// How many arrows bring node i its adjoint.
  std::size_t sources(std::size_t i) const { return sources_[i]; }

  /// Whether the adjoint is a constant number.
  bool is_number(std::size_t i) const;
  /// "∂L/∂K".
  std::string name(std::size_t i) const;
  /// The adjoint of node i, and what an arrow of node i brings to where it comes from.
  Notation total(std::size_t i) const;
  Notation contribution(std::size_t i, std::size_t arrow) const;

 private:
  void mark(const std::vector<std::size_t>& wanted);
  Expr seed(std::size_t i);
  void sweep(std::size_t i);
  Expr by_names(const Expr& adjoint, const PictureNode& node) const;

  const PictureGraph& graph_;
  std::unordered_map<const Node*, Expr> nameless_;  // what symbols without name stand for
  std::vector<bool> needed_;
  std::vector<std::size_t> sources_;
  std::vector<std::optional<Expr>> total_;
  std::vector<std::vector<Expr>> terms_;                         // of each total
  std::vector<std::vector<std::optional<Expr>>> contributions_;  // by node and arrow
};

}  // namespace matgrad
