#pragma once

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// Which entries of a square matrix are read: the others count as zeros, the diagonal of a unit triangle as ones.
enum class TrianglePart { lower, upper, unit_lower, unit_upper };

/// What operations ask of linear algebra: a table of functions on views, for which another library's can stand.
/// A view that is written overlaps none that is read.
template <class Scalar>
struct LinearAlgebra {
  /// C ← C + α op(A) op(B) with op(X) = Xᵀ where transposed, else X.
  void (*add_product)(Scalar alpha, const ConstView<Scalar>& a, bool a_transposed, const ConstView<Scalar>& b,
                      bool b_transposed, View<Scalar> c);
  /// X ← op(T)⁻¹ X. A zero on the diagonal gives what division by zero gives.
  void (*solve_triangular)(const ConstView<Scalar>& t, TrianglePart part, bool transposed, View<Scalar> x);
  /// P A = L U with partial pivoting: in A's place U and, below its diagonal, L without its ones; and the row of P
  /// A to which each row of A moves (n×1). A singular A has a pivot that is zero, in U.
  void (*factor_lu)(View<Scalar> a, View<Scalar> moved);
  /// A = L Lᵀ: L in the lower triangle of A, of which only that triangle is read. Gives n if all went well; else
  /// the position of the first pivot that is not a positive number, which stands on the diagonal then.
  Index (*factor_cholesky)(View<Scalar> a);
  /// A = V diag(λ) Vᵀ of a symmetric matrix: λ (n×1) in ascending order and, if wanted, V in A's place. False if
  /// the iteration does not converge.
  bool (*decompose_symmetric)(View<Scalar> a, View<Scalar> values, bool with_vectors);
  /// A = U diag(σ) Vᵀ with k = min(m, n) singular values in descending order; U is m×k and V n×k, or both are m×0
  /// and n×0 where they are not wanted.
  void (*decompose_singular)(const ConstView<Scalar>& a, View<Scalar> u, View<Scalar> values, View<Scalar> v);
  /// A = Q R for m ≥ n: orthonormal columns of Q in A's place, and R, n×n with zeros below its diagonal.
  void (*factor_orthogonal)(View<Scalar> a, View<Scalar> r);
  /// (L Lᵀ)⁻¹ from the lower triangle of L, with memory of L's shape.
  void (*invert_cholesky)(const ConstView<Scalar>& l, View<Scalar> memory, View<Scalar> inverse);

  /// C ← op(A) op(B)
  void write_product(const ConstView<Scalar>& a, bool a_transposed, const ConstView<Scalar>& b, bool b_transposed,
                     View<Scalar> c) const {
    c.setZero();
    add_product(Scalar(1), a, a_transposed, b, b_transposed, c);
  }
};

/// Eigen's functions, in the calling thread. For float, double and long double. What they allocate depends on
/// shapes alone: packed blocks for large products and triangular systems, the exchanges of factor_lu, the
/// decompositions that decompose_symmetric and decompose_singular copy from, coefficients and a copy of Q in
/// factor_orthogonal.
template <class Scalar>
const LinearAlgebra<Scalar>& built_in_linear_algebra();

template <>
const LinearAlgebra<float>& built_in_linear_algebra();
template <>
const LinearAlgebra<double>& built_in_linear_algebra();
template <>
const LinearAlgebra<long double>& built_in_linear_algebra();

}  // namespace matgrad
