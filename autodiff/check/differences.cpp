#include "matgrad/autodiff/check/differences.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace matgrad {
namespace {

constexpr int greatest_shrinkings = 8;

struct SlopeEstimate {
  double value;
  double rounding;
  double sides;  // how far the slopes to both sides are apart
  double step;
};

struct DifferenceFormula {
  std::span<const double> weights;
  double divisor;
};
constexpr double two_weights[] = {1};
constexpr double six_weights[] = {45, -9, 1};
constexpr DifferenceFormula two_points{two_weights, 2};
constexpr DifferenceFormula six_points{six_weights, 60};

/// Σ wₖ (fₖ − f₋ₖ) / (divisor h), and what tells of its error.
struct Sample {
  double slope;
  double greatest;  // |fₖ|
  double nearest;   // f₁ + f₋₁
};

std::optional<Sample> sample(const Along& f, const DifferenceFormula& formula, double h) {
  Sample found{0, 0, 0};
  for (std::size_t k = 1; k <= formula.weights.size(); ++k) {
    for (int sign : {1, -1}) {
      const std::optional<double> value = f(sign * static_cast<double>(k) * h);
      if (!value || !std::isfinite(*value)) return std::nullopt;
      found.slope += sign * formula.weights[k - 1] * *value;
      found.greatest = std::max(found.greatest, std::abs(*value));
      if (k == 1) found.nearest += *value;
    }
  }
  found.slope /= formula.divisor * h;
  return found;
}

std::optional<SlopeEstimate> estimate(const Along& f, double middle, double h, double noise) {
  const std::optional<Sample> found = sample(f, six_points, h);
  if (!found) return std::nullopt;
  const double greatest = std::max(found->greatest, std::abs(middle));
  return SlopeEstimate{found->slope, std::max(std::numeric_limits<double>::epsilon() * greatest, noise) / h,
                       std::abs(found->nearest - 2 * middle) / h, h};
}

// Half the distance of the slopes on both sides, unless it falls with the step as it does where f is smooth.
double kink(const SlopeEstimate& longer, const SlopeEstimate& shorter) {
  constexpr double noise = 8;
  const bool stays = shorter.sides > longer.sides / 2 && shorter.sides > noise * shorter.rounding;
  return stays ? shorter.sides / 2 : 0;
}

}  // namespace

std::optional<double> two_point_difference(const Along& f, double step) {
  const std::optional<Sample> found = sample(f, two_points, step);
  return found ? std::optional(found->slope) : std::nullopt;
}

std::optional<double> six_point_difference(const Along& f, double step) {
  const std::optional<Sample> found = sample(f, six_points, step);
  return found ? std::optional(found->slope) : std::nullopt;
}

double first_step(double reach) { return std::pow(std::numeric_limits<double>::epsilon(), 1.0 / 7) * reach; }

std::optional<Slope> slope_by_differences(const Along& f, double longest_step, double noise) {
  const std::optional<double> middle = f(0);
  if (!(longest_step > 0) || !middle || !std::isfinite(*middle)) return std::nullopt;
  std::optional<Slope> best;
  std::optional<SlopeEstimate> previous;
  double h = longest_step;
  for (int shrinkings = 0; shrinkings <= greatest_shrinkings; ++shrinkings, h /= 4) {
    const std::optional<SlopeEstimate> current = estimate(f, *middle, h, noise);
    if (previous && current) {
      const double gap = std::abs(previous->value - current->value);
      // Where rounding rules, the longer step has less of it; else the shorter one is nearer the truth.
      const SlopeEstimate& taken = gap <= current->rounding ? *previous : *current;
      const double bend = kink(*previous, *current);
      const double uncertainty = std::max({gap, taken.rounding, bend});
      if (!best || uncertainty < best->uncertainty)
        best = Slope{taken.value, uncertainty, taken.step, taken.rounding, bend};
      if (uncertainty <= current->rounding) break;
    }
    previous = current;
  }
  return best;
}

}  // namespace matgrad
