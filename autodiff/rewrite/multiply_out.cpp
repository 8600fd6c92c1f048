#include "matgrad/autodiff/rewrite/multiply_out.hpp"

#include <algorithm>
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

class Expander {
 public:
  explicit Expander(NormalFormBuilder& form) : form_(form) {}

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
      const SplitProduct factors = factors_of(term, expr.shape());
      for (const Expr& factor : factors.chain)
        if (can_open(factor, factors) && std::ranges::find(sums, factor) == sums.end()) sums.push_back(factor);
    }
    return sums.size() > most_terms ? std::vector<Expr>{} : sums;
  }

  std::optional<Expr> multiplied_out(const Expr& expr, std::span<const Expr> opened) {
    std::vector<SplitProduct> terms;
    for (const Term& term : terms_of(expr)) {
      std::vector<SplitProduct> partials{{term.coefficient, {}, {}}};
      const SplitProduct factors = factors_of(term, expr.shape());
      for (const Expr& factor : factors.chain) {
        const bool opens = can_open(factor, factors) && std::ranges::find(opened, factor) != opened.end();
        std::optional<std::vector<SplitProduct>> longer = extended(partials, factor, opens);
        if (!longer || terms.size() + longer->size() > most_terms) return std::nullopt;
        partials = *std::move(longer);
      }
      for (SplitProduct& partial : partials) {
        partial.is_elementwise = factors.is_elementwise;
        terms.push_back(std::move(partial));
      }
    }
    std::vector<Term> built;
    for (const SplitProduct& term : terms) built.push_back({term.coefficient, product_of(term, expr.shape())});
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

  /// With the scalars among the other factors: all of them multiply entry by entry or, in a chain of matrices, in
  /// their order.
  SplitProduct factors_of(const Term& term, Shape shape) const {
    SplitProduct parts = opened({1, term.core}, shape, form_);
    parts.is_elementwise = parts.is_elementwise || parts.chain.size() < 2;
    parts.chain.insert(parts.chain.begin(), parts.scalars.begin(), parts.scalars.end());
    parts.scalars.clear();
    return parts;
  }

  /// A factor that is a sum. In a chain of matrices no number may be added to all entries, and I stays in
  /// brackets.
  bool can_open(const Expr& factor, const SplitProduct& of) const {
    const std::vector<double>* coefficients = sum_coefficients(factor);
    if (coefficients == nullptr || coefficients->size() < 2 || form_.is_whole(factor) || of.chain.size() < 2)
      return false;
    const auto is_full = [&](const Expr& term) { return term.shape() == factor.shape() && !is_identity(term); };
    return of.is_elementwise || std::ranges::all_of(factor.inputs(), is_full);
  }

  Expr product_of(const SplitProduct& term, Shape shape) {
    if (term.chain.size() == 1) return term.chain[0];
    const auto is_full = [](const Expr& factor) { return !factor.shape().is_scalar(); };
    const bool spreads = std::ranges::any_of(term.chain, is_full);
    Fraction fraction(form_, 1, spreads ? shape : Shape{1, 1});
    for (const Expr& factor : term.chain)
      term.is_elementwise ? fraction.multiply(factor) : fraction.append(factor);
    if (const std::optional<Expr> result = fraction.result()) return *result;
    return term.is_elementwise ? form_.hadamard(term.chain, spreads ? shape : Shape{1, 1})
                               : form_.product(term.chain, shape);
  }

  NormalFormBuilder& form_;
  ReadingEffort effort_;
};

}  // namespace

std::vector<Expr> multiply_out(const Graph& graph, NormalFormBuilder& form) {
  Expander expander(form);
  const auto shortest = [&](const Expr& node, std::vector<Expr> inputs) {
    if (is_named(node)) return node;
    const bool same = std::ranges::equal(inputs, node.inputs());
    const Expr result = expander.shortest(same ? node : form.apply(node, std::move(inputs)));
    if (form.is_whole(node)) form.keep_whole(split_number(result).core);
    return result;
  };
  return graph.rebuilt(shortest);
}

}  // namespace matgrad
