#include <fmt/core.h>

#include "matgrad/autodiff/check/grade.hpp"

namespace matgrad {
namespace {

std::string worst_text(const WorstEntry& worst) {
  return fmt::format("At one of the points entry ({}, {}), counted from 0, is {:.6g} and should be {:.6g}.",
                     worst.row, worst.col, worst.given, worst.expected);
}

std::string assumptions_text(const Grade& grade) {
  std::string text;
  for (const std::string& assumption : grade.assumptions) text += "\nAssumed: " + assumption + ".";
  return text;
}

}  // namespace

std::string to_text(const Grade& grade) {
  if (grade.right)
    return "Right" + (grade.reading.empty() ? "" : " " + grade.reading) + ": it equals " + grade.question +
           " at " + counted(grade.points, "point") +
           (grade.relative_error > 0
                ? fmt::format(", up to a relative difference of {:.0e}.", grade.relative_error)
                : std::string(".")) +
           assumptions_text(grade);
  std::string text = "Wrong.";
  if (grade.diagnoses.empty()) text += " It is not " + grade.question + ", and no slip that is known explains it.";
  for (std::size_t i = 0; i < grade.diagnoses.size(); ++i) {
    const Diagnosis& diagnosis = grade.diagnoses[i];
    text += (i == 0 ? " " : "\nOr: ") + diagnosis.explanation;
    if (!diagnosis.advice.empty()) text += "\n  " + diagnosis.advice;
  }
  if (grade.worst) text += "\n" + worst_text(*grade.worst);
  for (const std::string& remark : grade.remarks) text += "\n" + remark;
  return text + assumptions_text(grade);
}

std::string solution_text(const Grade& grade) {
  std::string text = grade.question + " = " + to_text(grade.truth);
  for (std::size_t i = 0; i < grade.where.size(); ++i) text += (i == 0 ? ", where " : ", ") + grade.where[i];
  return text;
}

}  // namespace matgrad
