#pragma once

#include <string_view>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// A = Q R with orthonormal columns of Q (m×n, m ≥ n) and an upper triangular R (n×n) of positive diagonal, for
/// float, double and long double. `operation` names in error texts what it is for.
template <class Scalar>
class ThinQr {
 public:
  enum class Of { matrix, transpose };

  /// Throws NonFiniteError for NaN or infinity, SingularError for dependent columns of A (or of Aᵀ).
  ThinQr(std::string_view operation, const ConstView<Scalar>& a, Of of);

  const Matrix<Scalar>& q() const { return q_; }
  const Matrix<Scalar>& r() const { return r_; }

 private:
  Matrix<Scalar> q_, r_;
};

}  // namespace matgrad
