#include "matgrad/autodiff/rewrite/folded_number.hpp"

#include <cmath>

namespace matgrad {
namespace {

bool is_nonzero_number(double a) { return std::isfinite(a) && a != 0; }

std::optional<double> unless_out_of_range(double result, double a, double b) {
  const bool loses = is_nonzero_number(a) && is_nonzero_number(b) && !std::isnormal(result);
  return loses ? std::nullopt : std::optional(result);
}

}  // namespace

std::optional<double> folded_product(double a, double b) { return unless_out_of_range(a * b, a, b); }

std::optional<double> folded_quotient(double a, double b) { return unless_out_of_range(a / b, a, b); }

std::optional<double> folded_power(double a, std::ptrdiff_t n) {
  return unless_out_of_range(std::pow(a, static_cast<double>(n)), a, a);
}

bool is_extreme(double number) {
  constexpr double largest = 1e100;
  const double size = std::abs(number);
  return is_nonzero_number(number) && (size > largest || size < 1 / largest);
}

}  // namespace matgrad
