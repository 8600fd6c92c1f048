#include "matgrad/autodiff/rewrite/tidy.hpp"

#include "matgrad/autodiff/rewrite/common_factors.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"
#include "matgrad/autodiff/rewrite/tidy_rules.hpp"

namespace matgrad {

std::vector<Expr> tidy(std::vector<Expr> exprs) {
  // Collecting terms changes who uses what, so what was shared before may open up in the next round.
  constexpr int rounds = 3;
  for (int round = 1;; ++round) {
    NormalForm form(tidy_rules());
    std::vector<Expr> next = normalise(exprs, form);
    if (next == exprs || round == rounds) return factor_out(next, form);
    exprs = std::move(next);
  }
}

Expr tidy(const Expr& expr) { return tidy(std::vector{expr}).front(); }

}  // namespace matgrad
