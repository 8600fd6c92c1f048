#pragma once

#include <cstdint>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// Merges equal subexpressions within one pass: among interned expressions, structural equality is identity.
class Interner {
 public:
  /// The one node for `op` applied to interned inputs.
  Expr intern(const OpPtr& op, std::vector<Expr> inputs);
  /// The one node equal to `expr`, whose inputs are interned.
  Expr intern(const Expr& expr);
  /// Whether an equal node has been interned.
  bool contains(const Expr& expr) const { return !slots_.empty() && slots_[place(expr)].number != 0; }

 private:
  std::size_t place(const Expr& expr) const;
  void grow();

  // Open addressing. Slots hold positions in nodes_, counted from 1, so that 0 is free, and a part of the hash:
  // most nodes that differ are told apart without reading them.
  struct Slot {
    std::uint32_t number = 0, hash_part = 0;
  };
  std::vector<Expr> nodes_;
  std::vector<Slot> slots_;
};

/// Equal subexpressions of all of `exprs` merged; nothing else changes.
std::vector<Expr> merge(const std::vector<Expr>& exprs);

}  // namespace matgrad
