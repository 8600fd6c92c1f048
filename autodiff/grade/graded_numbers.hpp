#pragma once

#include <optional>

#include "matgrad/autodiff/check/kink.hpp"
#include "matgrad/autodiff/grade/grade.hpp"
#include "matgrad/autodiff/grade/question.hpp"
#include "matgrad/autodiff/grade/test_points.hpp"

namespace matgrad::grading {

/// The grade of a matrix, compared at one given point. Where the loss has a kink there, entries in which the
/// gradient jumps are right if the whole is a subgradient.
Grade graded_numbers(const Question& question, const TestPoints& points, const Values& answer, double tolerance,
                     bool with_explanation, const std::optional<Kink>& kink);

}  // namespace matgrad::grading
