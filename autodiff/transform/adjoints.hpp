#pragma once

#include <functional>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// What one use of a node adds to the node's adjoint.
struct Contribution {
  Expr consumer;      // the node that uses it
  std::size_t input;  // as which of the consumer's inputs
  Expr value;         // the adjoint that flows back along this path
};

/// The reverse sweep: ∂y/∂v for every node v between y and the wanted expressions, kept path by path before
/// the contributions are added up. Nothing is simplified.
/// Source: Griewank and Walther, Evaluating Derivatives (2008), section 3.2.
class Adjoints {
 public:
  /// Sees each finished adjoint before it flows on, and may put it under a name.
  using Observer = std::function<Expr(const Expr& node, const Expr& adjoint)>;

  /// `seed` has y's shape. Throws ShapeError if not, DerivativeError on a path through an operation without
  /// derivative.
  Adjoints(const Expr& y, const Expr& seed, std::span<const Expr> wanted, const Observer& observer = {});

  /// The contributions to ∂y/∂x, one for each use of x on a path from y; empty if y does not depend on x.
  const std::vector<Contribution>& contributions(const Expr& x) const;
  /// ∂y/∂x, the sum of the contributions; none if y does not depend on x.
  std::optional<Expr> total(const Expr& x) const;

 private:
  struct Entry {
    std::vector<Contribution> contributions;
    std::optional<Expr> total;
  };
  std::unordered_map<const Node*, Entry> entries_;
  std::vector<Expr> kept_alive_;
};

}  // namespace matgrad
