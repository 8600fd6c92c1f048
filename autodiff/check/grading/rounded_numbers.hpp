#pragma once

#include <functional>
#include <optional>

#include "matgrad/autodiff/check/grade.hpp"

namespace matgrad::grading {

/// An answer that is right once its decimals are taken for fractions, or for simple multiples of π, √2, √3 and
/// ln 2, that they are rounded from: 0.3333333 for 1/3.
std::optional<Diagnosis> rounded_number(const Expr& answer, const std::function<bool(const Expr&)>& is_right);

}  // namespace matgrad::grading
