#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// The counted node behind Expr handles.
class Node {
 public:
  Node(OpPtr op, std::vector<Expr> inputs);

  void retain() const noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() const noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy(this);
  }

  const OpPtr op;
  std::vector<Expr> inputs;
  const Shape shape;
  const std::size_t hash;

 private:
  friend class Expr;
  /// Frees a dead node and all that die with it, in a loop: a graph may be millions of nodes deep.
  static void destroy(const Node* node) noexcept;

  mutable std::atomic<std::size_t> references_{1};
  Node* next_dead_ = nullptr;
};

}  // namespace matgrad
