#pragma once

#include <matgrad/autodiff/check/step_curve.hpp>
#include "pages/plot.hpp"

namespace matgrad::pages {

/// The errors of both kinds of differences against the step, both on logarithmic axes, and what check_gradient
/// chooses.
Plot step_plot(const StepCurve& curve);

}  // namespace matgrad::pages
