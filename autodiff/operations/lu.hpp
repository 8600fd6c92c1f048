#pragma once

#include <Eigen/Core>

#include <string_view>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// A ← U, and below its diagonal L without its ones, of P A = L U. Gives the row of P A to which each row of A
/// moves.
template <class Scalar>
Eigen::VectorXi factor_by_lu(View<Scalar> a);

/// X ← U⁻¹ L⁻¹ X for such factors.
template <class Scalar>
void substitute_by_lu(const ConstView<Scalar>& factors, View<Scalar> x);

/// The factorisation P A = L U of a square matrix with partial pivoting, all for float, double and long double.
/// `operation` names in error texts what it is made for.
template <class Scalar>
class Lu {
 public:
  /// Throws NonFiniteError for NaN or infinity in A. A singular A is factored.
  Lu(std::string_view operation, const ConstView<Scalar>& a);

  /// Throws SingularError if a pivot is zero or not finite.
  void require_regular() const;
  /// B ← A⁻¹ B for a regular A. Throws SingularError if the result overflows.
  void solve_in_place(View<Scalar> b) const;
  /// A⁻¹ for a regular A, into `out`. Throws SingularError if the result overflows.
  void invert(View<Scalar> out) const;

  /// det A; 1 for 0×0. Throws SingularError if a pivot is not finite.
  Scalar determinant() const;

  /// Of a regular A.
  bool has_negative_determinant() const;
  /// log |det A| of a regular A; 0 for 0×0.
  Scalar log_abs_determinant() const;

 private:
  [[noreturn]] void throw_singular(Index pivot, std::string_view what) const;
  void solve_permuted(View<Scalar> b) const;

  std::string_view operation_;
  Matrix<Scalar> factors_;
  Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> permutation_;
};

}  // namespace matgrad
