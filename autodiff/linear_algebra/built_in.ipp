// The built-in table's functions; a file for each type of scalar makes the table of them.

#pragma once

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/QR>
#include <Eigen/SVD>

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"

namespace matgrad::built_in {
namespace {

template <class Scalar>
using Column = Eigen::Map<const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>;

/// y += α op(A) x for columns x and y.
template <class Scalar>
void add_matrix_vector(Scalar alpha, const auto& a, bool transposed, const auto& x, auto&& y) {
  if (transposed)
    y.noalias() += alpha * (a.transpose() * x);
  else
    y.noalias() += alpha * (a * x);
}

/// The same for many floats in each sum, by blocks that are summed further in double.
inline void add_long_sums(float alpha, const ConstView<float>& a, bool transposed, const Column<float>& x,
                          Eigen::Map<Eigen::VectorXf> y) {
  constexpr int most = 2048;
  constexpr Index block = 512;
  Eigen::Matrix<float, Eigen::Dynamic, 1, 0, most, 1> part;
  Eigen::Matrix<double, Eigen::Dynamic, 1, 0, most, 1> total;
  for (Index i = 0; i < y.size(); i += most) {
    const Index size = std::min<Index>(most, y.size() - i);
    part.resize(size);
    total.setZero(size);
    for (Index k = 0; k < x.size(); k += block) {
      const Index depth = std::min(block, x.size() - k);
      part.setZero();
      const auto rows = transposed ? a.block(k, i, depth, size) : a.block(i, k, size, depth);
      add_matrix_vector(1.0f, rows, transposed, x.segment(k, depth), part);
      total += part.cast<double>();
    }
    y.segment(i, size) += alpha * total.cast<float>();
  }
}

template <class Scalar>
void add_matrix_vector(Scalar alpha, const ConstView<Scalar>& a, bool transposed, const Scalar* x, Scalar* y) {
  const Column<Scalar> in(x, transposed ? a.rows() : a.cols());
  Eigen::Map<Eigen::Matrix<Scalar, Eigen::Dynamic, 1>> out(y, transposed ? a.cols() : a.rows());
  if constexpr (std::is_same_v<Scalar, float>)
    if (constexpr Index many = 1024; in.size() > many) return add_long_sums(alpha, a, transposed, in, out);
  add_matrix_vector(alpha, a, transposed, in, out);
}

/// Kept apart, so that small products need not save the registers that it uses.
template <class Scalar>
[[gnu::noinline]] void add_matrix_product(Scalar alpha, const ConstView<Scalar>& a, bool a_transposed,
                                          const ConstView<Scalar>& b, bool b_transposed, View<Scalar> c) {
  if (a_transposed && b_transposed)
    c.noalias() += alpha * (a.transpose() * b.transpose());
  else if (a_transposed)
    c.noalias() += alpha * (a.transpose() * b);
  else if (b_transposed)
    c.noalias() += alpha * (a * b.transpose());
  else
    c.noalias() += alpha * (a * b);
}

/// By the kernel that fits the shapes: Eigen decides at compile time, where all are matrices.
template <class Scalar>
void add_product(Scalar alpha, const ConstView<Scalar>& a, bool a_transposed, const ConstView<Scalar>& b,
                 bool b_transposed, View<Scalar> c) {
  if (c.size() == 0 || a.size() == 0) return;
  if (c.cols() == 1)
    add_matrix_vector(alpha, a, a_transposed, b.data(), c.data());
  else if (c.rows() == 1)
    add_matrix_vector(alpha, b, !b_transposed, a.data(), c.data());
  else
    add_matrix_product(alpha, a, a_transposed, b, b_transposed, c);
}

template <unsigned mode, class Scalar>
void solve_triangle(const ConstView<Scalar>& t, bool transposed, View<Scalar> x) {
  constexpr unsigned flipped = mode ^ static_cast<unsigned>(Eigen::Lower | Eigen::Upper);
  if (transposed)
    t.transpose().template triangularView<flipped>().solveInPlace(x);
  else
    t.template triangularView<mode>().solveInPlace(x);
}

template <class Scalar>
void solve_triangular(const ConstView<Scalar>& t, TrianglePart part, bool transposed, View<Scalar> x) {
  if (x.size() == 0) return;
  switch (part) {
    case TrianglePart::lower:
      return solve_triangle<Eigen::Lower>(t, transposed, x);
    case TrianglePart::upper:
      return solve_triangle<Eigen::Upper>(t, transposed, x);
    case TrianglePart::unit_lower:
      return solve_triangle<Eigen::UnitLower>(t, transposed, x);
    case TrianglePart::unit_upper:
      return solve_triangle<Eigen::UnitUpper>(t, transposed, x);
  }
}

template <class Scalar>
void factor_lu(View<Scalar> a, View<Scalar> moved) {
  Eigen::Ref<Matrix<Scalar>> in_place(a);
  const Eigen::PartialPivLU<Eigen::Ref<Matrix<Scalar>>> lu(in_place);
  moved = lu.permutationP().indices().template cast<Scalar>();
}

template <class Scalar>
Index factor_cholesky(View<Scalar> a) {
  // In panels of columns, so that most of the work is in matrix products.
  constexpr Index width = 64;
  const Index n = a.rows();
  for (Index first = 0; first < n; first += width) {
    const Index size = std::min(width, n - first);
    const Index rest = n - first - size;
    auto corner = a.block(first, first, size, size);
    for (Index j = 0; j < size; ++j) {
      const auto row = corner.row(j).head(j);
      const Scalar pivot = corner(j, j) - row.squaredNorm();
      corner(j, j) = pivot;
      if (!(pivot > 0) || !std::isfinite(pivot)) return first + j;
      corner(j, j) = std::sqrt(pivot);
      auto below = corner.col(j).tail(size - j - 1);
      below.noalias() -= corner.bottomLeftCorner(size - j - 1, j) * row.transpose();
      below /= corner(j, j);
    }
    if (rest == 0) continue;
    auto panel = a.block(first + size, first, rest, size);
    corner.template triangularView<Eigen::Lower>().transpose().template solveInPlace<Eigen::OnTheRight>(panel);
    a.bottomRightCorner(rest, rest).template selfadjointView<Eigen::Lower>().rankUpdate(panel, Scalar(-1));
  }
  return n;
}

template <class Scalar>
bool decompose_symmetric(View<Scalar> a, View<Scalar> values, bool with_vectors) {
  if (a.size() == 0) return true;
  const Eigen::SelfAdjointEigenSolver<Matrix<Scalar>> solver(
      a, with_vectors ? Eigen::ComputeEigenvectors : Eigen::EigenvaluesOnly);
  if (solver.info() != Eigen::Success) return false;
  values = solver.eigenvalues();
  if (with_vectors) a = solver.eigenvectors();
  return true;
}

/// By Jacobi's method: accurate in the small singular values too, and a tenth of BDCSVD's compile time.
template <class Scalar>
void decompose_singular(const ConstView<Scalar>& a, View<Scalar> u, View<Scalar> values, View<Scalar> v) {
  if (a.size() == 0) return;
  const bool with_vectors = u.size() > 0;
  const Eigen::JacobiSVD<Matrix<Scalar>> svd(a, with_vectors ? Eigen::ComputeThinU | Eigen::ComputeThinV : 0);
  values = svd.singularValues();
  if (!with_vectors) return;
  u = svd.matrixU();
  v = svd.matrixV();
}

template <class Scalar>
void factor_orthogonal(View<Scalar> a, View<Scalar> r) {
  const Index n = a.cols();
  if (n == 0) return;
  Eigen::Ref<Matrix<Scalar>> in_place(a);
  const Eigen::HouseholderQR<Eigen::Ref<Matrix<Scalar>>> qr(in_place);
  r.setZero();
  r.template triangularView<Eigen::Upper>() = a.topRows(n);
  a = qr.householderQ() * Matrix<Scalar>::Identity(a.rows(), n);
}

/// XᵀX with X = L⁻¹, in panels of columns that leave out the zeros.
template <class Scalar>
void invert_cholesky(const ConstView<Scalar>& l, View<Scalar> x, View<Scalar> inverse) {
  constexpr Index width = 64;
  const Index n = l.rows();
  x.setIdentity();
  for (Index first = 0; first < n; first += width) {
    const Index rest = n - first;
    auto panel = x.block(first, first, rest, std::min(width, rest));
    l.bottomRightCorner(rest, rest).template triangularView<Eigen::Lower>().solveInPlace(panel);
  }
  for (Index first = 0; first < n; first += width) {
    const Index rest = n - first, size = std::min(width, rest);
    inverse.block(first, 0, size, first + size).noalias() =
        x.block(first, first, rest, size).transpose() * x.block(first, 0, rest, first + size);
  }
  for (Index j = 1; j < n; ++j) inverse.col(j).head(j) = inverse.row(j).head(j).transpose();
}

template <class Scalar>
constexpr LinearAlgebra<Scalar> table{.add_product = add_product<Scalar>,
                                      .solve_triangular = solve_triangular<Scalar>,
                                      .factor_lu = factor_lu<Scalar>,
                                      .factor_cholesky = factor_cholesky<Scalar>,
                                      .decompose_symmetric = decompose_symmetric<Scalar>,
                                      .decompose_singular = decompose_singular<Scalar>,
                                      .factor_orthogonal = factor_orthogonal<Scalar>,
                                      .invert_cholesky = invert_cholesky<Scalar>};

}  // namespace
}  // namespace matgrad::built_in
