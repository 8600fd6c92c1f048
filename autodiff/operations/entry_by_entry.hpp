#pragma once

#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {

/// Base beside Op for an operation whose result at (i, j) depends on its inputs at (i, j) alone, in the same way
/// everywhere; a 1×1 input goes with every entry.
class EntryByEntry {
 protected:
  ~EntryByEntry() = default;
};

/// Whether the operation says so of itself.
inline bool is_entry_by_entry(const Expr& expr) {
  return dynamic_cast<const EntryByEntry*>(&expr.op()) != nullptr;
}

}  // namespace matgrad
