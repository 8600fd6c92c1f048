#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/grade/grade.hpp"
#include "matgrad/autodiff/grade/question.hpp"
#include "matgrad/autodiff/grade/search_budget.hpp"
#include "matgrad/autodiff/grade/test_points.hpp"

namespace matgrad::grading {

/// An answer beside the truth, as values at test points.
class Examination {
 public:
  Examination(const Question& question, const TestPoints& points, std::vector<Values> answer, double tolerance);

  const Question& question() const { return question_; }
  const TestPoints& points() const { return points_; }
  double tolerance() const { return static_cast<double>(tolerance_); }
  const std::vector<Values>& answer() const { return answer_; }
  const std::vector<Values>& truth() const { return truth_; }
  Shape answer_shape() const { return {answer_[0].rows(), answer_[0].cols()}; }
  bool has_right_shape() const { return answer_shape() == question_.shape(); }
  /// The same with the answer transposed.
  Examination transposed() const;

  /// What the search for an explanation may still do.
  SearchBudget& budget() const { return budget_; }
  /// The value of an expression at a point, or at all points; nothing where one is not finite. Throws SearchEnded.
  std::optional<Values> value(const Expr& expr, std::size_t point) const;
  std::optional<std::vector<Values>> values(const Expr& expr) const;

  /// Whether two values at a point agree up to rounding.
  bool same(const Values& a, const Values& b, std::size_t point) const;
  bool is_right() const;
  /// Whether the answer is 0 at every point.
  bool is_zero() const;
  /// Whether `expr` equals the answer at every point.
  bool is_reproduced_by(const Expr& expr) const;
  /// The number c with answer = c expr at every point, if there is one and it is not 0.
  std::optional<double> multiple_of(const Expr& expr) const;
  std::optional<double> multiple_of_truth() const;
  /// The cᵢ with answer = Σ cᵢ exprᵢ at every point, if they are unique and the values are enough to tell.
  std::optional<std::vector<double>> combination_of(const std::vector<Expr>& exprs) const;

 private:
  using ValueAt = std::function<std::optional<Values>(std::size_t point)>;

  std::optional<double> multiple_of(const ValueAt& value_at) const;
  Values counted_part(const Values& value) const { return question_.counted_part(value); }

  const Question& question_;
  const TestPoints& points_;
  std::vector<Values> answer_;
  std::vector<Values> truth_;
  std::vector<long double> scale_;  // of the gradient's terms, by point
  long double tolerance_;
  mutable SearchBudget budget_;
};

/// What tells the search of nodes that are made.
std::function<void(std::size_t)> spending_of(const Examination& examination);

}  // namespace matgrad::grading
