#pragma once

#include <optional>
#include <span>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// A term of a sum taken apart: coefficient · scalars · chain, which is a product of matrices or, where it is
/// elementwise, one entry by entry. The chain is empty for a product of scalars.
template <class FactorType>
struct ProductOf {
  double coefficient = 1;
  std::vector<Expr> scalars;
  std::vector<FactorType> chain;
  bool is_elementwise = false;
};

/// The 1×1 factors of a product and the others; an expression that is no product is its own only factor.
using SplitProduct = ProductOf<Expr>;
SplitProduct split_product(const Expr& expr, double coefficient = 1);

/// Each of the products with one factor more, or, where that is a sum that opens, with each of its terms in its
/// place; nothing where their numbers cannot be multiplied.
std::optional<std::vector<SplitProduct>> extended(const std::vector<SplitProduct>& products, const Expr& factor,
                                                  bool opens);

/// A matrix factor, read as it is or transposed: transposes in products are never formed.
struct Factor {
  Expr node;
  bool transposed = false;

  Shape shape() const { return transposed ? node.shape().transposed() : node.shape(); }
  Factor flipped() const { return {node, !transposed}; }
  friend bool operator==(const Factor&, const Factor&) = default;
};
/// The factors of the transposed product.
std::vector<Factor> transposed(std::span<const Factor> chain);

/// The same with transposes taken into the factors, as machines multiply.
using ProductTerm = ProductOf<Factor>;
ProductTerm product_term(const Expr& expr, double coefficient = 1);

}  // namespace matgrad
