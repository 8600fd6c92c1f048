#pragma once

#include <string_view>

#include "matgrad/autodiff/expression/run.hpp"
#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// X ← U⁻¹ L⁻¹ X for the factors() of an Lu.
template <class Scalar>
void substitute_by_lu(const LinearAlgebra<Scalar>& linear_algebra, const ConstView<Scalar>& factors,
                      View<Scalar> x);

/// Whether a permutation, given by where it moves each row (n×1), consists of an odd number of exchanges.
template <class Scalar>
bool is_odd_permutation(const ConstView<Scalar>& moved);

/// The factorisation P A = L U of a square matrix with partial pivoting, in scratch memory; for float, double and
/// long double. `operation` names in error texts what it is made for.
template <class Scalar>
class Lu {
 public:
  /// Throws NonFiniteError for NaN or infinity in A. A singular A is factored.
  Lu(std::string_view operation, const ConstView<Scalar>& a, Run<Scalar>& run);

  /// The entries of scratch memory that it takes for an n×n matrix.
  static std::size_t scratch(Index n) { return static_cast<std::size_t>(n * (n + 1)); }

  /// Throws SingularError if a pivot is zero or not finite.
  void require_regular() const;
  /// A⁻¹ B for a regular A, into `out`, which does not overlap B. Throws SingularError if the result overflows.
  void solve(const ConstView<Scalar>& b, View<Scalar> out) const;
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
  Index moved_row(Index i) const { return static_cast<Index>(moved_(i, 0)); }

  const LinearAlgebra<Scalar>* linear_algebra_;
  std::string_view operation_;
  View<Scalar> factors_;  // U, and below its diagonal L without its ones
  View<Scalar> moved_;    // the row of P A to which each row of A moves
};

}  // namespace matgrad
