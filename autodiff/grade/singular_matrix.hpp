#pragma once

#include <random>
#include <string>

#include "matgrad/autodiff/grade/question.hpp"

namespace matgrad::grading {

/// "A is singular at every point that was drawn", of a matrix that must be regular; else empty.
std::string singular_at_points(const Question& question, std::mt19937_64& random);

}  // namespace matgrad::grading
