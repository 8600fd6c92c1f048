#pragma once

#include <functional>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/grade/local_change.hpp"

namespace matgrad::grading {

/// An expression in which a slip was made.
struct Mutant {
  LocalChange change;
  Expr result;
  Expr site;  // the node that was changed; the whole where there are several
};

/// Where slips are looked for.
struct MutationOptions {
  /// Whether a node stands for itself: it may be left out or transposed, but nothing inside it is changed. Leaves
  /// and named nodes always do.
  std::function<bool(const Expr&)> is_unit = [](const Expr&) { return false; };
  /// What may stand by mistake in the place of a unit of its shape, or as the argument of a function.
  std::vector<Expr> others = {};
  /// Told how many nodes are looked at or made.
  std::function<void(std::size_t)> spend = [](std::size_t) {};
};

/// The expressions that `expr` becomes by one slip: at one node, with all its uses, the whole before its parts, or
/// by the same slip at all nodes where it can be made. Exchanged symbols come last. They may have another shape.
std::vector<Mutant> mutants(const Expr& expr, const Describe& describe, const MutationOptions& options);

/// Whether a slip is one in the derivative of a node: powers that a quotient brings are better looked at in the
/// whole formula.
bool may_be_made_in(const Expr& node, const LocalChange& change);

}  // namespace matgrad::grading
