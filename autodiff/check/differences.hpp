#pragma once

#include <functional>
#include <optional>

namespace matgrad {

/// A derivative found by differences.
struct Slope {
  double value = 0;
  double uncertainty = 0;
  double step = 0;
  double rounding = 0;  // what the rounding of the function's values makes of it
  double kink = 0;      // half the distance of the slopes on both sides; 0 where the function is smooth
};

/// The value of a function at a distance from where it is differentiated; none outside its domain.
using Along = std::function<std::optional<double>(double distance)>;

/// f′(0) by two points, (f₁ − f₋₁) / 2h with error h²/6 f‴, and by six,
/// (45 (f₁ − f₋₁) − 9 (f₂ − f₋₂) + (f₃ − f₋₃)) / 60h with error h⁶/140 f⁽⁷⁾, where fₖ = f(k h). None where a point
/// lies outside the domain.
std::optional<double> two_point_difference(const Along& f, double step);
std::optional<double> six_point_difference(const Along& f, double step);

/// ε^(1/7) reach: where the search for a step begins, if `reach` is the length that counts as 1.
double first_step(double reach);

/// f′(0) by differences of six points, error h⁶/140 f⁽⁷⁾. The step is shrunk by 4 up to eight times; of all pairs
/// of neighbouring steps the one of least uncertainty counts: the gap of the pair, or its rounding if that is
/// greater, or, at a kink, half the distance of the slopes on both sides. Ends early where this has come down to
/// rounding, which is max(ε max|f|, `noise`) / h: `noise` is the error of the values where terms cancel in them.
/// None if no two neighbouring steps stay inside the domain.
/// Source: Fornberg (1988), Generation of finite difference formulas on arbitrarily spaced grids, table 1.
std::optional<Slope> slope_by_differences(const Along& f, double longest_step, double noise = 0);

}  // namespace matgrad
