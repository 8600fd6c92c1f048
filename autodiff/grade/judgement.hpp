#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "matgrad/autodiff/check/draw_values.hpp"
#include "matgrad/autodiff/grade/comparison.hpp"
#include "matgrad/autodiff/grade/general_point.hpp"
#include "matgrad/autodiff/grade/grade.hpp"
#include "matgrad/autodiff/grade/question.hpp"
#include "matgrad/autodiff/grade/test_points.hpp"

namespace matgrad::grading {

/// What comparing an answer with the truth at many points has found; nothing is explained yet.
struct Judgement {
  GradeVerdict verdict = GradeVerdict::undecided;
  std::string undecided_because;           // what is known besides that points were too few
  std::vector<Expr> leaves;                // of question and answer, in the order of each point's values
  std::vector<Point> points;               // at which both were compared: the witness, then the moderate ones
  std::size_t compared = 0;                // at how many points in all
  double relative_error = 0;               // the greatest of those that agree
  std::optional<Disagreement> worst;       // at the first point
  std::optional<Expr> not_finite;          // a part of the answer that has no value where the gradient has one
  std::optional<std::string> restriction;  // "positive definite K", "where a − 5 > 0": nothing else was finite
  std::vector<std::string> unreached;      // "x < 0": pieces of the question or the answer
  std::vector<std::string> remarks;
  std::string region;  // of a wrong answer: "right where a > 0, and wrong where …", if that was asked for
  std::vector<Point> covering;  // then also points of each piece, and many of all kinds
  std::vector<Point> sample;
};

/// How an answer is compared with the truth.
struct ComparisonOptions {
  double tolerance = 1e-10;
  std::uint64_t seed = 1;
  /// How many points an explanation needs: so many are compared even where the answer is wrong.
  std::size_t points = 8;
  /// Values at which the answer is compared besides; of the other leaves they are drawn.
  LeafValues<> given = {};
  /// Whether it is found out where a wrong answer to a piecewise question is right.
  bool survey = false;
};

/// Compares an answer, in the terms of the question and of its shape, with the truth.
///
/// Points have sizes from 1e-2 to 1e2, half of them 0.2 to 1.5; their matrices are general, and only what some
/// operation needs is special. A point counts where both are finite and rounding is known to be smaller than the
/// tolerance, entry by entry. Where something is piecewise, points are drawn until its pieces are reached.
Judgement compared(const Question& question, const Expr& answer, const ComparisonOptions& options);

}  // namespace matgrad::grading
