#pragma once

#include <string_view>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// The factors of an n×n matrix A lie in memory of n×(n + 1): in the first n columns L of A = L Lᵀ (Cholesky), or
/// L without its ones and U of P A = L U (LU with partial pivoting); in the last one what P does, or a mark. All
/// that follows is for float, double and long double.
Shape packed_factors_shape(Index n);
/// Each tells whether there are factors. A must be finite; of the first one only the symmetric part is factored.
template <class Scalar>
bool factor_by_cholesky(const ConstView<Scalar>& a, View<Scalar> packed);
template <class Scalar>
bool factor_by_lu(const ConstView<Scalar>& a, View<Scalar> packed);
/// Says that there are none.
template <class Scalar>
void mark_as_not_factored(View<Scalar> packed);

/// What `function`, which is inverse, solve, log_det, log_abs_det or determinant, gives for A, or for Aᵀ; `others`
/// are its inputs after A. False where there are no factors or no finite value.
template <class Scalar>
bool evaluate_factored(std::string_view function, const ConstView<Scalar>& packed, bool transposed,
                       Inputs<Scalar> others, View<Scalar> out);

}  // namespace matgrad
