#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/expr.hpp>

#include "op_table.hpp"

// What docs/hard_points.md states is proved by the tests in hard_points_*_test.cpp: each row of its tables names
// its tests, and tests/docs/hard_points_test.cpp checks that these exist and that none is missing there.

namespace matgrad::tests {

/// A variable and its value.
struct At {
  Expr leaf;
  Value value;
};
using HardPoint = std::vector<At>;

/// The value of y, both by the reference evaluator, which runs it as written, and by a Function, which simplifies
/// it first: a failure unless these agree up to rounding, NaN with NaN and ∞ with ∞. For float and double.
template <class Scalar = double>
Matrix<Scalar> value_at(const Expr& y, const HardPoint& point);

/// For one that Functions may simplify away, by design: only as written, or only by a Function.
template <class Scalar = double>
Matrix<Scalar> value_as_written(const Expr& y, const HardPoint& point);
template <class Scalar = double>
Matrix<Scalar> value_of_function(const Expr& y, const HardPoint& point);

/// The first line of the error that both throw, which is the same; a failure unless both are an E. "" if none is
/// thrown.
template <class E, class Scalar = double>
std::string error_at(const Expr& y, const HardPoint& point);
/// For what only a Function checks.
template <class E>
std::string error_of_function(const Expr& y, const HardPoint& point);

/// Whether each entry of `actual` is NaN where that of `expected` is, and otherwise differs from it by at most
/// `tolerance` times the greatest finite entry of `expected` (or times 1), ∞ not at all.
bool agree(const Matrix<double>& actual, const Matrix<double>& expected, double tolerance);

Value diagonal_matrix(const std::vector<double>& entries);

}  // namespace matgrad::tests
