#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "matgrad/autodiff/check/grading/evaluator.hpp"
#include "matgrad/autodiff/check/grading/general_point.hpp"

namespace matgrad::grading {

/// What holds of a leaf at all of the points, some of which had to be corrected to that end: "positive definite
/// K", "positive x"; else nothing. `special` is a node at which points were corrected.
std::optional<std::string> restriction_of(std::span<const Expr> leaves, std::span<const Point> points,
                                          const Evaluator& evaluator, std::optional<std::size_t> special);

}  // namespace matgrad::grading
