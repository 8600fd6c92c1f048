#pragma once

#include <cstddef>
#include <vector>

#include "matgrad/autodiff/grade/comparison.hpp"
#include "matgrad/autodiff/grade/evaluator.hpp"
#include "matgrad/autodiff/grade/question.hpp"

namespace matgrad::grading {

/// Question and answer with one choice of unspecified functions.
class Trial {
 public:
  Trial(const Question& question, const Expr& answer, std::size_t choice)
      : Trial(question, roots(question, answer, choice)) {}

  const Evaluator& evaluator() const { return evaluator_; }
  const std::vector<std::size_t>& domain() const { return domain_; }
  std::size_t truth() const { return truth_; }
  std::size_t answer() const { return answer_; }

  /// Values and scales; nothing is known of rounding.
  template <class Scalar>
  Measured truth_at(const Evaluation<Scalar>& values) const {
    return measured(values, truth_, truth_at_);
  }
  template <class Scalar>
  Measured answer_at(const Evaluation<Scalar>& values) const {
    return measured(values, answer_, answer_at_);
  }
  /// With rounding, where both were evaluated at the same point.
  EntryComparison compared(const Evaluation<long double>& exact, const Evaluation<double>& rounded,
                           long double tolerance) const;

 private:
  /// The truth, what else must be finite, the other leaves, which have values too, and the answer.
  struct Roots {
    std::vector<Expr> all;
    std::size_t domain;  // how many of the first must be finite
    std::vector<Expr> truth_terms, answer_terms;
  };

  Trial(const Question& question, const Roots& roots);
  static Roots roots(const Question& question, const Expr& answer, std::size_t choice);
  template <class Scalar>
  Measured measured(const Evaluation<Scalar>& values, std::size_t of, const std::vector<std::size_t>& terms) const;

  const Question& question_;
  Evaluator evaluator_;
  std::vector<std::size_t> domain_;
  std::size_t truth_ = 0, answer_ = 0;
  std::vector<std::size_t> truth_at_, answer_at_;
};

}  // namespace matgrad::grading
