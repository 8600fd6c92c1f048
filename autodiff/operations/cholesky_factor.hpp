#pragma once

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// Overwrites the lower triangle of a symmetric matrix, of which only that triangle is read, by its Cholesky
/// factor. Gives n if all went well; else the position of the first pivot that is not a positive number, which
/// stands on the diagonal then. For float, double and long double.
template <class Scalar>
Index factor_cholesky(View<Scalar> a);

}  // namespace matgrad
