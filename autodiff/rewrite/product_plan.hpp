#pragma once

#include <optional>
#include <set>
#include <span>
#include <vector>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/rewrite/chain_order.hpp"
#include "matgrad/autodiff/rewrite/linear_unit.hpp"

namespace matgrad {

/// Decides which shared products and sums are worth computing: a node is dissolved into all of its users (a
/// product spliced into their chains, their products distributed over a sum) when the floating-point operations of
/// all users together fall. A matrix that does not pay alone is tried together with what only it uses: W (T + Tᵀ)
/// with T = u vᵀ needs no square matrix once both are gone. Works on a graph in normal form, users before what
/// they use, each pair looked at once.
class ProductPlan {
 public:
  ProductPlan(const Graph& graph, std::span<const Expr> roots);

  /// How to compute node i as a sum of products; none if it is no such node.
  const std::optional<LinearUnit>& unit(std::size_t i) const { return units_[i]; }
  /// Whether node i is computed at all.
  bool needed(std::size_t i) const { return needed_[i]; }
  /// Whether a product of these factors is computed as a node of its own, or beforehand.
  bool is_computed(std::span<const Factor> factors) const;
  /// Whether a node of the graph, or a product of these factors, depends on nothing that varies from call to call.
  bool is_constant(const Expr& node) const;
  bool is_constant(std::span<const Factor> factors) const;

 private:
  struct Use {
    std::size_t user;
    std::size_t term;
  };
  using Key = std::vector<std::pair<const Node*, bool>>;
  static Key key_of(std::span<const Factor> factors);

  void publish(std::size_t i);   // a plain product: others may use it at no cost
  void withdraw(std::size_t i);  // … no longer
  void drop(std::size_t i);      // no live node uses it any more
  void register_term(std::size_t user, std::size_t term);
  /// Lets the nodes of products that are computed in any case stand for them in longer ones.
  void use_computed_products();
  void consider(std::size_t i);
  std::vector<Use> live_uses(std::size_t i) const;
  /// Whether users can multiply with what computes the node.
  bool can_dissolve(std::size_t i) const;
  bool multiplies_matrices(std::size_t i, std::span<const Use> uses) const;
  /// How to compute a node without the nodes that have been opened up in it, itself among them, and what these and
  /// all users cost if they are kept. The nodes inside are withdrawn.
  struct Opened {
    LinearUnit unit;
    std::vector<std::size_t> inside;
    double kept;
  };
  /// Opens up what only the nodes inside use; false if there is no such node.
  bool open_further(Opened& opened);
  void dissolve(std::size_t i, Use use);
  double cost(const ProductTerm& term, Shape shape) const;
  double cost(std::size_t i) const;
  double cost_if_dissolved(std::size_t i, const LinearUnit& unit, Use use) const;
  void need_inputs(std::size_t i);
  void find_needed(std::span<const Expr> roots);

  const Graph& graph_;
  std::vector<bool> varies_;
  std::vector<std::optional<LinearUnit>> units_;
  std::vector<std::vector<Use>> uses_;  // as a factor of a term
  std::vector<bool> needed_whole_;      // also used otherwise
  std::vector<bool> live_;
  std::vector<bool> needed_;
  std::multiset<Key> computed_;
};

}  // namespace matgrad
