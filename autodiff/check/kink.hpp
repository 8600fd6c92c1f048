#pragma once

#include <optional>
#include <string>
#include <vector>

#include "matgrad/autodiff/check/draw_values.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/leaf_values.hpp"

namespace matgrad {

/// A point at which the derivative of a formula by a variable jumps, and what that derivative is around it.
class Kink {
 public:
  /// A kink of `formula` by `variable` at these values of all leaves; none where the derivative goes on without a
  /// jump, although some operation may lie on the boundary of its pieces. `derivative` is the gradient, or the
  /// Jacobian with a column for each entry of the variable.
  static std::optional<Kink> at(const Expr& formula, const Expr& derivative, const Expr& variable,
                                const LeafValues<>& values);

  /// "x₁ = 0 and a = b": which operations lie on a boundary.
  std::string where() const;
  /// "between −1 and 1", where all entries that jump do so alike; else empty.
  std::string range_text() const;
  /// Whether this entry of the derivative jumps.
  bool jumps(Index entry) const;
  /// Whether a number lies among those that this entry has around the point, up to rounding.
  bool spans(Index entry, long double number) const;
  /// Whether no direction was found in which `derivative` is steeper or less steep than the formula on both sides
  /// of the point: of a convex formula it is a subgradient.
  bool is_subgradient(const Matrix<long double>& derivative) const;

 private:
  struct Side {
    Eigen::MatrixXd direction;
    Matrix<long double> ahead, behind;  // the derivative on both sides
  };

  static std::optional<Kink> at_intermediate(const Expr& formula, const Expr& derivative, const Expr& node,
                                             const LeafValues<>& values);
  Kink(const Expr& derivative, const Expr& variable, LeafValues<long double> values);
  std::optional<Matrix<long double>> moved(const Eigen::MatrixXd& direction, long double step) const;
  std::optional<Side> side(const Eigen::MatrixXd& direction, long double step) const;
  void look_around();
  bool has_jump() const;
  long double slope(const Matrix<long double>& derivative, Index row, const Eigen::MatrixXd& direction) const;
  bool is_between(const Matrix<long double>& derivative, const Side& side) const;

  Expr derivative_, variable_;
  LeafValues<long double> values_;
  std::vector<std::string> where_;
  Matrix<long double> here_, least_, greatest_;  // of each entry of the derivative
  long double scale_ = 0;
  std::vector<Side> sides_;
};

}  // namespace matgrad
