#pragma once

#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/grade/grade.hpp>

namespace matgrad::tests {

/// An answer with a slip, and what is to be said of it.
struct PlantedSlip {
  std::string name;
  Expr loss;
  Expr wrt;
  Expr answer;
  std::string slip;  // the name of the first diagnosis
  std::string says;  // a part of its explanation
  GradeOptions options = {};
};

/// Grades the answers: none is right, each has its diagnosis, and what every diagnosis says the answer is, it is,
/// at points that the grader has not seen.
void check_planted_slips(const std::vector<PlantedSlip>& slips);

/// The same of answers in the text language, by a question in it.
struct WrittenSlip {
  std::string wrt;
  std::string answer;
  std::string slip;
  std::string says;
};
void check_written_slips(const std::string& question, const std::vector<WrittenSlip>& slips);
/// Answers, each with its variable before it.
void check_written_right_answers(const std::string& question,
                                 const std::vector<std::pair<std::string, std::string>>& answers);

/// A right answer, written in some way.
struct RightAnswer {
  std::string name;
  Expr loss;
  Expr wrt;
  Expr answer;
  GradeOptions options = {};
};
void check_right_answers(const std::vector<RightAnswer>& answers);

}  // namespace matgrad::tests
