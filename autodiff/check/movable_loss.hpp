#pragma once

#include <Eigen/Core>

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "matgrad/autodiff/check/differences.hpp"
#include "matgrad/autodiff/check/directions.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/leaf_values.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "matgrad/autodiff/tape/workspace.hpp"

namespace matgrad {

/// A scalar loss as a function of values that can be moved.
class MovableLoss {
 public:
  /// Throws ShapeError or MissingInputError as a Function does.
  MovableLoss(const Expr& loss, const std::vector<Expr>& inputs, std::vector<Eigen::MatrixXd> values);
  MovableLoss(const MovableLoss&) = delete;
  MovableLoss& operator=(const MovableLoss&) = delete;

  double value();
  /// The exact value of an expression of the same inputs.
  Matrix<long double> exact(const Expr& expr) const;
  const std::vector<Argument<double>>& arguments() const { return arguments_; }
  const Eigen::MatrixXd& value_of(std::size_t input) const { return values_[input]; }

  /// The loss along a direction of one input, none where it is outside of its domain. Refers to this object and to
  /// the direction; the input is back at its place after each call.
  Along along(std::size_t input, const Direction& direction);

  /// How far the value lies from that in long double: what rounding did to it. 0 where that cannot be said, as
  /// where the two fall on different sides of a jump.
  double rounding();
  /// The same along a direction.
  Along rounding_along(std::size_t input, const Direction& direction);

 private:
  LeafValues<long double> exact_leaves() const;
  Along moved(std::size_t input, const Direction& direction, std::function<double()> evaluate);

  Expr loss_;
  std::vector<Expr> inputs_;
  Function<double, 1> function_;
  Workspace<double> workspace_;
  std::vector<Eigen::MatrixXd> values_;
  std::vector<Argument<double>> arguments_;
};

/// ⟨gradient, direction⟩, the derivative that a gradient states.
template <class Scalar>
Scalar derivative_along(const ConstView<Scalar>& gradient, const Direction& direction) {
  Scalar total = 0;
  for (const auto& [k, share] : direction.moves) total += gradient.data()[k] * static_cast<Scalar>(share);
  return total;
}

}  // namespace matgrad
