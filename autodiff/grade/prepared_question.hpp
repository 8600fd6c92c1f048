#pragma once

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/grade/grade.hpp"

namespace matgrad::grading {

/// A question and its answer in the form in which they are compared.
struct PreparedQuestion {
  Expr loss, wrt, answer;
  GradeOptions options;
};

/// Random leaves become variables, so that question and answer see the same draws; equal steps of the loss become
/// one step, so that its paths are those of derive.
PreparedQuestion prepared(const Expr& loss, const Expr& wrt, const Expr& answer, const GradeOptions& options);

}  // namespace matgrad::grading
