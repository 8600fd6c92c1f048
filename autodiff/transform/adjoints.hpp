#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/graph.hpp"

namespace matgrad {

/// What one use of a node adds to the node's adjoint.
struct Contribution {
  Expr consumer;      // the node that uses it
  std::size_t input;  // as which of the consumer's inputs
  Expr value;         // the adjoint that flows back along this path
};

/// What flows back beside the rules of the operations: to a node between the wanted ones and `node`.
struct SweepFlow {
  Expr to;
  Expr value;
};

/// Where one takes part in a sweep.
struct SweepHooks {
  /// Sees each finished adjoint before it flows on, and may put it under a name.
  std::function<Expr(const Expr& node, const Expr& adjoint)> finished = {};
  std::function<std::vector<SweepFlow>(const Expr& node, const Expr& adjoint)> beside = {};
};

/// A node whose adjoint is given, whatever flows to it.
struct GivenAdjoint {
  Expr node;
  Expr adjoint;
};

/// The reverse sweep: ∂y/∂v for every node v between y and the wanted expressions, kept path by path before
/// the contributions are added up. Nothing is simplified.
/// Source: Griewank and Walther, Evaluating Derivatives (2008), section 3.2.
class Adjoints {
 public:
  /// `seed` has y's shape. Throws ShapeError if not, or where a contribution has not the shape of what it flows
  /// to, DerivativeError on a path through an operation without derivative.
  Adjoints(const Expr& y, const Expr& seed, std::span<const Expr> wanted, const SweepHooks& hooks = {});
  /// Of a loss: from the number 1, or, where the loss is the upstream node, from what is given.
  Adjoints(const Expr& loss, const std::optional<GivenAdjoint>& upstream, std::span<const Expr> wanted,
           const SweepHooks& hooks = {});

  /// The contributions to ∂y/∂x, one for each use of x on a path from y; empty if y does not depend on x.
  const std::vector<Contribution>& contributions(const Expr& x) const;
  /// ∂y/∂x, the sum of the contributions; none if y does not depend on x.
  std::optional<Expr> total(const Expr& x) const;

 private:
  struct Entry {
    std::vector<Contribution> contributions;
    std::vector<Expr> beside;
    std::optional<Expr> total;
  };
  const Entry* find(const Expr& x) const;

  Graph graph_;
  std::vector<Entry> entries_;  // by position in the graph
};

}  // namespace matgrad
