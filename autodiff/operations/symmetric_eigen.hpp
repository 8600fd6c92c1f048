#pragma once

#include <Eigen/Core>

#include <string_view>

#include "matgrad/autodiff/expression/run.hpp"
#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// The eigenvalues (ascending) of (A + Aᵀ)/2 and, if wanted, orthonormal eigenvectors, with any signs, in scratch
/// memory; for float, double and long double. `operation` names in error texts what they are for.
template <class Scalar>
struct SymmetricEigen {
  enum class Wanted { values, vectors };

  /// Throws NonFiniteError for NaN or infinity in A.
  SymmetricEigen(std::string_view operation, const ConstView<Scalar>& a, Run<Scalar>& run,
                 Wanted wanted = Wanted::vectors);

  /// The entries of scratch memory that it takes for an n×n matrix.
  static std::size_t scratch(Index n) { return static_cast<std::size_t>(n * (n + 1)); }

  View<Scalar> values;   // n×1
  View<Scalar> vectors;  // of no meaning where only values are wanted
};

/// What rounding leaves undetermined of eigenvalues or singular values: 4 n ε times the greatest in magnitude.
template <class Scalar>
Scalar spectral_tolerance(const Eigen::Ref<const Matrix<Scalar>>& values);

/// The first entry within a tenth of the greatest in magnitude: unlike which is the greatest, it does not depend
/// on rounding in (1, −1)/√2.
template <class Scalar>
Scalar leading_entry(const Eigen::Ref<const Matrix<Scalar>>& column);

}  // namespace matgrad
