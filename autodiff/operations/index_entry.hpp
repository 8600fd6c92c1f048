#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "matgrad/autodiff/expression/attributes.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

// Indices that are computed are whole numbers in a matrix of the same scalar type as everything else.

/// Throws DomainError where some index below `count` is not a number of type Scalar (in float from 2²⁴ on).
template <class Scalar>
void require_countable(std::string_view operation, Index count) {
  constexpr int digits = std::numeric_limits<Scalar>::digits;
  if constexpr (digits < std::numeric_limits<Index>::digits) {
    if (count > (Index(1) << digits))
      throw DomainError(std::string(operation) + ": indices of " + std::to_string(count) +
                        " entries are not exact in a floating-point type of " + std::to_string(digits) +
                        " binary digits: use a wider one");
  }
}

/// The index that entry (i, j) of `indices` holds; throws DomainError, which calls it `what` ("label"), unless it
/// is one of 0, …, count − 1.
template <class Scalar>
Index index_entry(std::string_view operation, std::string_view what, const ConstView<Scalar>& indices, Index i,
                  Index j, Index count) {
  const Scalar value = indices(i, j);
  // In this order: a number outside of Index must not be converted.
  if (value >= 0 && value < static_cast<Scalar>(count)) {
    const Index index = static_cast<Index>(value);
    if (index < count && static_cast<Scalar>(index) == value) return index;
  }
  DomainError error(std::string(operation) + ": the " + std::string(what) + " in row " + std::to_string(i) +
                    ", column " + std::to_string(j) + " is " + number_text(static_cast<double>(value)));
  if (count == 0)
    error.add_context("there is nothing to choose from");
  else
    error.add_context("it must be one of the whole numbers 0, …, " + std::to_string(count - 1) + ", as " +
                      std::string(what) + "s, rows and columns are counted from 0");
  const bool may_count_from_1 = count > 0 && value == static_cast<Scalar>(count);
  if (may_count_from_1) error.add_context("subtract 1 if yours are counted from 1");
  throw error;
}

}  // namespace matgrad
