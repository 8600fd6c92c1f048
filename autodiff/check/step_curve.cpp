#include "matgrad/autodiff/check/step_curve.hpp"

#include <algorithm>
#include <cmath>

#include "matgrad/autodiff/check/differences.hpp"
#include "matgrad/autodiff/check/directions.hpp"
#include "matgrad/autodiff/check/movable_loss.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/random_leaf.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

namespace matgrad {
namespace {

constexpr double most_steps = 10'000;

std::vector<double> steps(const StepCurveOptions& options) {
  const double greatest = options.greatest_step, least = options.least_step;
  if (!(least > 0) || !(greatest >= least) || !std::isfinite(greatest) || options.steps_per_decade < 1)
    throw Error("step_curve: the steps must be positive and finite, the least one not above the greatest");
  const double intervals = std::round(std::log10(greatest / least) * options.steps_per_decade);
  if (!(intervals < most_steps)) throw Error("step_curve: more than 10,000 steps are asked for");
  const int count = static_cast<int>(intervals);
  std::vector<double> all;
  for (int i = 0; i <= count; ++i)
    all.push_back(count == 0 ? greatest : greatest * std::pow(least / greatest, static_cast<double>(i) / count));
  return all;
}

Direction chosen_direction(const Directions& directions, const Expr& variable, const StepCurveOptions& options) {
  if (!options.entry) return directions.random(1);
  const auto [row, col] = *options.entry;
  if (row < 0 || row >= variable.rows() || col < 0 || col >= variable.cols())
    throw ShapeError("step_curve: " + described(variable) + " has no entry (" + std::to_string(row) + ", " +
                     std::to_string(col) + ")");
  return directions.entry(row + col * variable.rows());
}

/// ⟨gradient, direction⟩ as exactly as it can be had.
long double exact_derivative(const Expr& gradient, const LeafValues<>& values, const Direction& direction) {
  LeafValues<long double> leaves;
  for (const auto& [leaf, value] : values) leaves.emplace_back(leaf, value.cast<long double>());
  const Matrix<long double> exact = reference_value<long double>(gradient, leaves);
  return derivative_along(ConstView<long double>(exact.data(), exact.rows(), exact.cols()), direction);
}

}  // namespace

StepCurve step_curve(const Expr& loss, const Expr& variable, const LeafValues<>& values,
                     const StepCurveOptions& options) {
  if (!loss.shape().is_scalar()) throw ShapeError("step_curve: " + described(loss) + " is not a scalar");
  std::vector<Expr> leaves;
  std::vector<Eigen::MatrixXd> points;
  for (const auto& [leaf, value] : values) {
    leaves.push_back(leaf);
    points.push_back(value);
  }
  const auto found = std::ranges::find(leaves, variable);
  if (found == leaves.end()) throw Error("step_curve: no value is given for " + described(variable));
  const std::size_t input = static_cast<std::size_t>(found - leaves.begin());

  // Loss and gradient see the same random draws, and those do not change from step to step.
  const auto [value, slope] = value_and_gradient(loss, variable);
  const std::vector<Expr> frozen = with_draws({value, slope}, DrawnBy::nobody);
  MovableLoss movable(frozen[0], leaves, points);
  const Directions directions(variable, points[input], false, options.seed);
  const Direction direction = chosen_direction(directions, variable, options);
  const long double derivative = exact_derivative(frozen[1], values, direction);
  const auto error = [&](std::optional<double> slope) -> std::optional<double> {
    if (!slope) return std::nullopt;
    const long double distance = std::abs(static_cast<long double>(*slope) - derivative);
    return static_cast<double>(derivative == 0 ? distance : distance / std::abs(derivative));
  };

  StepCurve curve;
  curve.variable = variable.symbol();
  curve.direction = direction.name;
  curve.derivative = static_cast<double>(derivative);
  curve.is_relative = derivative != 0;
  const Along along = movable.along(input, direction);
  for (double step : steps(options))
    curve.errors.push_back(
        {step, error(two_point_difference(along, step)), error(six_point_difference(along, step))});
  if (const auto slope = slope_by_differences(along, first_step(direction.reach))) {
    curve.checked_step = slope->step;
    curve.checked_error = *error(slope->value);
  }
  return curve;
}

}  // namespace matgrad
