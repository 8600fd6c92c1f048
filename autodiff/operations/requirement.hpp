#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// The shape of `a`; throws a ShapeError with the operand as written and `hint` if it is not square.
Shape square_shape(std::string_view operation, const Expr& a, std::string_view hint);
/// The same with a hint that is made only then: printing an expression takes as long as it is large.
Shape square_shape(std::string_view operation, const Expr& a, const std::function<std::string()>& hint);

/// Throws a ShapeError with both operands as written unless a and b have as many rows.
void require_equal_rows(std::string_view operation, const Expr& a, const Expr& b);

/// Throws a NonFiniteError that names the first entry of `values` that is NaN or infinite.
/// For float, double and long double.
template <class Scalar>
void require_finite(std::string_view operation, const ConstView<Scalar>& values);

}  // namespace matgrad
