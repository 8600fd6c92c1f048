#include "matgrad/autodiff/rewrite/tidy.hpp"

#include <algorithm>
#include <utility>

#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/interner.hpp"
#include "matgrad/autodiff/rewrite/tidy_passes.hpp"
#include "matgrad/autodiff/rewrite/tidy_rules.hpp"

namespace matgrad {

namespace {

/// Written in `form`, which has not been used before.
void simplify(Graph& graph, NormalFormBuilder& form) {
  // Collecting terms changes who uses what, so what was shared before may open up in the next round.
  constexpr int rounds = 3;
  for (int round = 1;; ++round) {
    if (round > 1) form = NormalFormBuilder(tidy_rules());
    if (!apply(collecting_passes(), graph, form, nullptr) || round == rounds) break;
  }
  if (!apply(factoring_passes(), graph, form, nullptr)) return;
  // What was kept whole for the sake of two terms is used once when it has been taken out of them.
  form = NormalFormBuilder(tidy_rules());
  apply(collecting_passes(), graph, form, nullptr);
  apply(factoring_passes(), graph, form, nullptr);
}

}  // namespace

std::vector<Expr> tidy(std::vector<Expr> exprs) {
  Graph graph(merge(exprs));
  while (true) {
    NormalFormBuilder form(tidy_rules());
    simplify(graph, form);
    // A power holds its base once, so that its users may be short enough to be opened.
    if (apply(power_passes(), graph, form, nullptr)) continue;
    apply(writing_passes(), graph, form, nullptr);
    return {graph.roots().begin(), graph.roots().end()};
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
