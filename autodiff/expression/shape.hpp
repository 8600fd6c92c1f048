#pragma once

#include <Eigen/Core>

#include <cstddef>
#include <span>
#include <string>

namespace matgrad {

using Index = Eigen::Index;

/// The size of a matrix: a scalar is 1×1, a vector n×1.
struct Shape {
  Index rows = 1;
  Index cols = 1;

  Index size() const { return rows * cols; }
  bool is_scalar() const { return rows == 1 && cols == 1; }
  Shape transposed() const { return {cols, rows}; }
  friend bool operator==(const Shape&, const Shape&) = default;
};

/// "3×6".
std::string to_string(Shape shape);

/// Values are column-major matrices; compiled code exchanges only contiguous views of them.
template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
template <class Scalar>
using ConstView = Eigen::Map<const Matrix<Scalar>>;
template <class Scalar>
using View = Eigen::Map<Matrix<Scalar>>;
/// The values of an operation's inputs, in order.
template <class Scalar>
using Inputs = std::span<const ConstView<Scalar>>;

}  // namespace matgrad
