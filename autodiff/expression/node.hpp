#pragma once

#include <atomic>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// The counted node behind Expr handles, in one block of memory with its inputs.
class Node {
 public:
  /// A node that is counted once. Throws ShapeError where the inputs do not fit.
  static const Node* create(OpPtr op, std::vector<Expr> inputs);
  Node(const Node&) = delete;

  void retain() const noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() const noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) destroy(this);
  }

  std::span<const Expr> inputs() const { return {reinterpret_cast<const Expr*>(this + 1), input_count_}; }

  const OpPtr op;
  const Shape shape;
  const std::size_t hash;

 private:
  friend class Expr;
  Node(OpPtr operation, Shape result, std::size_t structural_hash, std::size_t input_count)
      : op(std::move(operation)), shape(result), hash(structural_hash), input_count_(input_count) {}
  ~Node() = default;
  /// Frees a dead node and all that die with it, in a loop: a graph may be millions of nodes deep.
  static void destroy(const Node* node) noexcept;

  const std::size_t input_count_;
  mutable std::atomic<std::size_t> references_{1};
  Node* next_dead_ = nullptr;
};

}  // namespace matgrad
