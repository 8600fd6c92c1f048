#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/grade/pointwise_step.hpp"
#include "matgrad/autodiff/grade/question.hpp"

namespace matgrad::grading {

/// A slip in one step of the sweep: what flows on to u, by the adjoint of v, instead of ∂L/∂v ∘ f′(u).
struct StepChange {
  const PointwiseStep* step;
  std::function<Expr(const Expr& adjoint)> wrong;
};

/// The gradient that the reverse sweep ends with if all these slips are made in it; none where no adjoint reaches
/// the variable. The steps must not overlap. Throws ShapeError where a wrong piece does not fit.
std::optional<Expr> changed_gradient(const Question& question, const std::vector<StepChange>& changes);

}  // namespace matgrad::grading
