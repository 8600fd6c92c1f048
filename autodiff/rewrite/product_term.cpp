#include "matgrad/autodiff/rewrite/product_term.hpp"

#include <cstddef>
#include <utility>

#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/folded_number.hpp"

namespace matgrad {

SplitProduct split_product(const Expr& expr, double coefficient) {
  SplitProduct split{coefficient, {}, {}};
  const auto add = [&split](const Expr& factor) {
    (factor.shape().is_scalar() ? split.scalars : split.chain).push_back(factor);
  };
  if (!is_product(expr))
    add(expr);
  else
    for (const Expr& input : expr.inputs()) add(input);
  return split;
}

std::optional<std::vector<SplitProduct>> extended(const std::vector<SplitProduct>& products, const Expr& factor,
                                                  bool opens) {
  std::vector<SplitProduct> result;
  for (const SplitProduct& product : products)
    for (std::size_t i = 0; i < (opens ? factor.inputs().size() : 1); ++i) {
      const std::optional<double> number =
          folded_product(product.coefficient, opens ? (*sum_coefficients(factor))[i] : 1);
      if (!number) return std::nullopt;
      result.push_back(product);
      result.back().coefficient = *number;
      result.back().chain.push_back(opens ? factor.input(i) : factor);
    }
  return result;
}

ProductTerm product_term(const Expr& expr, double coefficient) {
  SplitProduct split = split_product(expr, coefficient);
  ProductTerm term{coefficient, std::move(split.scalars), {}};
  for (const Expr& factor : split.chain)
    term.chain.push_back(is_transpose(factor) ? Factor{factor.input(0), true} : Factor{factor, false});
  return term;
}

std::vector<Factor> transposed(std::span<const Factor> chain) {
  std::vector<Factor> result;
  for (std::size_t k = chain.size(); k-- > 0;) result.push_back(chain[k].flipped());
  return result;
}

}  // namespace matgrad
