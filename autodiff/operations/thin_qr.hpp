#pragma once

#include <string_view>

#include "matgrad/autodiff/expression/run.hpp"
#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// A = Q R with orthonormal columns of Q (m×n, m ≥ n) and an upper triangular R (n×n) of positive diagonal, in
/// scratch memory; for float, double and long double. `operation` names in error texts what it is for. Of a matrix
/// with more columns than rows it is the decomposition of Aᵀ.
template <class Scalar>
class ThinQr {
 public:
  /// Throws NonFiniteError for NaN or infinity, SingularError for dependent columns of A (or of Aᵀ).
  ThinQr(std::string_view operation, const ConstView<Scalar>& a, Run<Scalar>& run);

  /// The entries of scratch memory that it takes for a matrix of this shape.
  static std::size_t scratch(Shape shape);

  const View<Scalar>& q() const { return q_; }
  const View<Scalar>& r() const { return r_; }

 private:
  View<Scalar> q_, r_;
};

}  // namespace matgrad
