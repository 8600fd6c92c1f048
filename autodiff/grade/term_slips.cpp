#include <algorithm>
#include <cmath>
#include <optional>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/composed_functions.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

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
    if (node.shape() == question.shape()) found.push_back(node);
    if (node.shape().is_scalar()) scalars.push_back(node);
  }
  const std::size_t plain = found.size();
  for (const Expr& scalar : scalars)
    for (std::size_t i = 0; i < plain; ++i) found.push_back(scalar * found[i]);
  if (!question.shape().is_scalar())
    for (const Expr& scalar : scalars) found.push_back(hadamard(scalar, ones_like(question.truth())));
  for (const Expr& extra : found) {
    const std::vector<Expr> both{question.truth(), extra};
    const auto coefficients = examination.combination_of(both);
    if (!coefficients || !is_near((*coefficients)[0], 1) || !is_simple((*coefficients)[1], wording)) continue;
    const double c = (*coefficients)[1];
    return {{"term too much",
             "The answer is " + question.name() + " and, besides, " +
                 (is_near(c, 1) ? "" : number_in_words(c) + " times ") +
                 wording.of(is_hadamard(extra) ? extra.input(0) : extra) + ".",
             "Which part of the loss would this term come from?", weighted_sum(*coefficients, both)}};
  }
  return {};
}

bool contains_choice(const Expr& term) {
  const Graph graph(term);
  return std::ranges::any_of(graph.nodes(), is_call<select>);
}

struct TermFaults {
  std::string slip;  // the name of all of them
  std::vector<std::string> words;
  std::vector<double> coefficients;
  bool is_plain = true;  // terms are left out, or have another sign, or one factor that they share
};

std::optional<TermFaults> term_faults(const Examination& examination, const Wording& wording) {
  const std::vector<Expr>& terms = examination.question().forms().terms();
  if (terms.size() < 2) return std::nullopt;
  const auto coefficients = examination.combination_of(terms);
  if (!coefficients) return std::nullopt;
  TermFaults faults{"", {}, *coefficients};
  const bool pieces = !inside_composed_functions(examination.question().graph()).empty();
  std::optional<double> factor;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const double c = (*coefficients)[i];
    if (is_near(c, 1)) continue;
    // The pieces of leaky_relu(a) are no terms that anybody writes.
    if (pieces && contains_choice(terms[i])) return std::nullopt;
    const bool missing = std::abs(c) < 1e-9;
    if (!missing && !is_simple(c, wording)) return std::nullopt;
    const bool plain = missing || is_near(c, -1);
    faults.is_plain = faults.is_plain && (plain || is_near(factor.value_or(c), c));
    if (!plain) factor = c;
    const std::string kind = missing          ? "term missing"
                             : is_near(c, -1) ? "wrong sign of a term"
                                              : "constant factor of a term";
    faults.slip = faults.slip.empty() || faults.slip == kind ? kind : "wrong terms";
    faults.words.push_back(in_words(wording.of(terms[i]), c));
  }
  if (faults.words.size() > 4 && faults.words.size() == terms.size()) return std::nullopt;
  return faults;
}

/// Terms of the gradient that have another factor in the answer, or none.
std::vector<Diagnosis> wrong_terms(const Examination& examination, const Wording& wording, bool plain) {
  const auto faults = term_faults(examination, wording);
  if (!faults || faults->is_plain != plain) return {};
  const Question& question = examination.question();
  const std::vector<Expr>& terms = question.forms().terms();
  return {{faults->slip,
           "Of the " + std::to_string(terms.size()) + " terms of " + question.name() + ", " +
               enumerated(faults->words) + ".",
           "Differentiate the loss term by term, and each product once for each of its factors.",
           weighted_sum(faults->coefficients, terms)}};
}

}  // namespace

std::vector<Diagnosis> term_slips(const Examination& examination, const Wording& wording) {
  std::vector<Diagnosis> found = wrong_terms(examination, wording, true);
  return found.empty() ? one_term_too_many(examination, wording) : found;
}

std::vector<Diagnosis> term_factor_slips(const Examination& examination, const Wording& wording) {
  return wrong_terms(examination, wording, false);
}

}  // namespace matgrad::grading
