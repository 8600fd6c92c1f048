#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "matgrad/autodiff/check/draw_values.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/leaf_values.hpp"
#include "matgrad/autodiff/grade/general_point.hpp"

namespace matgrad::grading {

using Values = Matrix<long double>;

/// Points at which expressions are compared. At each of them unspecified functions are other smooth functions.
class TestPoints {
 public:
  /// Random points inside the domain of all expressions, drawn by draw_values. Throws DomainError if there are
  /// none.
  TestPoints(std::span<const Expr> exprs, std::size_t count, std::uint64_t seed);
  /// Points that were drawn before; the values of each are in the order of the leaves.
  TestPoints(std::span<const Expr> leaves, std::span<const Point> points);
  /// One given point.
  explicit TestPoints(const LeafValues<>& values);

  /// The same with each column of a leaf divided by its sum.
  TestPoints with_columns_that_sum_to_one(const Expr& leaf) const;

  std::size_t count() const { return leaves_.size(); }
  /// The value of an expression at a point; throws what evaluation throws.
  Values evaluated(const Expr& expr, std::size_t point) const;
  /// The value, or nothing where evaluation throws or an entry is not finite.
  std::optional<Values> value(const Expr& expr, std::size_t point) const;
  /// The same of several expressions that share parts, each evaluated once.
  std::vector<std::optional<Values>> values_of(std::span<const Expr> exprs, std::size_t point) const;
  /// The values at all points, or nothing where one is missing.
  std::optional<std::vector<Values>> values(const Expr& expr) const;

 private:
  static LeafValues<long double> in_long_double(const LeafValues<>& values);

  std::vector<LeafValues<long double>> leaves_;  // by point
  std::vector<std::size_t> functions_;           // which stand for unspecified ones, by point
};

}  // namespace matgrad::grading
