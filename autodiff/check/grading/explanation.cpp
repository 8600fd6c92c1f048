#include "matgrad/autodiff/check/grading/explanation.hpp"

#include <string>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

/// Slips in a step of the derivation say more than slips in the formula that comes out of it.
std::vector<Diagnosis> suspected(const Examination& examination, const Wording& wording) {
  const Suspicions steps = step_suspicions(examination);
  std::vector<Diagnosis> found = steps.confirmed();
  if (found.empty()) found = repeated_step_suspicions(examination).confirmed();
  if (!found.empty()) return found;
  const Suspicions formulas = formula_suspicions(examination, wording);
  found = formulas.confirmed();
  if (found.empty()) found = steps.confirmed_with_another(wording);
  if (found.empty()) found = formulas.confirmed_with_another(wording);
  return found;
}

using Family = std::vector<Diagnosis> (*)(const Examination&, const Wording&);

/// The simplest family of slips that explains the answer.
std::vector<Diagnosis> diagnosed(const Examination& examination, const Wording& wording,
                                 const Assumptions& assumptions) {
  constexpr Family simple[] = {path_slips,     scale_slips,       transposition_slips, neighbour_slips,
                               symmetry_slips, path_factor_slips, term_slips,          index_slips};
  for (const Family family : simple)
    if (std::vector<Diagnosis> found = family(examination, wording); !found.empty()) return found;
  if (std::vector<Diagnosis> found = assumptions(wording); !found.empty()) return found;
  std::vector<Diagnosis> found = suspected(examination, wording);
  if (found.empty()) found = scalar_part_slips(examination, wording);
  return found.empty() ? term_factor_slips(examination, wording) : found;
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
  for (const Family family : {path_slips, transposition_slips, summed_slips, suspected, neighbour_slips}) {
    std::vector<Diagnosis> found = family(examination, wording);
    if (found.empty()) continue;
    if (found.front().slip != "transposed") grade.remarks.push_back(shape.explanation);
    grade.diagnoses = std::move(found);
    return;
  }
  grade.diagnoses.front().advice = fitting_text(examination, wording, parts);
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
      result.diagnoses = diagnosed(examination, wording, assumptions);
    else
      diagnose_shape(result, examination, wording, parts);
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
