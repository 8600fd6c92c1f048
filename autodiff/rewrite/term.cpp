#include "matgrad/autodiff/rewrite/term.hpp"

#include <cstddef>
#include <utility>

#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/folded_number.hpp"

namespace matgrad {

Term split_number(const Expr& expr) {
  if (const auto number = number_value(expr)) return {*number, constant(1.0)};
  const std::vector<double>* coefficients = sum_coefficients(expr);
  const bool is_multiple =
      coefficients != nullptr && coefficients->size() == 1 && expr.shape() == expr.input(0).shape();
  // An extreme number in front might take a product out of range that its own factor keeps there.
  if (!is_multiple || is_extreme((*coefficients)[0]) || number_value(expr.input(0))) return {1, expr};
  return {(*coefficients)[0], expr.input(0)};
}

std::vector<Term> terms_of(const Expr& sum) {
  const std::vector<double>& coefficients = *sum_coefficients(sum);
  std::vector<Term> terms;
  for (std::size_t i = 0; i < coefficients.size(); ++i) terms.push_back({coefficients[i], sum.input(i)});
  return terms;
}

Expr sum_of(const std::vector<Term>& terms) {
  std::vector<double> coefficients;
  std::vector<Expr> cores;
  for (const Term& term : terms) {
    coefficients.push_back(term.coefficient);
    cores.push_back(term.core);
  }
  return weighted_sum(std::move(coefficients), std::move(cores));
}

bool take_sign_inside(double& number, std::vector<Term>& terms) {
  const auto is_negative = [](const Term& term) { return term.coefficient < 0; };
  if (!(number < 0) || std::ranges::none_of(terms, is_negative)) return false;
  number = -number;
  for (Term& term : terms) term.coefficient = -term.coefficient;
  put_positive_first(terms);
  return true;
}

}  // namespace matgrad
