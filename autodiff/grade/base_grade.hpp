#pragma once

#include <cstddef>

#include "matgrad/autodiff/grade/grade.hpp"
#include "matgrad/autodiff/grade/question.hpp"

namespace matgrad::grading {

/// What is said of a question and its right answer, before an answer of a shape is judged at so many points.
Grade base_grade(const Question& question, std::size_t points, Shape given);

}  // namespace matgrad::grading
