#pragma once

#include <functional>
#include <optional>

#include "matgrad/autodiff/grade/grade.hpp"
#include "matgrad/autodiff/grade/test_points.hpp"

namespace matgrad::grading {

/// An answer that is right once a decimal in it is taken for what it is rounded from: 0.3333333 for 1/3, 6.28 for
/// 2π. `multiple` is the number that the answer is times the right one, if it is such a multiple; then what is
/// meant is known to all digits.
std::optional<Diagnosis> rounded_number(const Expr& answer, std::optional<double> multiple,
                                        const std::function<bool(const Expr&)>& is_right);

/// Numbers each of which is what the right one is when it is rounded or cut off to as many digits, three at least.
std::optional<Diagnosis> rounded_entries(const Values& given, const Values& expected, double tolerance);

}  // namespace matgrad::grading
