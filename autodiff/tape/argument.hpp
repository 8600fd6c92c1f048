#pragma once

#include <concepts>
#include <string_view>
#include <type_traits>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// What can be bound to an input: a number, or an Eigen matrix, vector, array or view of any layout.
template <class T>
concept Bindable =
    std::is_arithmetic_v<std::remove_cvref_t<T>> ||
    std::derived_from<std::remove_cvref_t<T>, Eigen::EigenBase<std::remove_cvref_t<T>>>;

/// The value of one input during one call: refers to the caller's matrix, or holds a number (1×1). A mutable
/// lvalue, or a mutable view, may be overwritten by an update.
template <class Scalar>
class Argument {
 public:
  template <class T>
    requires Bindable<T>
  Argument(T&& value) {
    using Plain = std::remove_cvref_t<T>;
    if constexpr (std::is_arithmetic_v<Plain>) {
      number_ = static_cast<Scalar>(value);
    } else {
      static_assert(std::is_same_v<typename Plain::Scalar, Scalar>,
                    "the matrix has another scalar type than the Function: convert it with .cast<...>().eval()");
      static_assert((static_cast<unsigned>(Plain::Flags) & static_cast<unsigned>(Eigen::DirectAccessBit)) != 0,
                    "an Eigen expression has no entries in memory yet: evaluate it with .eval()");
      constexpr bool mutable_entries =
          (static_cast<unsigned>(Plain::Flags) & static_cast<unsigned>(Eigen::LvalueBit)) != 0 &&
          !std::is_const_v<std::remove_reference_t<T>>;
      constexpr bool owns_entries = std::derived_from<Plain, Eigen::PlainObjectBase<Plain>>;
      data_ = value.data();
      shape_ = {value.rows(), value.cols()};
      row_step_ = value.rowStride();
      col_step_ = value.colStride();
      is_number_ = false;
      writable_ = mutable_entries && (!owns_entries || std::is_lvalue_reference_v<T>);
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
