#pragma once

#include <optional>

#include "matgrad/autodiff/expression/run.hpp"
#include "matgrad/autodiff/expression/shape.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/rewrite/factoring_function.hpp"

namespace matgrad {

/// How a matrix is factored: P A = L U with partial pivoting, or the symmetric part as L Lᵀ (Cholesky) and, where
/// that is not possible, A by LU.
enum class Factoring { by_lu, by_cholesky };

/// The factors of an n×n matrix lie in memory of this shape, n×(n + 1).
Shape packed_factors_shape(Index n);

/// Factors A into `packed`. It never throws: where there are no factors (NaN, infinity, a pivot that is zero or
/// overflows), they say so. For float, double and long double, as all that follows.
template <class Scalar>
void factor(const LinearAlgebra<Scalar>& linear_algebra, const ConstView<Scalar>& a, Factoring how,
            View<Scalar> packed);

/// The factors of A that lie in memory.
template <class Scalar>
class PackedFactors {
 public:
  explicit PackedFactors(const ConstView<Scalar>& packed);

  bool exist() const;
  bool are_by_cholesky() const;

  // Each for factors that exist. A result that overflows is not finite.
  /// A⁻¹ B, or A⁻ᵀ B, which takes n entries of scratch memory.
  void solve(const ConstView<Scalar>& b, bool transposed, View<Scalar> out, Run<Scalar>& run) const;
  /// Factors by Cholesky take n² entries of scratch memory.
  void invert(View<Scalar> out, Run<Scalar>& run) const;
  /// What determinant, log_det or log_abs_det gives; none where it has no value.
  std::optional<Scalar> determinant(FactoringFunction function) const;
  /// L of factors by Cholesky, with its zeros.
  void copy_cholesky_factor(View<Scalar> out) const;

 private:
  bool has_mark(int mark) const;
  Index moved_row(Index row) const;
  void solve_transposed_by_lu(View<Scalar> x, Run<Scalar>& run) const;

  ConstView<Scalar> packed_;
  ConstView<Scalar> factors_;  // without the last column
};

}  // namespace matgrad
