#include "matgrad/autodiff/rewrite/fractions.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/fraction.hpp"

namespace matgrad {

namespace {

/// One step upwards through a graph: each function below takes and gives an expression in normal form.
class Gatherer {
 public:
  explicit Gatherer(NormalFormBuilder& form) : form_(form) {}

  Expr gathered(const Expr& expr) {
    const auto [number, core] = split_number(expr);
    if (number_value(core) || (number != 1 && form_.is_whole(core))) return expr;
    return number_first(numbers_above(as_fraction(number, core).value_or(expr)));
  }

 private:
  bool is_open_quotient(const Expr& expr) const { return is_quotient(expr) && !form_.is_whole(expr); }

  bool holds_fraction(const Expr& factor) const {
    const std::vector<double>* coefficients = sum_coefficients(factor);
    return is_quotient(factor) || (coefficients != nullptr && coefficients->size() > 1 && !form_.is_whole(factor));
  }

  std::optional<Expr> as_fraction(double number, const Expr& core) {
    const std::span<const Expr> inputs = core.inputs();
    Fraction fraction(form_, number, core.shape());
    if (is_quotient(core)) {
      fraction.multiply(core.input(0));
      fraction.divide_by(core.input(1));
      return fraction.result();
    }
    const auto holds = [this](const Expr& factor) { return holds_fraction(factor); };
    if (!is_product(core) && !is_hadamard(core)) return scalars_first(std::move(fraction), core);
    if (std::ranges::none_of(inputs, holds)) return std::nullopt;
    const bool is_chain = is_product(core) && split_product(core).chain.size() > 1;
    for (const Expr& factor : inputs) is_chain ? fraction.append(factor) : fraction.multiply(factor);
    return fraction.result();
  }

  /// tr(s A) is s tr(A).
  std::optional<Expr> scalars_first(Fraction fraction, const Expr& core) {
    std::vector<Expr> inputs(core.inputs().begin(), core.inputs().end());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (!core.op().is_linear_in(i) || inputs[i].shape().is_scalar()) continue;
      const auto [number, inner] = split_number(inputs[i]);
      fraction.multiply(constant(number));
      inputs[i] = inner;
      if (const std::optional<double> front = number_in_front(inner, form_)) {
        fraction.multiply(constant(*front));
        inputs[i] = over_number(inner, *front, form_);
      } else if (is_open_quotient(inner) && inner.input(1).shape().is_scalar() &&
                 !inner.input(0).shape().is_scalar()) {
        fraction.divide_by(inner.input(1));
        inputs[i] = inner.input(0);
      } else if (is_product(inner) && !form_.is_whole(inner)) {
        const SplitProduct parts = split_product(inner);
        if (parts.chain.empty()) continue;
        for (const Expr& scalar : parts.scalars) fraction.multiply(scalar);
        inputs[i] = form_.product(parts.chain, inner.shape());
      }
    }
    if (std::ranges::equal(inputs, core.inputs())) return std::nullopt;
    fraction.multiply(form_.apply(core, std::move(inputs)));
    return fraction.result();
  }

  /// 2 ((1 / m) A) in a sum is (2 / m) A.
  Expr numbers_above(const Expr& expr) {
    const std::vector<double>* coefficients = sum_coefficients(expr);
    if (coefficients == nullptr || coefficients->size() < 2) return expr;
    std::vector<Term> terms = terms_of(expr);
    for (Term& term : terms) {
      if (std::abs(term.coefficient) == 1 || !is_product(term.core) || form_.is_whole(term.core)) continue;
      const Term gathered = split_number(as_fraction(term.coefficient, term.core).value_or(term.core));
      if (!(gathered.core == term.core)) term = gathered;
    }
    return form_.interner().intern(sum_of(terms));
  }

  /// 2 x − 2 y is 2 (x − y), and −2 x + 2 y is 2 (y − x), unless x − y stands elsewhere, too.
  Expr number_first(const Expr& expr) {
    const std::vector<double>* coefficients = sum_coefficients(expr);
    if (coefficients == nullptr || coefficients->size() < 2) return expr;
    double number = (*coefficients)[0];
    const auto same = [size = std::abs(number)](double c) { return std::abs(c) == size; };
    if (std::abs(number) == 1 || !std::ranges::all_of(*coefficients, same)) number = 1;
    std::vector<Term> parts = terms_of(expr);
    for (Term& part : parts) part = {part.coefficient / number, without_ones(part.core, expr)};
    Expr sum = sum_of(parts);
    if (!form_.interner().contains(sum) && take_sign_inside(number, parts)) sum = sum_of(parts);
    sum = form_.interner().intern(sum);
    return number == 1 ? sum : form_.interner().intern(weighted_sum({number}, std::vector{sum}));
  }

  /// In a sum a scalar times ones is the scalar, if a term of the sum's shape is left.
  Expr without_ones(const Expr& term, const Expr& sum) const {
    const auto is_multiple_of_ones = [this](const Expr& e) {
      const std::vector<Expr> chain = split_product(e).chain;
      return is_product(e) && !form_.is_whole(e) && chain.size() == 1 && is_ones(chain[0]);
    };
    const auto is_full = [&](const Expr& other) {
      return other.shape() == sum.shape() && !is_ones(other) && !is_multiple_of_ones(other);
    };
    if (!is_multiple_of_ones(term) || std::ranges::none_of(sum.inputs(), is_full)) return term;
    return form_.product(split_product(term).scalars, Shape{1, 1});
  }

  NormalFormBuilder& form_;
};

}  // namespace

std::vector<Expr> gather_fractions(const Graph& graph, NormalFormBuilder& form) {
  Gatherer gatherer(form);
  const auto gathered = [&](const Expr& node, std::vector<Expr> inputs) {
    if (is_named(node)) return node;
    const bool same = std::ranges::equal(inputs, node.inputs());
    const Expr result = gatherer.gathered(same ? node : form.apply(node, std::move(inputs)));
    if (form.is_whole(node)) form.keep_whole(split_number(result).core);
    return result;
  };
  return graph.rebuilt(gathered);
}

}  // namespace matgrad
