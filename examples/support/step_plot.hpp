#pragma once

#include <matgrad/autodiff/check/step_curve.hpp>
#include "examples/support/plot.hpp"

namespace matgrad::examples {

/// The errors of both kinds of differences against the step, both on logarithmic axes, and what check_gradient
/// chooses.
Plot step_plot(const StepCurve& curve);

}  // namespace matgrad::examples
