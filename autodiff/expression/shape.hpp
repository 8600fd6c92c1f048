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

/// Throws ShapeError: an operation's value is not of the shape it announced.
[[noreturn]] void throw_wrong_value(Shape announced, Shape value);

/// Where a value is written. A value of another shape throws ShapeError when it is assigned, also with NDEBUG,
/// where Eigen would write it anyway.
template <class Scalar>
class View : public Eigen::Map<Matrix<Scalar>> {
  using Map = Eigen::Map<Matrix<Scalar>>;

 public:
  View(Scalar* data, Index rows, Index cols) : Map(data, rows, cols) {}
  View(const View&) = default;
  operator ConstView<Scalar>() const { return {this->data(), this->rows(), this->cols()}; }

  View& operator=(const View& value) { return assign(*this, value); }
  template <class Value>
  View& operator=(const Value& value) {
    return assign(*this, value);
  }

  /// As Eigen's, for a value that does not depend on what is written.
  class NoAlias {
   public:
    explicit NoAlias(View& view) : view_(view) {}
    template <class Value>
    View& operator=(const Value& value) {
      view_.require_shape(value.rows(), value.cols());
      view_.Map::noalias() = value;
      return view_;
    }
    template <class Value>
    View& operator+=(const Value& value) {
      view_.require_shape(value.rows(), value.cols());
      view_.Map::noalias() += value;
      return view_;
    }
    template <class Value>
    View& operator-=(const Value& value) {
      view_.require_shape(value.rows(), value.cols());
      view_.Map::noalias() -= value;
      return view_;
    }

   private:
    View& view_;
  };
  NoAlias noalias() { return NoAlias(*this); }

 private:
  void require_shape(Index rows, Index cols) const {
    if (rows != this->rows() || cols != this->cols())
      throw_wrong_value({this->rows(), this->cols()}, {rows, cols});
  }
  template <class Value>
  static View& assign(View& view, const Value& value) {
    view.require_shape(value.rows(), value.cols());
    view.Map::operator=(value);
    return view;
  }
};

/// The values of an operation's inputs, in order.
template <class Scalar>
using Inputs = std::span<const ConstView<Scalar>>;

}  // namespace matgrad
