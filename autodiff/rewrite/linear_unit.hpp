#pragma once

#include <functional>
#include <span>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/rewrite/product_term.hpp"

namespace matgrad {

/// A node seen as a sum of products: a sum, a product or a transpose in normal form.
struct LinearUnit {
  Shape shape;
  std::vector<ProductTerm> terms;

  LinearUnit transposed() const;
};

/// Whether `expr` is such a node, and how; a product that stands in a sum and is shared counts as one factor.
bool is_linear(const Expr& expr);
using IsShared = std::function<bool(const Expr&)>;
LinearUnit linear_unit(const Expr& expr, const IsShared& is_shared);

/// The terms that `term` becomes when its first factor `node` is replaced by the unit that computes it.
std::vector<ProductTerm> spliced(const ProductTerm& term, const Expr& node, const LinearUnit& unit);

}  // namespace matgrad
