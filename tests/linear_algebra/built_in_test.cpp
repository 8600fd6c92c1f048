#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <matgrad/autodiff/linear_algebra/linear_algebra.hpp>

// The built-in table does what its functions say, for each type of scalar and with empty matrices.

using namespace matgrad;

namespace {

struct Sizes {
  Index m, k, n;
};

template <class Scalar>
Matrix<Scalar> filled(Index rows, Index cols, double phase) {
  Matrix<Scalar> result(rows, cols);
  for (Index k = 0; k < result.size(); ++k)
    result.data()[k] = static_cast<Scalar>(std::sin(1.7 * static_cast<double>(k + 1) + phase));
  return result;
}

template <class Scalar>
View<Scalar> view(Matrix<Scalar>& a) {
  return {a.data(), a.rows(), a.cols()};
}
template <class Scalar>
ConstView<Scalar> const_view(const Matrix<Scalar>& a) {
  return {a.data(), a.rows(), a.cols()};
}

template <class Scalar>
void check_equal(const Matrix<Scalar>& a, const Matrix<Scalar>& b) {
  REQUIRE(a.rows() == b.rows());
  REQUIRE(a.cols() == b.cols());
  if (a.size() > 0) CHECK((a - b).cwiseAbs().maxCoeff() < 100 * std::numeric_limits<Scalar>::epsilon());
}

}  // namespace

TEST_CASE_TEMPLATE("a product is added with either factor transposed", Scalar, float, double, long double) {
  const LinearAlgebra<Scalar>& table = built_in_linear_algebra<Scalar>();
  for (const auto& [m, k, n] : {Sizes{3, 4, 2}, Sizes{3, 4, 1}, Sizes{1, 4, 2}, Sizes{3, 0, 2}, Sizes{0, 4, 2}})
    for (const bool ta : {false, true})
      for (const bool tb : {false, true}) {
        const Matrix<Scalar> a = filled<Scalar>(m, k, 0), b = filled<Scalar>(k, n, 1), c = filled<Scalar>(m, n, 2);
        const Matrix<Scalar> stored_a = ta ? Matrix<Scalar>(a.transpose()) : a;
        const Matrix<Scalar> stored_b = tb ? Matrix<Scalar>(b.transpose()) : b;
        Matrix<Scalar> result = c;
        table.add_product(Scalar(0.5), const_view(stored_a), ta, const_view(stored_b), tb, view(result));
        check_equal<Scalar>(result, c + Scalar(0.5) * (a * b));
        table.write_product(const_view(stored_a), ta, const_view(stored_b), tb, view(result));
        check_equal<Scalar>(result, a * b);
      }
}

TEST_CASE_TEMPLATE("a triangular system is solved, reading that triangle only", Scalar, float, double,
                   long double) {
  const LinearAlgebra<Scalar>& table = built_in_linear_algebra<Scalar>();
  using enum TrianglePart;
  for (const TrianglePart part : {lower, upper, unit_lower, unit_upper})
    for (const bool transposed : {false, true})
      for (const Index n : {0, 1, 4}) {
        const bool is_lower = part == lower || part == unit_lower,
                   is_unit = part == unit_lower || part == unit_upper;
        Matrix<Scalar> t = filled<Scalar>(n, n, 0);
        t.diagonal().array() += 3;
        Matrix<Scalar> read = Matrix<Scalar>::Zero(n, n);
        for (Index j = 0; j < n; ++j)
          for (Index i = 0; i < n; ++i)
            if (i == j)
              read(i, j) = is_unit ? 1 : t(i, j);
            else if ((i > j) == is_lower)
              read(i, j) = t(i, j);
        const Matrix<Scalar> b = filled<Scalar>(n, 2, 1);
        Matrix<Scalar> x = b;
        table.solve_triangular(const_view(t), part, transposed, view(x));
        check_equal<Scalar>(transposed ? Matrix<Scalar>(read.transpose() * x) : Matrix<Scalar>(read * x), b);
      }
}

TEST_CASE_TEMPLATE("a square matrix with its rows moved is L U", Scalar, float, double, long double) {
  const LinearAlgebra<Scalar>& table = built_in_linear_algebra<Scalar>();
  for (const Index n : {0, 1, 5}) {
    const Matrix<Scalar> a = filled<Scalar>(n, n, 0);
    Matrix<Scalar> lu = a, moved(n, 1), rows(n, n);
    table.factor_lu(view(lu), view(moved));
    for (Index i = 0; i < n; ++i) rows.row(static_cast<Index>(moved(i, 0))) = a.row(i);
    const Matrix<Scalar> l = lu.template triangularView<Eigen::UnitLower>(),
                         u = lu.template triangularView<Eigen::Upper>();
    check_equal<Scalar>(l * u, rows);
    if (n > 0) CHECK(l.cwiseAbs().maxCoeff() <= 1);
  }
}

