#include "matgrad/autodiff/grade/graded_numbers.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "matgrad/autodiff/grade/base_grade.hpp"
#include "matgrad/autodiff/grade/examination.hpp"
#include "matgrad/autodiff/grade/explanation.hpp"
#include "matgrad/autodiff/grade/rounded_numbers.hpp"
#include "matgrad/autodiff/grade/wording.hpp"

namespace matgrad::grading {
namespace {

/// Of a matrix, which is compared at one point.
std::optional<WorstEntry> worst_entry(const Examination& examination) {
  if (!examination.has_right_shape() || examination.answer()[0].size() == 0) return std::nullopt;
  WorstEntry worst;
  const Values &given = examination.answer()[0], &expected = examination.truth()[0];
  (given - expected).cwiseAbs().maxCoeff(&worst.row, &worst.col);
  worst.given = static_cast<double>(given(worst.row, worst.col));
  worst.expected = static_cast<double>(expected(worst.row, worst.col));
  return worst;
}

double relative_error(const Examination& examination) {
  if (!examination.has_right_shape()) return 0;
  double error = 0;
  for (std::size_t point = 0; point < examination.answer().size(); ++point) {
    const Values &a = examination.answer()[point], &b = examination.truth()[point];
    if (a.size() == 0) continue;
    const long double scale = std::max(a.cwiseAbs().maxCoeff(), b.cwiseAbs().maxCoeff());
    if (scale > 0) error = std::max(error, static_cast<double>((a - b).cwiseAbs().maxCoeff() / scale));
  }
  return error;
}

/// What an answer says of entries in which the derivative jumps.
enum class AtKink { nothing, subgradient, may_be_subgradient, no_subgradient };

/// What is said of a kink at the given values.
AtKink answered_at(const Kink& kink, const Values& answer) {
  AtKink result = AtKink::nothing;
  for (Index k = 0; k < answer.size(); ++k) {
    if (!kink.jumps(k)) continue;
    if (!kink.spans(k, answer.data()[k])) return AtKink::no_subgradient;
    result = AtKink::may_be_subgradient;
  }
  return kink.is_subgradient(answer) ? AtKink::subgradient : result;
}

/// The answer with the entries of the truth where that jumps.
Values without_jumps(const Kink& kink, const Values& answer, const Values& truth) {
  Values result = answer;
  for (Index k = 0; k < answer.size(); ++k)
    if (kink.jumps(k)) result.data()[k] = truth.data()[k];
  return result;
}

std::string kink_text(const Kink& kink) {
  const std::string range = kink.range_text();
  return "at the given values the loss has a kink (" + kink.where() + ")" +
         (range.empty() ? "" : ", where entries of a subgradient lie " + range);
}

/// Numbers that differ from the truth in nothing but entries that jump.
void grade_at_kink(Grade& result, const Kink& kink, AtKink answered) {
  switch (answered) {
    case AtKink::subgradient:
      result.verdict = GradeVerdict::right;
      result.remarks.push_back(capitalised(kink_text(kink)) + ": the answer is one of the subgradients.");
      return;
    case AtKink::no_subgradient:
      result.diagnoses.push_back(
          {"no subgradient", capitalised(kink_text(kink)) + ": the answer is no subgradient.", "", {}});
      return;
    default:
      result.verdict = GradeVerdict::undecided;
      result.undecided_because = kink_text(kink) + ", and the answer may be one of them";
      if (kink.range_text().empty())
        result.undecided_because = kink_text(kink) + ", and the answer may be a subgradient";
  }
}

}  // namespace

Grade graded_numbers(const Question& question, const TestPoints& points, const Values& answer, double tolerance,
                     bool with_explanation, const std::optional<Kink>& kink) {
  const Examination examination(question, points, {answer}, tolerance);
  Grade result = base_grade(question, points.count(), examination.answer_shape());
  if (!examination.truth()[0].allFinite()) {
    result.undecided_because = question.name() + " is not finite at the given values";
    return result;
  }
  result.verdict = examination.is_right() ? GradeVerdict::right : GradeVerdict::wrong;
  result.relative_error = relative_error(examination);
  if (kink && result.right()) grade_at_kink(result, *kink, AtKink::subgradient);
  if (result.right()) return result;
  result.worst = worst_entry(examination);
  if (kink && examination.has_right_shape()) {
    const Values &given = examination.answer()[0], &truth = examination.truth()[0];
    const AtKink answered = answered_at(*kink, given);
    const Examination elsewhere(question, points, {without_jumps(*kink, given, truth)}, tolerance);
    if (elsewhere.is_right()) {
      result.relative_error = 0;
      result.worst.reset();
      grade_at_kink(result, *kink, answered);
      return result;
    }
    result.worst = worst_entry(elsewhere);
    result.remarks.push_back(capitalised(kink_text(*kink)) + ": of other entries the answer is wrong.");
    return result;
  }
  if (auto rounded = examination.has_right_shape()
                         ? rounded_entries(examination.answer()[0], examination.truth()[0], tolerance)
                         : std::nullopt) {
    result.diagnoses.push_back(*std::move(rounded));
    return result;
  }
  // A number at one point is a multiple of any other: that explains nothing.
  const bool is_number = examination.has_right_shape() && question.shape().is_scalar();
  if (with_explanation && !is_number)
    explain(result, examination, parts_of(question.truth()),
            [](const Wording&) { return std::vector<Diagnosis>{}; });
  return result;
}

}  // namespace matgrad::grading
