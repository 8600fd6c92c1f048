#include "matgrad/autodiff/rewrite/tidy.hpp"

#include <algorithm>

#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/common_factors.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"
#include "matgrad/autodiff/rewrite/tidy_rules.hpp"

namespace matgrad {

std::vector<Expr> tidy(std::vector<Expr> exprs) {
  exprs = merge(exprs);
  // Collecting terms changes who uses what, so what was shared before may open up in the next round.
  constexpr int rounds = 3;
  for (int round = 1;; ++round) {
    NormalForm form(tidy_rules());
    std::vector<Expr> next = normalise(exprs, form);
    if (next == exprs || round == rounds) return factor_out(next, form);
    exprs = std::move(next);
  }
}

Expr simplest_terms_first(const Expr& expr) {
  const std::vector<double>* coefficients = sum_coefficients(expr);
  if (coefficients == nullptr || coefficients->size() < 2) return expr;
  std::vector<Term> terms;
  for (std::size_t i = 0; i < coefficients->size(); ++i) terms.push_back({(*coefficients)[i], expr.input(i)});
  std::ranges::stable_sort(terms, {}, [](const Term& term) { return split_factors(term.core).chain.size(); });
  std::vector<double> sorted;
  std::vector<Expr> cores;
  for (const Term& term : terms) {
    sorted.push_back(term.coefficient);
    cores.push_back(term.core);
  }
  return weighted_sum(std::move(sorted), std::move(cores));
}

Expr tidy(const Expr& expr) { return tidy(std::vector{expr}).front(); }

}  // namespace matgrad
