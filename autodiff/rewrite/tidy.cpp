#include "matgrad/autodiff/rewrite/tidy.hpp"

#include <algorithm>
#include <utility>

#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/common_factors.hpp"
#include "matgrad/autodiff/rewrite/conventions.hpp"
#include "matgrad/autodiff/rewrite/fractions.hpp"
#include "matgrad/autodiff/rewrite/multiply_out.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"
#include "matgrad/autodiff/rewrite/powers.hpp"
#include "matgrad/autodiff/rewrite/tidy_rules.hpp"

namespace matgrad {

namespace {

std::vector<Expr> collected(const std::vector<Expr>& exprs, NormalFormBuilder& form) {
  return multiply_out(gather_fractions(normalise(Graph(exprs), form), form), form);
}

std::vector<Expr> factored(const std::vector<Expr>& exprs, NormalFormBuilder& form) {
  return gather_fractions(factor_out(Graph(exprs), form), form);
}

/// Written in `form`, which has not been used before.
std::vector<Expr> simplified(std::vector<Expr> exprs, NormalFormBuilder& form) {
  // Collecting terms changes who uses what, so what was shared before may open up in the next round.
  constexpr int rounds = 3;
  for (int round = 1;; ++round) {
    form = NormalFormBuilder(tidy_rules());
    std::vector<Expr> next = collected(exprs, form);
    if (next != exprs && round < rounds) {
      exprs = std::move(next);
      continue;
    }
    std::vector<Expr> result = factored(next, form);
    if (result == next) return result;
    // What was kept whole for the sake of two terms is used once when it has been taken out of them.
    form = NormalFormBuilder(tidy_rules());
    return factored(collected(result, form), form);
  }
}

}  // namespace

std::vector<Expr> tidy(std::vector<Expr> exprs) {
  exprs = merge(exprs);
  while (true) {
    NormalFormBuilder form(tidy_rules());
    const std::vector<Expr> result = simplified(std::move(exprs), form);
    exprs = gather_powers(result, form);
    // A power holds its base once, so that its users may be short enough to be opened.
    if (exprs == result) return follow_conventions(result, form);
  }
}

Expr simplest_terms_first(const Expr& expr) {
  auto [number, core] = split_number(expr);
  const std::vector<double>* coefficients = sum_coefficients(core);
  if (coefficients == nullptr || coefficients->size() < 2) return expr;
  std::vector<Term> terms = terms_of(core);
  const auto length = [](const Term& term) {
    return std::max<std::size_t>(1, split_product(term.core).chain.size());
  };
  std::ranges::stable_sort(terms, {}, length);
  take_sign_inside(number, terms);
  const Expr sum = sum_of(terms);
  return number == 1 ? sum : weighted_sum({number}, std::vector{sum});
}

Expr tidy(const Expr& expr) { return tidy(std::vector{expr}).front(); }

}  // namespace matgrad
