#pragma once

#include <functional>
#include <utility>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "op_table.hpp"

// What the tables of functions entry by entry have in common.

namespace matgrad::tests {

/// The sizes that every function of one input is tried at; the second list keeps away from 0.
std::vector<Case> sizes(double low, double high);
std::vector<Case> sizes_without_zero();
/// Two inputs: of one shape, empty, and each a scalar in turn.
std::vector<Case> pairs(double low, double high);

/// f of every entry, scalars broadcast.
std::function<Value(const Values&)> entrywise(std::function<double(double)> f);
std::function<Value(const Values&)> entrywise(std::function<double(double, double)> f);

/// Pairs of shapes that do not fit.
const std::vector<std::vector<Shape>>& unequal();

/// The value of z, and ∂(sum of z)/∂x, at one number for each leaf.
template <class Scalar>
using Point = std::vector<std::pair<Expr, Scalar>>;

template <class Scalar>
Scalar value_at(const Expr& z, const Point<Scalar>& point) {
  LeafValues<Scalar> leaves;
  for (const auto& [leaf, entry] : point)
    leaves.emplace_back(leaf, Matrix<Scalar>::Constant(leaf.rows(), leaf.cols(), entry));
  return reference_value<Scalar>(z, leaves)(0, 0);
}
template <class Scalar>
Scalar slope_at(const Expr& z, const Expr& x, const Point<Scalar>& point) {
  return value_at<Scalar>(gradient(sum(z), x), point);
}

}  // namespace matgrad::tests
