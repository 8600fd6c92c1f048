#pragma once

#include <cstddef>
#include <optional>
#include <random>
#include <span>
#include <string>

#include "matgrad/autodiff/grade/evaluator.hpp"
#include "matgrad/autodiff/grade/general_point.hpp"
#include "matgrad/autodiff/grade/question.hpp"

namespace matgrad::grading {

/// Where question and answer are finite, of points that had to be corrected to that end: "positive definite K",
/// "positive x", if that is all that is needed, else "where a − 5 > 0". `special` are the nodes at which points
/// were corrected, and `domain` those that must be finite.
std::optional<std::string> restriction_of(const Question& question, const Evaluator& evaluator,
                                          std::span<const std::size_t> domain,
                                          std::span<const std::size_t> special, std::span<const Point> points,
                                          std::mt19937_64& random);

}  // namespace matgrad::grading
