#include "pages/step_plot.hpp"

#include <limits>

namespace matgrad::pages {

Plot step_plot(const StepCurve& curve) {
  constexpr double gap = std::numeric_limits<double>::quiet_NaN();
  Series two{"2 points", {}, {}}, six{"6 points", {}, {}};
  for (const StepError& error : curve.errors) {
    two.x.push_back(error.step);
    two.y.push_back(error.two_points.value_or(gap));
    six.x.push_back(error.step);
    six.y.push_back(error.six_points.value_or(gap));
  }
  Plot plot{"by " + curve.variable,
            {.title = "step", .logarithmic = true},
            {.title = curve.is_relative ? "relative error" : "error", .logarithmic = true},
            {two, six}};
  if (curve.checked_step > 0 && curve.checked_error > 0)
    plot.series.push_back(
        {"chosen by the check", {curve.checked_step}, {curve.checked_error}, Series::Mark::points});
  return plot;
}

}  // namespace matgrad::pages