TEST_CASE_TEMPLATE(
    "a positive definite matrix is its Cholesky factor times the transpose, which gives its inverse", Scalar,
    float, double, long double) {
  const LinearAlgebra<Scalar>& table = built_in_linear_algebra<Scalar>();
  for (const Index n : {0, 1, 5, 70}) {
    const Matrix<Scalar> general = filled<Scalar>(n, n, 0),
                         a = general * general.transpose() / Scalar(std::max<Index>(n, 1)) +
                             Matrix<Scalar>::Identity(n, n);
    Matrix<Scalar> factor = a;
    factor.template triangularView<Eigen::StrictlyUpper>().setConstant(std::numeric_limits<Scalar>::quiet_NaN());
    CHECK(table.factor_cholesky(view(factor)) == n);
    const Matrix<Scalar> l = factor.template triangularView<Eigen::Lower>();
    check_equal<Scalar>(l * l.transpose(), a);
    Matrix<Scalar> memory(n, n), inverse(n, n);
    table.invert_cholesky(const_view(factor), view(memory), view(inverse));
    check_equal<Scalar>(a * inverse, Matrix<Scalar>::Identity(n, n));
    if (n == 0) continue;
    Matrix<Scalar> indefinite = a;
    indefinite(n - 1, n - 1) = -1;
    CHECK(table.factor_cholesky(view(indefinite)) == n - 1);
    CHECK(indefinite(n - 1, n - 1) < 0);
  }
}

TEST_CASE_TEMPLATE("a symmetric matrix is its decomposition multiplied out", Scalar, float, double, long double) {
  const LinearAlgebra<Scalar>& table = built_in_linear_algebra<Scalar>();
  for (const Index n : {0, 1, 5}) {
    const Matrix<Scalar> general = filled<Scalar>(n, n, 0), a = general + general.transpose();
    Matrix<Scalar> vectors = a, values(n, 1), alone(n, 1), overwritten = a;
    REQUIRE(table.decompose_symmetric(view(vectors), view(values), true));
    check_equal<Scalar>(vectors * values.col(0).asDiagonal() * vectors.transpose(), a);
    check_equal<Scalar>(vectors.transpose() * vectors, Matrix<Scalar>::Identity(n, n));
    for (Index i = 1; i < n; ++i) CHECK(values(i - 1, 0) <= values(i, 0));
    REQUIRE(table.decompose_symmetric(view(overwritten), view(alone), false));
    check_equal<Scalar>(alone, values);
  }
}

TEST_CASE_TEMPLATE("a matrix is its singular decomposition multiplied out", Scalar, float, double, long double) {
  const LinearAlgebra<Scalar>& table = built_in_linear_algebra<Scalar>();
  for (const Shape shape : {Shape{4, 3}, Shape{3, 4}, Shape{1, 1}, Shape{0, 2}}) {
    const Index k = std::min(shape.rows, shape.cols);
    const Matrix<Scalar> a = filled<Scalar>(shape.rows, shape.cols, 0);
    Matrix<Scalar> u(shape.rows, k), values(k, 1), v(shape.cols, k), alone(k, 1);
    table.decompose_singular(const_view(a), view(u), view(values), view(v));
    check_equal<Scalar>(u * values.col(0).asDiagonal() * v.transpose(), a);
    for (Index i = 1; i < k; ++i) CHECK(values(i - 1, 0) >= values(i, 0));
    Matrix<Scalar> no_u(shape.rows, 0), no_v(shape.cols, 0);
    table.decompose_singular(const_view(a), view(no_u), view(alone), view(no_v));
    check_equal<Scalar>(alone, values);
  }
}

TEST_CASE_TEMPLATE("a tall matrix is its orthogonal factor times a triangle", Scalar, float, double, long double) {
  const LinearAlgebra<Scalar>& table = built_in_linear_algebra<Scalar>();
  for (const Shape shape : {Shape{4, 3}, Shape{3, 3}, Shape{2, 1}, Shape{2, 0}}) {
    const Matrix<Scalar> a = filled<Scalar>(shape.rows, shape.cols, 0);
    Matrix<Scalar> q = a, r(shape.cols, shape.cols);
    table.factor_orthogonal(view(q), view(r));
    check_equal<Scalar>(q * r, a);
    check_equal<Scalar>(q.transpose() * q, Matrix<Scalar>::Identity(shape.cols, shape.cols));
    for (Index j = 0; j < shape.cols; ++j)
      for (Index i = j + 1; i < shape.cols; ++i) CHECK(r(i, j) == 0);
  }
}
