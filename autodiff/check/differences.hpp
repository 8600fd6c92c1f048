#pragma once

#include <functional>
#include <optional>

namespace matgrad {

/// A derivative found by differences.
struct Slope {
  double value = 0;
  double uncertainty = 0;
  double step = 0;
};

/// The value of a function at a distance from where it is differentiated; none outside its domain.
using Along = std::function<std::optional<double>(double distance)>;

/// f′(0) by differences of six points, error h⁶/140 f⁽⁷⁾. The step is shrunk by 4 up to eight times; of all pairs
/// of neighbouring steps the one of least uncertainty counts: the gap of the pair, or ε max|f| / h if that is
/// greater, or, at a kink, half the distance of the slopes on both sides. Ends early where this has come down to
/// rounding. None if no two neighbouring steps stay inside the domain.
/// Source: Fornberg (1988), Generation of finite difference formulas on arbitrarily spaced grids, table 1.
std::optional<Slope> slope_by_differences(const Along& f, double first_step);

}  // namespace matgrad
