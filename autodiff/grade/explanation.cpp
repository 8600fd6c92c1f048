#include "matgrad/autodiff/grade/explanation.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

/// Whether a formula is a product of leaves and transposes of them, with a number at most.
bool is_plain_product(const Expr& formula) {
  const auto is_plain = [](const Expr& factor) {
    return factor.is_leaf() || (is_transpose(factor) && factor.input(0).is_leaf());
  };
  const std::vector<double>* coefficients = sum_coefficients(formula);
  if (coefficients != nullptr && coefficients->size() == 1) return is_plain_product(formula.input(0));
  return is_product(formula) && std::ranges::all_of(formula.inputs(), is_plain);
}

/// Slips in a step of the derivation say more than slips in the formula that comes out of it, unless that is as
/// simple as Aᵀ Bᵀ.
std::vector<Diagnosis> suspected(const Examination& examination, const Wording& wording) {
  if (is_plain_product(examination.question().forms().formula()))
    if (std::vector<Diagnosis> found = formula_suspicions(examination, wording).confirmed(); !found.empty())
      return found;
  const Suspicions steps = step_suspicions(examination);
  std::vector<Diagnosis> found = steps.confirmed();
  if (found.empty()) found = repeated_step_suspicions(examination).confirmed();
  if (found.empty()) found = undifferentiated_slips(examination, wording);
  if (found.empty() && examination.has_right_shape()) found = part_use_slips(examination, wording);
  if (found.empty() && examination.has_right_shape()) found = product_rule_slips(examination, wording);
  if (!found.empty()) return found;
  const Suspicions formulas = formula_suspicions(examination, wording);
  found = formulas.confirmed();
  if (found.empty()) found = steps.confirmed_with_another(wording);
  if (found.empty()) found = formulas.confirmed_with_another(wording);
  return found;
}

using Family = std::vector<Diagnosis> (*)(const Examination&, const Wording&);

/// Slips that one sees without taking the formula apart.
std::vector<Diagnosis> simple_slips(const Examination& examination, const Wording& wording) {
  constexpr Family simple[] = {path_slips,        scale_slips,    transposition_slips,
                               neighbour_slips,   symmetry_slips, scalar_factor_slips,
                               path_factor_slips, term_slips,     index_slips};
  for (const Family family : simple)
    if (std::vector<Diagnosis> found = family(examination, wording); !found.empty()) return found;
  return {};
}

/// The simplest family of slips that explains the answer.
std::vector<Diagnosis> diagnosed(const Examination& examination, const Wording& wording,
                                 const Assumptions& assumptions) {
  if (std::vector<Diagnosis> found = simple_slips(examination, wording); !found.empty()) return found;
  if (std::vector<Diagnosis> found = assumptions(wording); !found.empty()) return found;
  if (std::vector<Diagnosis> found = misread_slips(examination, wording); !found.empty()) return found;
  std::vector<Diagnosis> found = suspected(examination, wording);
  if (found.empty()) found = scalar_part_slips(examination, wording);
  return found.empty() ? term_factor_slips(examination, wording) : found;
}

/// Of an answer that has another slip besides the assumption that the columns of a variable sum to 1.
std::vector<Diagnosis> explained_with_shares(const Examination& examination, const Wording& wording,
                                             const Expr& answer, Family family) {
  const Question& question = examination.question();
  if (!examination.is_reproduced_by(answer)) return {};
  for (const Expr& leaf : summed_leaves(question)) {
    const TestPoints points = examination.points().with_columns_that_sum_to_one(leaf);
    std::optional<std::vector<Values>> values = points.values(answer);
    if (!values) continue;
    const Examination assumed(question, points, *std::move(values), examination.tolerance());
    std::vector<Diagnosis> found = family(assumed, wording);
    for (Diagnosis& one : found) {
      one.explanation = "If " + sum_to_one_in_words(leaf, wording) +
                        ", which the question does not say, one thing would be wrong. " + one.explanation;
      one.reproduction.reset();
    }
    if (!found.empty()) return found;
  }
  return {};
}

/// Of a row where a column is right, or the other way round, in which something else is wrong besides.
std::vector<Diagnosis> explained_transposed(const Examination& examination, const Wording& wording,
                                            const Expr& answer) {
  const Question& question = examination.question();
  if (question.form() == Question::Form::jacobian || examination.answer_shape() != question.shape().transposed())
    return {};
  const Examination turned = examination.transposed();
  const bool is_formula = examination.is_reproduced_by(answer);
  std::vector<Diagnosis> found = diagnosed(turned, wording, [&](const Wording& words) {
    return is_formula ? sum_to_one_slips(turned, transpose(answer), words) : std::vector<Diagnosis>{};
  });
  for (Diagnosis& one : found) {
    one.explanation = "The answer is " + to_string(examination.answer_shape()) + ", and " + question.name() +
                      " is " + to_string(question.shape()) +
                      ". Of the transpose of the answer: " + one.explanation;
    if (one.reproduction) one.reproduction = transpose(*one.reproduction);
  }
  return found;
}

