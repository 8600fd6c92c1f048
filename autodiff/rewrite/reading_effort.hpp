#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/node_map.hpp"

namespace matgrad {

/// The measure of tidy, over the expression written out: a leaf, a number or a matrix of ones counts 1; a sum,
/// product, transpose or name 1 more than what it is applied to, and a sum 1 for each number in it; sums of each
/// row or column three times what they are applied to; any other operation twice that, so that transposes move
/// outwards. Each node is looked at once.
class ReadingEffort {
 public:
  double of(const Expr& expr);

 private:
  double derived(const Expr& expr) const;

  NodeMap<double> known_;
  std::vector<Expr> kept_alive_;
};

double reading_effort(const Expr& expr);

}  // namespace matgrad
