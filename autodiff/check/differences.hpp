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

/// f′(0) by differences of six points, error h⁶/140 f⁽⁷⁾. The step is shrunk by 4 up to eight times; of all pairs of
/// neighbouring steps the one of least uncertainty counts: max(gap of the pair, ε max|f| / h). Ends early where the gap
/// has come down to rounding. None if no two neighbouring steps stay inside the domain.
/// Source: Fornberg (1988), Generation of finite difference formulas on arbitrarily spaced grids, table 1.
std::optional<Slope> slope_by_differences(const Along& f, double first_step);

}  // namespace matgrad