/// Of an answer in another shape.
void diagnose_shape(Grade& grade, const Examination& examination, const Wording& wording,
                    const AnswerParts& parts) {
  if (examination.is_zero()) {
    grade.diagnoses = scale_slips(examination, wording);
    return;
  }
  // This is true whatever the search finds, also if it ends early.
  const Diagnosis shape = wrong_shape(examination, wording);
  grade.diagnoses = {shape};
  const auto take = [&](std::vector<Diagnosis> found, bool says_shape) {
    if (!says_shape) grade.remarks.push_back(shape.explanation);
    grade.diagnoses = std::move(found);
  };
  for (const Family family : {path_slips, transposition_slips, undifferentiated_slips})
    if (std::vector<Diagnosis> found = family(examination, wording); !found.empty())
      return take(std::move(found), family == transposition_slips);
  if (std::vector<Diagnosis> found = explained_transposed(examination, wording, parts.all.back()); !found.empty())
    return take(std::move(found), true);
  // A number is where the chain rule was stopped rather than a gradient without its factors.
  const bool is_number = examination.answer_shape().is_scalar();
  std::vector<Family> families{summed_slips, suspected, neighbour_slips};
  if (is_number) std::rotate(families.begin(), families.end() - 1, families.end());
  for (const Family family : families)
    if (std::vector<Diagnosis> found = family(examination, wording); !found.empty())
      return take(std::move(found), false);
  grade.diagnoses.front().advice = fitting_text(examination, wording, parts);
}

std::vector<Diagnosis> diagnosed_at_all(const Examination& examination, const Wording& wording,
                                        const AnswerParts& parts, const Assumptions& assumptions) {
  const Expr& answer = parts.all.back();
  std::vector<Diagnosis> found = diagnosed(examination, wording, [&](const Wording& words) {
    std::vector<Diagnosis> assumed = assumptions(words);
    return assumed.empty() ? explained_with_shares(examination, words, answer, simple_slips) : assumed;
  });
  return found.empty() ? explained_with_shares(examination, wording, answer, suspected) : found;
}

/// What the formula of the gradient speaks of and the answer does not.
void add_missing_symbols(Grade& grade, const Examination& examination, const AnswerParts& parts) {
  const Question& question = examination.question();
  if (!grade.diagnoses.empty() || !examination.is_reproduced_by(parts.all.back())) return;
  const Graph truth(question.truth());
  std::vector<std::string> missing;
  for (const Expr& leaf : truth.leaves())
    if (std::ranges::find(parts.all, leaf) == parts.all.end() && question.graph().contains(leaf))
      missing.emplace_back(leaf.symbol());
  const auto occurs = [&](const Expr& formula) {
    return std::ranges::any_of(parts.all, [&](const Expr& part) { return part.hash() == formula.hash(); });
  };
  for (const Expr& node : truth.nodes())
    if (is_named(node) && question.graph().contains(node) && !occurs(node) && !occurs(node.input(0)))
      missing.emplace_back(node.symbol());
  if (missing.empty()) return;
  grade.remarks.push_back("The formula of " + question.name() + " holds " + enumerated(missing) + ", which " +
                          (missing.size() > 1 ? "do" : "does") + " not occur in the answer.");
}

void add_remarks(Grade& grade, const Examination& examination, const Wording& wording) {
  const Values &given = examination.answer()[0], &expected = examination.truth()[0];
  if (!examination.has_right_shape() || given.size() < 2) return;
  Index agreeing = 0;
  for (Index i = 0; i < given.size(); ++i) {
    const Values a = given.reshaped().segment(i, 1), b = expected.reshaped().segment(i, 1);
    agreeing += examination.same(a, b, 0) ? 1 : 0;
  }
  if (agreeing > 0 && agreeing < given.size())
    grade.remarks.push_back("Of " + std::to_string(given.size()) + " entries " + std::to_string(agreeing) +
                            (agreeing == 1 ? " agrees." : " agree."));
  std::vector<std::string> lines;
  const Question& question = examination.question();
  for (const Expr& node : question.graph().nodes())
    if (is_named(node) && question.depends_on_variable(node) && !(node == question.loss()) &&
        !(node == question.wrt()))
      lines.insert(lines.begin(), wording.adjoint(node));
  if (lines.size() > 6) lines.resize(6);
  if (grade.diagnoses.empty() && !lines.empty())
    grade.remarks.push_back("Grade the lines of your derivation one by one: " + enumerated(lines) + ".");
}

}  // namespace

void explain(Grade& result, const Examination& examination, const AnswerParts& parts,
             const Assumptions& assumptions) {
  const Wording wording(examination.question());
  try {
    if (examination.has_right_shape())
      result.diagnoses = diagnosed_at_all(examination, wording, parts, assumptions);
    else
      diagnose_shape(result, examination, wording, parts);
    add_missing_symbols(result, examination, parts);
  } catch (const SearchEnded& search) {
    result.remarks.push_back("The search for an explanation was given up after " +
                             counted(search.candidates, "candidate") + ".");
  }
  add_remarks(result, examination, wording);
  for (Diagnosis& one : result.diagnoses) one.explanation = wording.with_definitions(std::move(one.explanation));
}

AnswerParts parts_of(const Expr& answer) {
  const Graph graph(answer);
  AnswerParts parts{{graph.nodes().begin(), graph.nodes().end()}, {}};
  if (is_product(answer) && answer.inputs().size() == 2)
    parts.factors.assign(answer.inputs().begin(), answer.inputs().end());
  return parts;
}

}  // namespace matgrad::grading
