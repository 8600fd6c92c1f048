#pragma once

#include <string>
#include <vector>

#include <matgrad/autodiff/expression/expr.hpp>

namespace matgrad::tests {

/// One way to get a vjp wrong.
struct Mutation {
  enum class Kind { sign, factor, zero, transposed, dropped_term };
  Kind kind;
  std::size_t term = 0;  // which term is dropped

  std::string name() const;
  /// What the wrong vjp returns in place of `adjoint`.
  Expr applied_to(const Expr& adjoint) const;
};

/// The mutations that are possible for a vjp that returns `adjoint`.
std::vector<Mutation> mutations_of(const Expr& adjoint);

/// `root` with the node `target` replaced by one of the same value, whose vjp for `input` is mutated.
Expr with_mutant(const Expr& root, const Expr& target, std::size_t input, const Mutation& mutation);

}  // namespace matgrad::tests
