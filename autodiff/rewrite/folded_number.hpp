#pragma once

#include <cstddef>
#include <optional>

namespace matgrad {

/// a b and a / b, unless rounding takes them out of the range of normal numbers: 1e-200 · 1e-200 is not 0. Zeros,
/// infinities and NaN do as they do in IEEE arithmetic.
std::optional<double> folded_product(double a, double b);
std::optional<double> folded_quotient(double a, double b);
/// aⁿ likewise.
std::optional<double> folded_power(double a, std::ptrdiff_t n);

/// Whether a number is so large or small that it stays beside what it multiplies, and does not go to the front.
bool is_extreme(double number);

}  // namespace matgrad
