#pragma once

#include <optional>
#include <unordered_set>
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
  bool contains(const Expr& expr) const { return nodes_.contains(expr); }

 private:
  struct Hash {
    std::size_t operator()(const Expr& expr) const { return expr.hash(); }
  };
  struct Equal {
    bool operator()(const Expr& a, const Expr& b) const;
  };
  std::unordered_set<Expr, Hash, Equal> nodes_;
};

/// Equal subexpressions of all of `exprs` merged; nothing else changes.
std::vector<Expr> merge(const std::vector<Expr>& exprs);

}  // namespace matgrad
