#include "matgrad/autodiff/check/movable_loss.hpp"

#include <optional>
#include <span>
#include <utility>

#include "matgrad/autodiff/expression/error.hpp"

namespace matgrad {

MovableLoss::MovableLoss(const Expr& loss, const std::vector<Expr>& inputs, std::vector<Eigen::MatrixXd> values)
    : function_(inputs, std::vector<Expr>{loss}), workspace_(function_), values_(std::move(values)) {
  for (Eigen::MatrixXd& value : values_) arguments_.emplace_back(value);
}

double MovableLoss::value() {
  return function_(workspace_, std::span<const Argument<double>>(arguments_))[0](0, 0);
}

Along MovableLoss::along(std::size_t input, const Direction& direction) {
  std::vector<double> start;
  for (const auto& move : direction.moves) start.push_back(values_[input].data()[move.first]);
  return [this, input, &direction, start = std::move(start)](double distance) -> std::optional<double> {
    double* const moved = values_[input].data();
    const auto move = [&](double by) {
      for (std::size_t i = 0; i < start.size(); ++i)
        moved[direction.moves[i].first] = start[i] + by * direction.moves[i].second;
    };
    move(distance);
    std::optional<double> result;
    try {
      result = value();
    } catch (const Error&) {
      // outside the domain
    }
    move(0);
    return result;
  };
}

}  // namespace matgrad
