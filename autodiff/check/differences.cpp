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
  double sides;  // how far the slopes to both sides are apart
  double step;
};

std::optional<Estimate> estimate(const Along& f, double middle, double h) {
  constexpr double weights[] = {45, -9, 1};
  double total = 0;
  double greatest = std::abs(middle);
  double second_difference = -2 * middle;
  for (int k = 1; k <= 3; ++k) {
    for (int sign : {1, -1}) {
      const std::optional<double> value = f(sign * k * h);
      if (!value || !std::isfinite(*value)) return std::nullopt;
      total += sign * weights[k - 1] * *value;
      greatest = std::max(greatest, std::abs(*value));
      if (k == 1) second_difference += *value;
    }
  }
  return Estimate{total / (60 * h), std::numeric_limits<double>::epsilon() * greatest / h,
                  std::abs(second_difference) / h, h};
}

// Half the distance of the slopes on both sides, unless it falls with the step as it does where f is smooth.
double kink(const Estimate& longer, const Estimate& shorter) {
  constexpr double noise = 8;
  const bool stays = shorter.sides > longer.sides / 2 && shorter.sides > noise * shorter.rounding;
  return stays ? shorter.sides / 2 : 0;
}

}  // namespace

std::optional<Slope> slope_by_differences(const Along& f, double first_step) {
  const std::optional<double> middle = f(0);
  if (!(first_step > 0) || !middle || !std::isfinite(*middle)) return std::nullopt;
  std::optional<Slope> best;
  std::optional<Estimate> previous;
  double h = first_step;
  for (int shrinkings = 0; shrinkings <= greatest_shrinkings; ++shrinkings, h /= 4) {
    const std::optional<Estimate> current = estimate(f, *middle, h);
    if (previous && current) {
      const double gap = std::abs(previous->value - current->value);
      // Where rounding rules, the longer step has less of it; else the shorter one is nearer the truth.
      const Estimate& taken = gap <= current->rounding ? *previous : *current;
      const double uncertainty = std::max({gap, taken.rounding, kink(*previous, *current)});
      if (!best || uncertainty < best->uncertainty) best = Slope{taken.value, uncertainty, taken.step};
      if (uncertainty <= current->rounding) break;
    }
    previous = current;
  }
  return best;
}

}  // namespace matgrad
