#pragma once

#include <Eigen/Core>

/// Whether two results are the same up to a relative error; what is not the same is not worth timing.
template <class A, class B>
bool agree(const Eigen::DenseBase<A>& a, const Eigen::DenseBase<B>& b, typename A::Scalar tolerance) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         (a.derived() - b.derived()).norm() <= tolerance * b.derived().norm();
}
