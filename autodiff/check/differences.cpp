#include "matgrad/autodiff/check/differences.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace matgrad {
namespace {

constexpr int greatest_shrinkings = 8;

struct Estimate {
  double value;
  double rounding;
  double step;
};

std::optional<Estimate> estimate(const Along& f, double h) {
  constexpr double weights[] = {45, -9, 1};
  double total = 0;
  double greatest = 0;
  for (int k = 1; k <= 3; ++k) {
    for (int sign : {1, -1}) {
      const std::optional<double> value = f(sign * k * h);
      if (!value || !std::isfinite(*value)) return std::nullopt;
      total += sign * weights[k - 1] * *value;
      greatest = std::max(greatest, std::abs(*value));
    }
  }
  return Estimate{total / (60 * h), std::numeric_limits<double>::epsilon() * greatest / h, h};
}

}  // namespace

std::optional<Slope> slope_by_differences(const Along& f, double first_step) {
  std::optional<Slope> best;
  std::optional<Estimate> previous;
  double h = first_step;
  for (int shrinkings = 0; shrinkings <= greatest_shrinkings; ++shrinkings, h /= 4) {
    const std::optional<Estimate> current = estimate(f, h);
    if (previous && current) {
      const double gap = std::abs(previous->value - current->value);
      // Where rounding rules, the longer step has less of it; else the shorter one is nearer the truth.
      const bool at_rounding = gap <= current->rounding;
      const Estimate& taken = at_rounding ? *previous : *current;
      const double uncertainty = std::max(gap, taken.rounding);
      if (!best || uncertainty < best->uncertainty) best = Slope{taken.value, uncertainty, taken.step};
      if (at_rounding) break;
    }
    previous = current;
  }
  return best;
}

}  // namespace matgrad
