#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/check/grade.hpp"
#include "matgrad/autodiff/check/grading/question.hpp"
#include "matgrad/autodiff/check/grading/test_points.hpp"

namespace matgrad::grading {

/// Thrown where as many candidates for an explanation were tried as there may be. It is no Error: what looks for
/// explanations passes over those of candidates that do not fit.
struct SearchEnded {
  std::size_t candidates;
};

/// An answer beside the truth, as values at test points.
class Examination {
 public:
  Examination(const Question& question, const TestPoints& points, std::vector<Values> answer, double tolerance);

  const Question& question() const { return question_; }
  const TestPoints& points() const { return points_; }
  const std::vector<Values>& answer() const { return answer_; }
  const std::vector<Values>& truth() const { return truth_; }
  Shape answer_shape() const { return {answer_[0].rows(), answer_[0].cols()}; }
  bool has_right_shape() const { return answer_shape() == question_.shape(); }

  /// Counts one more candidate that is made or compared. Throws SearchEnded behind the last, and, as a guard,
  /// where they take very long.
  void count_candidate() const;

  /// Whether two values at a point agree up to rounding.
  bool same(const Values& a, const Values& b, std::size_t point) const;
  bool is_right() const;
  /// Whether the answer is 0 at every point.
  bool is_zero() const;
  /// Whether `expr` equals the answer at every point.
  bool is_reproduced_by(const Expr& expr) const;
  /// The number c with answer = c expr at every point, if there is one and it is not 0.
  std::optional<double> multiple_of(const Expr& expr) const;
  std::optional<double> multiple_of(const std::vector<Values>& values) const;
  /// The cᵢ with answer = Σ cᵢ exprᵢ at every point, if they are unique and the values are enough to tell.
  std::optional<std::vector<double>> combination_of(const std::vector<Expr>& exprs) const;

 private:
  Values counted_part(const Values& value) const { return question_.counted_part(value); }

  const Question& question_;
  const TestPoints& points_;
  std::vector<Values> answer_;
  std::vector<Values> truth_;
  std::vector<long double> scale_;  // of the gradient's terms, by point
  long double tolerance_;
  mutable std::size_t candidates_ = 0;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace matgrad::grading
