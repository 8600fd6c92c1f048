#pragma once

#include <optional>
#include <span>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/operations/part_place.hpp"
#include "matgrad/autodiff/rewrite/linear_unit.hpp"

namespace matgrad {

// What the machine runs: internal operations with value and cost, without derivative, that only lower builds.

/// Every such operation derives from this, save factors, whose value is that of no public expression.
class Instruction {
 public:
  virtual ~Instruction() = default;
  /// An expression with the value of this operation on `inputs`, of operations that people know.
  virtual Expr meaning(std::span<const Expr> inputs) const = 0;
};

/// The expression itself, or, where its operation is an instruction, what that means.
Expr meaning_of(const Expr& expr);

/// What a product is added to: β C, where the result may take over C's memory.
struct Accumulator {
  double coefficient;
  Expr value;
};

/// α s₁ … sₖ op(A) op(B) + β C with op(A) = A or Aᵀ, by one call of a matrix product.
Expr gemm(double alpha, const std::vector<Expr>& scalars, const Factor& a, const Factor& b,
          const std::optional<Accumulator>& c);

/// Σ cᵢ sᵢ₁ … sᵢₖ aᵢ bᵢᵀ + β C in one pass over the result, which may take over C's memory: the two factors of
/// each product are vectors, lying either way.
Expr outer_sum(const std::vector<ProductTerm>& products, Shape shape, const std::optional<Accumulator>& c);

/// Σ cᵢ sᵢ₁ … sᵢₖ op(Aᵢ) in one pass; scalars (1×1) among the Aᵢ are broadcast. Each term has at most one factor.
Expr scaled_sum(const std::vector<ProductTerm>& terms, Shape shape);

/// A matrix and where it is added.
struct PlacedPiece {
  PartPlace place;
  Expr value;
};

/// The pieces, each added at its place to `base` or to zeros, in one pass.
Expr assembly(const std::vector<PlacedPiece>& pieces, Shape shape, const std::optional<Expr>& base);

}  // namespace matgrad
