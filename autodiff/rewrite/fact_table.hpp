#pragma once

#include <span>
#include <vector>

#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/node_map.hpp"
#include "matgrad/autodiff/rewrite/rule.hpp"

namespace matgrad {

/// The implications that matgrad knows: facts of sums, products and functions from the facts of their operands.
std::span<const Implication> known_implications();

/// Facts of expressions in normal form, each derived once. Nodes must outlive the table.
class FactTable {
 public:
  Facts facts(const Expr& expr);
  /// States the facts of an expression that is not in normal form.
  void know(const Expr& expr, Facts facts);

 private:
  Facts derived(const Expr& expr);
  Facts of_sum(const Expr& expr);
  Facts of_product(const Expr& expr);
  bool are_transposes(const Expr& a, const Expr& b);

  NodeMap<Facts> known_;
  std::vector<Expr> kept_alive_;
};

}  // namespace matgrad
