#include "matgrad/autodiff/rewrite/multiply_out.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/common_factors.hpp"
#include "matgrad/autodiff/rewrite/fraction.hpp"
#include "matgrad/autodiff/rewrite/reading_effort.hpp"

namespace matgrad {
namespace {

// Longer sums are not what a person would multiply out in the hope that terms cancel.
constexpr std::size_t most_terms = 16;

/// A term of a sum as factors that multiply entry by entry or, in a chain of matrices, in their order.
struct OpenTerm {
  double coefficient;
  std::vector<Expr> factors;
  bool is_chain;
};

class Expander {
 public:
  explicit Expander(NormalForm& form) : form_(form) {}

  /// What factoring would leave is the form to beat. Sums are opened one at a time, for a denominator may cancel
  /// only while its sum is closed, and all together.
  Expr shortest(const Expr& expr) {
    Expr best = expr;
    for (bool improved = true; improved;) {
      improved = false;
      const Expr current = best;
      const std::vector<Expr> sums = sums_that_open(current);
      const auto attempt = [&](std::span<const Expr> opened) {
        const std::optional<Expr> expanded = multiplied_out(current, opened);
        if (!expanded || effort_.of(*expanded) >= effort_.of(factored_sum(best, form_))) return;
        best = *expanded;
        improved = true;
      };
      if (sums.size() > 1) attempt(sums);
      for (const Expr& sum : sums) attempt(std::span(&sum, 1));
    }
    return best;
  }

 private:
  std::vector<Expr> sums_that_open(const Expr& expr) const {
    std::vector<Expr> sums;
    for (const Term& term : terms_of(expr)) {
      const OpenTerm factors = factors_of(term, expr.shape());
      for (const Expr& factor : factors.factors)
        if (can_open(factor, factors) && std::ranges::find(sums, factor) == sums.end()) sums.push_back(factor);
    }
    return sums.size() > most_terms ? std::vector<Expr>{} : sums;
  }

  std::optional<Expr> multiplied_out(const Expr& expr, std::span<const Expr> opened) {
    std::vector<OpenTerm> terms;
    for (const Term& term : terms_of(expr)) {
      std::vector<OpenTerm> partials{{term.coefficient, {}, false}};
      const OpenTerm factors = factors_of(term, expr.shape());
      for (const Expr& factor : factors.factors) {
        const bool opens = can_open(factor, factors) && std::ranges::find(opened, factor) != opened.end();
        partials = times(partials, factor, opens);
        const auto fits = [](const OpenTerm& partial) { return std::isnormal(partial.coefficient); };
        if (terms.size() + partials.size() > most_terms || !std::ranges::all_of(partials, fits))
          return std::nullopt;
      }
      for (OpenTerm& partial : partials) {
        partial.is_chain = factors.is_chain;
        terms.push_back(std::move(partial));
      }
    }
    std::vector<Term> built;
    for (const OpenTerm& term : terms) built.push_back({term.coefficient, product_of(term, expr.shape())});
    return form_.sum(built, expr.shape());
  }

  std::vector<Term> terms_of(const Expr& expr) const {
    const auto [number, core] = split_number(expr);
    const std::vector<double>* coefficients = sum_coefficients(core);
    if (coefficients == nullptr) return {{number, core}};
    std::vector<Term> terms;
    for (std::size_t i = 0; i < coefficients->size(); ++i)
      terms.push_back({number * (*coefficients)[i], core.input(i)});
    return terms;
  }

  OpenTerm factors_of(const Term& term, Shape shape) const {
    const bool is_open = !form_.is_whole(term.core) && term.core.shape() == shape;
    if (!is_open || (!is_product(term.core) && !is_hadamard(term.core))) return {1, {term.core}, false};
    Factors parts = split_factors(term.core);
    std::vector<Expr> factors = std::move(parts.scalars);
    const bool is_chain = parts.chain.size() > 1;
    for (const Expr& factor : parts.chain) {
      if (!is_chain && is_hadamard(factor) && !form_.is_whole(factor))
        factors.insert(factors.end(), factor.inputs().begin(), factor.inputs().end());
      else
        factors.push_back(factor);
    }
    return {1, std::move(factors), is_chain};
  }

  /// A factor that is a sum. In a chain of matrices no number may be added to all entries, and I stays in
  /// brackets.
  bool can_open(const Expr& factor, const OpenTerm& of) const {
    const std::vector<double>* coefficients = sum_coefficients(factor);
    if (coefficients == nullptr || coefficients->size() < 2 || form_.is_whole(factor) || of.factors.size() < 2)
      return false;
    const auto is_full = [&](const Expr& term) { return term.shape() == factor.shape() && !is_identity(term); };
    return !of.is_chain || std::ranges::all_of(factor.inputs(), is_full);
  }

  static std::vector<OpenTerm> times(const std::vector<OpenTerm>& partials, const Expr& factor, bool opens) {
    std::vector<OpenTerm> result;
    for (const OpenTerm& partial : partials)
      for (std::size_t i = 0; i < (opens ? factor.inputs().size() : 1); ++i) {
        result.push_back(partial);
        if (opens) result.back().coefficient *= (*sum_coefficients(factor))[i];
        result.back().factors.push_back(opens ? factor.input(i) : factor);
      }
    return result;
  }

  Expr product_of(const OpenTerm& term, Shape shape) {
    if (term.factors.size() == 1) return term.factors[0];
    const auto is_full = [](const Expr& factor) { return !factor.shape().is_scalar(); };
    const bool spreads = std::ranges::any_of(term.factors, is_full);
    Fraction fraction(form_, 1, spreads ? shape : Shape{1, 1});
    for (const Expr& factor : term.factors) term.is_chain ? fraction.append(factor) : fraction.multiply(factor);
    if (const std::optional<Expr> result = fraction.result()) return *result;
    return term.is_chain ? form_.product(term.factors, shape)
                         : form_.hadamard(term.factors, spreads ? shape : Shape{1, 1});
  }

  NormalForm& form_;
  ReadingEffort effort_;
};

}  // namespace

std::vector<Expr> multiply_out(const std::vector<Expr>& exprs, NormalForm& form) {
  Expander expander(form);
  const auto shortest = [&](const Expr& node, std::vector<Expr> inputs) {
    if (is_named(node)) return node;
    const bool same = std::ranges::equal(inputs, node.inputs());
    const Expr result = expander.shortest(same ? node : form.apply(node, std::move(inputs)));
    if (form.is_whole(node)) form.keep_whole(split_number(result).core);
    return result;
  };
  return rebuilt(exprs, shortest);
}

}  // namespace matgrad
