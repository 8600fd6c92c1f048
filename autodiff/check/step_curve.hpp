#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/leaf_values.hpp"

namespace matgrad {

/// Along what step_curve differentiates, and with which steps.
struct StepCurveOptions {
  /// One entry of the variable, by row and column; else a random unit direction in all entries, made from the
  /// seed.
  std::optional<std::pair<Index, Index>> entry = {};
  std::uint64_t seed = 1;
  /// The steps, evenly spread in powers of ten between these two.
  double greatest_step = 1;
  double least_step = 1e-12;
  int steps_per_decade = 4;
};

/// The relative errors of both differences with one step; none where a point leaves the domain.
struct StepError {
  double step = 0;
  std::optional<double> two_points;
  std::optional<double> six_points;
};

/// How the error of finite differences depends on the step.
struct StepCurve {
  std::string variable;
  std::string direction;          // "(2, 0)" or "direction 1"
  double derivative = 0;          // along it, from the gradient in long double
  bool is_relative = true;        // errors are divided by |derivative|, unless that is 0
  std::vector<StepError> errors;  // from the greatest step down
  double checked_step = 0;        // the step that check_gradient would choose; 0 if it finds none
  double checked_error = 0;       // and the error with it
};

/// Compares the derivative of a scalar loss along a direction of one of its variables with
///   (f₁ − f₋₁) / 2h, whose error is of order h², and
///   (45 (f₁ − f₋₁) − 9 (f₂ − f₋₂) + (f₃ − f₋₃)) / 60h of order h⁶, which check_gradient uses,
/// where fₖ = f(x + k h d) is evaluated in double. Large steps truncate the Taylor series, small ones lose digits.
/// `values` are those of all leaves; a variable with facts is moved inside its set, as check_gradient does.
///
/// Throws ShapeError if the loss is no scalar or the entry is none of the variable, Error for steps that are not
/// positive and finite or more than 10,000 of them, or a variable without value; and what evaluation throws.
StepCurve step_curve(const Expr& loss, const Expr& variable, const LeafValues<>& values,
                     const StepCurveOptions& options = {});

}  // namespace matgrad
