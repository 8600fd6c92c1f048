#include <algorithm>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/check/grading/slips.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/fractions.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t most_terms = 16;

/// A sum of several terms.
bool is_sum(const Expr& expr) { return sum_coefficients(expr) != nullptr && expr.inputs().size() > 1; }

/// A factor that is worth multiplying out: nobody does with 1 − σ(a).
bool is_open_factor(const Expr& factor) {
  const auto is_fixed = [](const Expr& term) { return number_value(term) || is_ones(term); };
  return is_sum(factor) && std::ranges::none_of(factor.inputs(), is_fixed);
}

/// Multiplied out by one step: the terms of a sum, of a quotient of a sum, or of a product with a factor that is a
/// sum. Empty if `term` is none of these.
std::vector<Expr> opened(const Expr& term) {
  std::vector<Expr> parts;
  const auto scaled_terms = [](const Expr& sum) {
    std::vector<Expr> terms;
    for (std::size_t i = 0; i < sum.inputs().size(); ++i) {
      const double c = (*sum_coefficients(sum))[i];
      terms.push_back(c == 1 ? sum.input(i) : c * sum.input(i));
    }
    return terms;
  };
  if (is_sum(term)) return scaled_terms(term);
  // A number times a product: open the product, keep the number.
  const bool scaled = sum_coefficients(term) != nullptr;
  const Expr& core = scaled ? term.input(0) : term;
  const double number = scaled ? sum_coefficients(term)->front() : 1;
  const auto times_number = [number](const Expr& part) { return number == 1 ? part : number * part; };
  if (scaled && is_sum(core)) {
    for (const Expr& part : scaled_terms(core)) parts.push_back(times_number(part));
    return parts;
  }
  if (is_quotient(core) && is_open_factor(core.input(0))) {
    for (const Expr& part : scaled_terms(core.input(0))) parts.push_back(times_number(divide(part, core.input(1))));
    return parts;
  }
  if (!is_product(core) && !is_hadamard(core)) return {};
  const auto factors = core.inputs();
  const auto found = std::ranges::find_if(factors, is_open_factor);
  if (found == factors.end()) return {};
  for (const Expr& part : scaled_terms(*found)) {
    std::vector<Expr> others(factors.begin(), factors.end());
    others[static_cast<std::size_t>(found - factors.begin())] = part;
    parts.push_back(times_number(is_product(core) ? product(std::move(others)) : hadamard(std::move(others))));
  }
  return parts;
}

/// The terms of an expression, multiplied out.
std::vector<Expr> terms_of(const Expr& expr) {
  std::vector<Expr> open{expr}, terms;
  while (!open.empty()) {
    const Expr term = std::move(open.back());
    open.pop_back();
    std::vector<Expr> parts = opened(term);
    if (parts.empty() || terms.size() + open.size() + parts.size() > most_terms)
      terms.push_back(term);
    else
      open.insert(open.end(), parts.rbegin(), parts.rend());
  }
  for (Expr& term : terms)
    if (term.shape() != expr.shape()) term = hadamard(term, ones_like(expr));
  return terms;
}

std::string in_words(const std::string& term, double c) {
  if (std::abs(c) < 1e-9) return "the term " + term + " is missing";
  if (is_near(c, -1)) return "the term " + term + " has the wrong sign";
  return "the term " + term + " has " + number_in_words(c) + " times its right size";
}

/// answer = ∇ + c s E for something E of the variable's shape and a scalar variable s, as from a weight decay that
/// is not there.
std::vector<Diagnosis> one_term_too_many(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  std::vector<Expr> scalars, found;
  for (const Expr& node : question.graph().nodes()) {
    if (node.symbol().empty() || node == question.loss()) continue;
    if (node.shape() == question.wrt().shape()) found.push_back(node);
    if (node.shape().is_scalar()) scalars.push_back(node);
  }
  const std::size_t plain = found.size();
  for (const Expr& scalar : scalars)
    for (std::size_t i = 0; i < plain; ++i) found.push_back(scalar * found[i]);
  for (const Expr& extra : found) {
    const std::vector<Expr> both{question.truth(), extra};
    const auto coefficients = examination.combination_of(both);
    if (!coefficients || !is_near((*coefficients)[0], 1) || !is_simple((*coefficients)[1], wording)) continue;
    const double c = (*coefficients)[1];
    return {{"term too much",
             "The answer is " + question.name() + " and, besides, " +
                 (is_near(c, 1) ? "" : number_in_words(c) + " times ") + wording.of(extra) + ".",
             "Which part of the loss would this term come from?", weighted_sum(*coefficients, both)}};
  }
  return {};
}

/// Terms of the gradient that have another factor in the answer, or none.
std::vector<Diagnosis> wrong_terms(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const std::vector<Expr> terms = terms_of(question.truth());
  if (terms.size() < 2) return {};
  const auto coefficients = examination.combination_of(terms);
  if (!coefficients) return {};
  std::vector<std::string> faults;
  std::string slip;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const double c = (*coefficients)[i];
    if (is_near(c, 1)) continue;
    if (std::abs(c) > 1e-9 && !is_simple(c, wording)) return {};
    const std::string kind = std::abs(c) < 1e-9 ? "term missing"
                             : is_near(c, -1)   ? "wrong sign of a term"
                                                : "constant factor of a term";
    slip = slip.empty() || slip == kind ? kind : "wrong terms";
    faults.push_back(in_words(wording.of(terms[i]), c));
  }
  if (faults.size() > 4 && faults.size() == terms.size()) return {};
  return {
      {slip,
       "Of the " + std::to_string(terms.size()) + " terms of " + question.name() + ", " + enumerated(faults) + ".",
       "Differentiate the loss term by term, and each product once for each of its factors.",
       weighted_sum(*coefficients, terms)}};
}

}  // namespace

std::vector<Diagnosis> term_slips(const Examination& examination, const Wording& wording) {
  std::vector<Diagnosis> found = wrong_terms(examination, wording);
  return found.empty() ? one_term_too_many(examination, wording) : found;
}

}  // namespace matgrad::grading
