#include <fmt/core.h>

#include <algorithm>
#include <string>

#include "matgrad/autodiff/grade/grade.hpp"

namespace matgrad {
namespace {

/// "5 and should be 6", with as many digits as show the difference.
std::string numbers_text(const WorstEntry& worst) {
  int digits = 6;
  const auto text = [&](double number) { return fmt::format("{:.{}g}", number + 0.0, digits); };  // no −0
  while (digits < 17 && text(worst.given) == text(worst.expected)) ++digits;
  return text(worst.given) + " and should be " + text(worst.expected) + ".";
}

std::string worst_text(const WorstEntry& worst) {
  return fmt::format("At one of the points entry ({}, {}), counted from 0, is {}", worst.row, worst.col,
                     numbers_text(worst));
}

/// Whether all that is known of a wrong answer is one number.
bool is_single_number(const Grade& grade) {
  return grade.worst && grade.points == 1 && grade.truth.shape().is_scalar() && grade.diagnoses.empty();
}

std::string right_text(const Grade& grade) {
  std::string text = "Right" + (grade.reading.empty() ? "" : " " + grade.reading);
  if (grade.restriction) text += (grade.restriction->starts_with("where ") ? " " : " for ") + *grade.restriction;
  text += ": it equals " + grade.question + " at " + counted(grade.points, "point");
  if (grade.relative_error > 0)
    text += fmt::format(", up to a relative difference of {:.0e}", grade.relative_error);
  return text + (grade.restriction ? "; nothing else was finite." : ".");
}

/// Pieces beyond the first few are only counted.
std::string unreached_text(const Grade& grade) {
  constexpr std::size_t most = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(grade.unreached.size(), most); ++i)
    text += (i == 0 ? "\nNot compared, as no point was found there: " : "; ") + grade.unreached[i];
  if (grade.unreached.size() > most) text += " and " + std::to_string(grade.unreached.size() - most) + " more";
  return text.empty() ? text : text + ".";
}

std::string remarks_text(const Grade& grade) {
  std::string text;
  for (const std::string& remark : grade.remarks) text += "\n" + remark;
  return text;
}

std::string undecided_text(const Grade& grade) {
  if (!grade.undecided_because.empty()) return "Undecided: " + grade.undecided_because + ".";
  return "Undecided: too few points were found at which it could be compared with " + grade.question + ".";
}

/// What is said before all else where no slip is known.
std::string lead_text(const Grade& grade) {
  if (grade.region.empty()) return " It is not " + grade.question + ", and no slip that is known explains it.";
  return " It is " + grade.region + ".\n  Was a branch dropped, or an absolute value taken for what stands in it?";
}

std::string assumptions_text(const Grade& grade) {
  std::string text;
  for (const std::string& assumption : grade.assumptions) text += "\nAssumed: " + assumption + ".";
  for (const std::string& note : grade.answer_notes) text += "\nIn the answer: " + note + ".";
  return text;
}

}  // namespace

std::string to_text(GradeVerdict verdict) {
  if (verdict == GradeVerdict::undecided) return "undecided";
  return verdict == GradeVerdict::right ? "right" : "wrong";
}

std::string to_text(const Grade& grade) {
  if (grade.right())
    return right_text(grade) + unreached_text(grade) + remarks_text(grade) + assumptions_text(grade);
  if (grade.verdict == GradeVerdict::undecided)
    return undecided_text(grade) + remarks_text(grade) + assumptions_text(grade);
  if (is_single_number(grade))
    return "Wrong. It is " + numbers_text(*grade.worst) + remarks_text(grade) + assumptions_text(grade);
  std::string text = "Wrong.";
  if (grade.diagnoses.empty()) text += lead_text(grade);
  for (std::size_t i = 0; i < grade.diagnoses.size(); ++i) {
    const Diagnosis& diagnosis = grade.diagnoses[i];
    text += (i == 0 ? " " : "\nOr: ") + diagnosis.explanation;
    if (!diagnosis.advice.empty()) text += "\n  " + diagnosis.advice;
  }
  if (!grade.diagnoses.empty() && !grade.region.empty()) text += "\nIt is " + grade.region + ".";
  if (grade.worst) text += "\n" + worst_text(*grade.worst);
  return text + remarks_text(grade) + assumptions_text(grade);
}

std::string solution_text(const Grade& grade) {
  std::string text = grade.question + " = " + to_text(grade.truth);
  for (std::size_t i = 0; i < grade.where.size(); ++i) text += (i == 0 ? ", where " : ", ") + grade.where[i];
  return text;
}

}  // namespace matgrad
