#include "matgrad/autodiff/rewrite/linear_unit.hpp"

#include <algorithm>

#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
LinearUnit LinearUnit::transposed() const {
  LinearUnit result{shape.transposed(), terms};
  for (ProductTerm& term : result.terms) term.chain = matgrad::transposed(term.chain);
  return result;
}

bool is_linear(const Expr& expr) {
  return sum_coefficients(expr) != nullptr || is_product(expr) || is_transpose(expr);
}

LinearUnit linear_unit(const Expr& expr, const IsShared& is_shared) {
  LinearUnit unit{expr.shape(), {}};
  const std::vector<double>* coefficients = sum_coefficients(expr);
  if (coefficients == nullptr) {
    unit.terms.push_back(product_term(expr));
    return unit;
  }
  for (std::size_t i = 0; i < coefficients->size(); ++i) {
    unit.terms.push_back(product_term(expr.input(i), (*coefficients)[i]));
    const Expr& core = expr.input(i);
    ProductTerm& term = unit.terms.back();
    if (term.chain.size() < 2) continue;
    // A scalar such as xᵀy that is added to every entry of a matrix is no product of the matrix's shape.
    if (core.shape().is_scalar() && (is_shared(core) || !expr.shape().is_scalar()))
      term = {(*coefficients)[i], {core}, {}};
    else if (is_shared(core))
      term = {(*coefficients)[i], {}, {{core}}};
  }
  return unit;
}

std::vector<ProductTerm> spliced(const ProductTerm& term, const Expr& node, const LinearUnit& unit) {
  const auto place = std::ranges::find(term.chain, node, &Factor::node);
  const std::vector<ProductTerm> parts = place->transposed ? unit.transposed().terms : unit.terms;
  std::vector<ProductTerm> result;
  for (const ProductTerm& part : parts) {
    ProductTerm joined{term.coefficient * part.coefficient, term.scalars, {term.chain.begin(), place}};
    joined.scalars.insert(joined.scalars.end(), part.scalars.begin(), part.scalars.end());
    joined.chain.insert(joined.chain.end(), part.chain.begin(), part.chain.end());
    joined.chain.insert(joined.chain.end(), place + 1, term.chain.end());
    const auto is_unit_matrix = [](const Factor& factor) { return is_identity(factor.node); };
    if (!std::ranges::all_of(joined.chain, is_unit_matrix))
      std::erase_if(joined.chain, is_unit_matrix);
    else if (joined.chain.size() > 1)
      joined.chain.resize(1, joined.chain.front());
    result.push_back(std::move(joined));
  }
  return result;
}

}  // namespace matgrad
