#include "matgrad/autodiff/check/movable_loss.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/marks.hpp"

namespace matgrad {

MovableLoss::MovableLoss(const Expr& loss, const std::vector<Expr>& inputs, std::vector<Eigen::MatrixXd> values)
    : loss_(loss),
      inputs_(inputs),
      function_(inputs, std::vector<Expr>{loss}),
      workspace_(function_),
      values_(std::move(values)) {
  for (Eigen::MatrixXd& value : values_) arguments_.emplace_back(value);
}

double MovableLoss::value() {
  return function_(workspace_, std::span<const Argument<double>>(arguments_))[0](0, 0);
}

LeafValues<long double> MovableLoss::exact_leaves() const {
  LeafValues<long double> leaves;
  for (std::size_t i = 0; i < inputs_.size(); ++i) leaves.emplace_back(inputs_[i], values_[i].cast<long double>());
  return leaves;
}

Matrix<long double> MovableLoss::exact(const Expr& expr) const {
  return reference_value<long double>(expr, exact_leaves());
}

double MovableLoss::rounding() {
  const LeafValues<long double> exact = exact_leaves();
  std::vector<ReferenceEvaluation<long double>::Leaf> leaves;
  for (const auto& [leaf, value] : exact)
    leaves.emplace_back(leaf, ConstView<long double>(value.data(), value.rows(), value.cols()));
  const std::span<const Expr> roots(&loss_, 1);
  const ReferenceEvaluation<long double> evaluation(roots, leaves);
  const auto distance = static_cast<double>(std::abs(value() - evaluation.value(loss_)(0, 0)));
  // More than half of the digits of the greatest number met are not lost by rounding alone.
  long double greatest = 0;
  const Graph graph(loss_);
  const std::vector<bool> needed = needed_values(graph, roots);
  for (std::size_t i = 0; i < graph.size(); ++i)
    if (needed[i])
      for (const long double entry : evaluation.value(graph.nodes()[i]).reshaped())
        greatest = std::max(greatest, std::abs(entry));
  const double most = std::sqrt(std::numeric_limits<double>::epsilon()) * static_cast<double>(greatest);
  return distance <= most ? distance : 0;
}

Along MovableLoss::along(std::size_t input, const Direction& direction) {
  return moved(input, direction, [this] { return value(); });
}

Along MovableLoss::rounding_along(std::size_t input, const Direction& direction) {
  return moved(input, direction, [this] { return rounding(); });
}

Along MovableLoss::moved(std::size_t input, const Direction& direction, std::function<double()> evaluate) {
  std::vector<double> start;
  for (const auto& move : direction.moves) start.push_back(values_[input].data()[move.first]);
  return [this, input, &direction, start = std::move(start),
          evaluate = std::move(evaluate)](double distance) -> std::optional<double> {
    double* const moved = values_[input].data();
    const auto move = [&](double by) {
      for (std::size_t i = 0; i < start.size(); ++i)
        moved[direction.moves[i].first] = start[i] + by * direction.moves[i].second;
    };
    move(distance);
    std::optional<double> result;
    try {
      result = evaluate();
    } catch (const Error&) {
      // outside the domain
    }
    move(0);
    return result;
  };
}

}  // namespace matgrad
