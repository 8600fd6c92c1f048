#pragma once

#include <cstddef>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/node_map.hpp"

namespace matgrad {

/// The factors of a product and how often each stands in it, in the order in which they came first.
class FactorCounts {
 public:
  struct Factor {
    Expr expr;
    std::ptrdiff_t count;  // 0 for what has been removed
  };

  void add(const Expr& factor, std::ptrdiff_t count);
  void remove(const Expr& factor, std::ptrdiff_t count);

  bool empty() const { return total_ == 0; }
  bool contains(const Expr& factor) const { return count(factor) > 0; }
  std::ptrdiff_t count(const Expr& factor) const;
  const std::vector<Factor>& factors() const { return factors_; }

 private:
  std::vector<Factor> factors_;
  NodeMap<std::size_t> places_;
  std::ptrdiff_t total_ = 0;
};

/// Removes from both what stands in both.
void cancel(FactorCounts& above, FactorCounts& below);

}  // namespace matgrad
