#include "matgrad/autodiff/rewrite/packed_factors.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "matgrad/autodiff/operations/cholesky_factor.hpp"
#include "matgrad/autodiff/operations/lu.hpp"
#include "matgrad/autodiff/rewrite/determinant_from_diagonal.hpp"

namespace matgrad {
namespace {

// The last column of factors: the row to which P moves each row, or one of these throughout.
constexpr int by_cholesky = -1, not_factored = -2;

/// The factors without the last column.
template <class Scalar>
ConstView<Scalar> square_part(const ConstView<Scalar>& packed) {
  return {packed.data(), packed.rows(), packed.rows()};
}

template <class Scalar>
bool last_column_is(const ConstView<Scalar>& packed, int mark) {
  const Index n = packed.rows();
  return n > 0 && packed(0, n) == static_cast<Scalar>(mark);
}

template <class Scalar>
Index moved_row(const ConstView<Scalar>& packed, Index row) {
  return static_cast<Index>(packed(row, packed.rows()));
}

/// A permutation is odd if it has an odd number of cycles of even length.
template <class Scalar>
bool is_odd(const ConstView<Scalar>& packed) {
  std::vector<bool> seen(static_cast<std::size_t>(packed.rows()), false);
  bool odd = false;
  for (Index first = 0; first < packed.rows(); ++first) {
    if (seen[static_cast<std::size_t>(first)]) continue;
    for (Index i = moved_row(packed, first); i != first; i = moved_row(packed, i)) {
      seen[static_cast<std::size_t>(i)] = true;
      odd = !odd;
    }
  }
  return odd;
}

/// (L Lᵀ)⁻¹ = XᵀX with X = L⁻¹, in panels of columns that leave out the zeros.
template <class Scalar>
void invert_by_cholesky(const ConstView<Scalar>& l, View<Scalar> out) {
  constexpr Index width = 64;
  const Index n = l.rows();
  Matrix<Scalar> x = Matrix<Scalar>::Identity(n, n);
  for (Index first = 0; first < n; first += width) {
    const Index rest = n - first;
    auto panel = x.block(first, first, rest, std::min(width, rest));
    l.bottomRightCorner(rest, rest).template triangularView<Eigen::Lower>().solveInPlace(panel);
  }
  for (Index first = 0; first < n; first += width) {
    const Index rest = n - first, size = std::min(width, rest);
    out.block(first, 0, size, first + size).noalias() =
        x.block(first, first, rest, size).transpose() * x.block(first, 0, rest, first + size);
  }
  for (Index j = 1; j < n; ++j) out.col(j).head(j) = out.row(j).head(j).transpose();
}

template <class Scalar>
void solve_by_cholesky(const ConstView<Scalar>& l, const ConstView<Scalar>& b, View<Scalar> out) {
  out = b;
  l.template triangularView<Eigen::Lower>().solveInPlace(out);
  l.template triangularView<Eigen::Lower>().transpose().solveInPlace(out);
}

/// A = Pᵀ L U.
template <class Scalar>
void solve_by_lu(const ConstView<Scalar>& packed, bool transposed, const ConstView<Scalar>& b, View<Scalar> out) {
  const ConstView<Scalar> lu = square_part(packed);
  if (!transposed) {
    for (Index j = 0; j < out.cols(); ++j)
      for (Index i = 0; i < out.rows(); ++i) out(moved_row(packed, i), j) = b(i, j);
    substitute_by_lu(lu, out);
    return;
  }
  Matrix<Scalar> x = b;
  lu.template triangularView<Eigen::Upper>().transpose().solveInPlace(x);
  lu.template triangularView<Eigen::UnitLower>().transpose().solveInPlace(x);
  for (Index j = 0; j < out.cols(); ++j)
    for (Index i = 0; i < out.rows(); ++i) out(i, j) = x(moved_row(packed, i), j);
}

template <class Scalar>
void invert_by_lu(const ConstView<Scalar>& packed, View<Scalar> out) {
  out.setZero();
  for (Index j = 0; j < out.cols(); ++j) out(moved_row(packed, j), j) = 1;
  substitute_by_lu(square_part(packed), out);
}

}  // namespace

Shape packed_factors_shape(Index n) { return {n, n + 1}; }

template <class Scalar>
bool factor_by_cholesky(const ConstView<Scalar>& a, View<Scalar> packed) {
  if (!(a.diagonal().array() > 0).all()) return false;
  const Index n = a.rows();
  View<Scalar> l(packed.data(), n, n);
  l = Scalar(0.5) * a + Scalar(0.5) * a.transpose();
  packed.col(n).setConstant(static_cast<Scalar>(by_cholesky));
  return factor_cholesky(l) == n;
}

template <class Scalar>
bool factor_by_lu(const ConstView<Scalar>& a, View<Scalar> packed) {
  const Lu<Scalar> lu("solve", a);
  packed.leftCols(a.cols()) = lu.factors();
  packed.col(a.cols()) = lu.permutation().template cast<Scalar>();
  const auto pivots = lu.factors().diagonal();
  return (pivots.array() != 0).all() && pivots.allFinite();
}

template <class Scalar>
void mark_as_not_factored(View<Scalar> packed) {
  packed.setConstant(static_cast<Scalar>(not_factored));
}

template <class Scalar>
bool evaluate_factored(std::string_view function, const ConstView<Scalar>& packed, bool transposed,
                       Inputs<Scalar> others, View<Scalar> out) {
  if (last_column_is(packed, not_factored)) return false;
  const bool cholesky = last_column_is(packed, by_cholesky);
  const ConstView<Scalar> factors = square_part(packed);
  if (function != "inverse" && function != "solve") {
    const Matrix<Scalar> d = factors.diagonal();
    const std::optional<Scalar> of_diagonal = determinant_from_diagonal(function, d, !cholesky && is_odd(packed));
    if (!of_diagonal) return false;
    // Of L in A = L Lᵀ.
    const Scalar of_both = function == "determinant" ? *of_diagonal * *of_diagonal : 2 * *of_diagonal;
    out(0, 0) = cholesky ? of_both : *of_diagonal;
  } else if (out.size() == 0) {
    return true;
  } else if (function == "inverse" && cholesky) {
    invert_by_cholesky(factors, out);
  } else if (function == "inverse") {
    invert_by_lu(packed, out);
  } else if (cholesky) {
    solve_by_cholesky(factors, others[0], out);
  } else {
    solve_by_lu(packed, transposed, others[0], out);
  }
  return out.allFinite();
}

template bool factor_by_cholesky(const ConstView<float>&, View<float>);
template bool factor_by_cholesky(const ConstView<double>&, View<double>);
template bool factor_by_cholesky(const ConstView<long double>&, View<long double>);
template bool factor_by_lu(const ConstView<float>&, View<float>);
template bool factor_by_lu(const ConstView<double>&, View<double>);
template bool factor_by_lu(const ConstView<long double>&, View<long double>);
template void mark_as_not_factored(View<float>);
template void mark_as_not_factored(View<double>);
template void mark_as_not_factored(View<long double>);
template bool evaluate_factored(std::string_view, const ConstView<float>&, bool, Inputs<float>, View<float>);
template bool evaluate_factored(std::string_view, const ConstView<double>&, bool, Inputs<double>, View<double>);
template bool evaluate_factored(std::string_view, const ConstView<long double>&, bool, Inputs<long double>,
                                View<long double>);

}  // namespace matgrad
