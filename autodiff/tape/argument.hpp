#pragma once

#include <string_view>
#include <type_traits>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

template <class Derived>
void take_eigen_object(const Eigen::EigenBase<Derived>&);
template <class Derived>
void take_owning_matrix(const Eigen::PlainObjectBase<Derived>&);
/// A matrix or array with memory of its own, in contrast to a view.
template <class T>
concept OwningMatrix = requires(const T& value) {
  take_owning_matrix(value);
};

/// What can be bound to an input: a number, or an Eigen matrix, vector, array or view of any layout.
template <class T>
concept Bindable = std::is_arithmetic_v<std::remove_cvref_t<T>> || requires(const std::remove_cvref_t<T>& value) {
  take_eigen_object(value);
};

/// The value of one input during one call: refers to the caller's matrix, or holds a number (1×1). A mutable
/// lvalue, or a mutable view, may be overwritten by an update.
template <class Scalar>
class Argument {
 public:
  template <class T>
  requires Bindable<T> Argument(T&& value) {
    using Plain = std::remove_cvref_t<T>;
    if constexpr (std::is_arithmetic_v<Plain>) {
      number_ = static_cast<Scalar>(value);
    } else {
      constexpr bool same_scalar = std::is_same_v<typename Plain::Scalar, Scalar>;
      constexpr bool in_memory = has_flag<Plain>(Eigen::DirectAccessBit);
      static_assert(same_scalar, "the matrix has another scalar type than the Function: write .cast<…>().eval()");
      static_assert(in_memory, "an Eigen expression has no entries in memory yet: write .eval()");
      if constexpr (same_scalar && in_memory) refer_to<T>(value);
    }
  }

  const Scalar* data() const { return is_number_ ? &number_ : data_; }
  Shape shape() const { return shape_; }
  Index row_step() const { return row_step_; }
  Index col_step() const { return col_step_; }
  bool is_number() const { return is_number_; }
  bool is_writable() const { return writable_; }
  bool is_contiguous() const {
    return (row_step_ == 1 || shape_.rows <= 1) && (col_step_ == shape_.rows || shape_.cols <= 1);
  }

 private:
  template <class Plain>
  static constexpr bool has_flag(unsigned flag) {
    return (static_cast<unsigned>(Plain::Flags) & flag) != 0;
  }

  template <class T>
  void refer_to(std::remove_reference_t<T>& value) {
    using Plain = std::remove_cvref_t<T>;
    data_ = value.data();
    shape_ = {value.rows(), value.cols()};
    row_step_ = value.rowStride();
    col_step_ = value.colStride();
    is_number_ = false;
    writable_ = has_flag<Plain>(Eigen::LvalueBit) && !std::is_const_v<std::remove_reference_t<T>> &&
                (!OwningMatrix<Plain> || std::is_lvalue_reference_v<T>);
  }

  const Scalar* data_ = nullptr;
  Shape shape_;
  Index row_step_ = 1;
  Index col_step_ = 1;
  Scalar number_ = 0;
  bool is_number_ = true;
  bool writable_ = false;
};

/// An input chosen by the name of its leaf.
template <class Scalar>
struct NamedArgument {
  std::string_view name;
  Argument<Scalar> value;
};

}  // namespace matgrad
