#include <Eigen/SVD>

#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/lu.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"
#include "matgrad/autodiff/operations/scaled_product.hpp"

namespace matgrad {
namespace {

constexpr std::string_view square_hint = "only a square matrix has cofactors";

/// A = U Σ Vᵀ of a square matrix, with U's sign chosen so that det(U) det(V) = 1: then the cofactors of A are
/// U cof(Σ) Vᵀ, where one entry of Σ may be negative.
template <class Scalar>
struct RotationSvd {
  Matrix<Scalar> u;
  Matrix<Scalar> v;
  std::vector<Scalar> sigma;

  RotationSvd(std::string_view operation, const ConstView<Scalar>& a) {
    require_finite(operation, a);
    // Accurate in the small singular values too, and a tenth of BDCSVD's compile time.
    const Eigen::JacobiSVD<Matrix<Scalar>, Eigen::NoQRPreconditioner> svd(
        a, Eigen::ComputeFullU | Eigen::ComputeFullV);
    u = svd.matrixU();
    v = svd.matrixV();
    sigma.assign(svd.singularValues().begin(), svd.singularValues().end());
    if (is_reflection(operation, u) != is_reflection(operation, v)) {
      u.col(0) *= Scalar(-1);
      sigma[0] = -sigma[0];
    }
  }

 private:
  static bool is_reflection(std::string_view operation, const Matrix<Scalar>& orthogonal) {
    return Lu<Scalar>(operation, ConstView<Scalar>(orthogonal.data(), orthogonal.rows(), orthogonal.cols()))
        .has_negative_determinant();
  }
};

double svd_cost(const Expr& z) {
  const double n = static_cast<double>(z.rows());
  return 22 * n * n * n;
}

class Cofactor final : public OpOf<Cofactor> {
 public:
  static constexpr std::string_view function = "cofactor";

  Shape shape(std::span<const Expr> inputs) const override {
    return square_shape(function, inputs[0], square_hint);
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if (out.size() == 0) return;
    RotationSvd<Scalar> svd(function, in[0]);
    const std::vector<Scalar> products = products_without_each(svd.sigma);
    for (Index i = 0; i < out.rows(); ++i) svd.u.col(i) *= products[static_cast<std::size_t>(i)];
    out.noalias() = svd.u * svd.v.transpose();
  }

  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return cofactor_derivative(z.input(0), adjoint);
  }

  double cost(const Expr& z) const override { return svd_cost(z); }
};

class CofactorDerivative final : public OpOf<CofactorDerivative> {
 public:
  static constexpr std::string_view function = "cofactor_derivative";

  Shape shape(std::span<const Expr> inputs) const override {
    const Shape size = square_shape(function, inputs[0], square_hint);
    if (inputs[1].shape() == size) return size;
    ShapeError error("cofactor_derivative: the shapes of " + described(inputs[0]) + " and " +
                     described(inputs[1]) + " differ");
    error.add_context("a direction at a matrix is a matrix of the same shape");
    throw error;
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if (out.size() == 0) return;
    const RotationSvd<Scalar> svd(function, in[0]);
    require_finite(function, in[1]);
    const Index n = out.rows();
    const Matrix<Scalar> k = svd.u.transpose() * in[1] * svd.v;
    Matrix<Scalar> h = Matrix<Scalar>::Zero(n, n);
    for (Index i = 0; i < n; ++i) {
      std::vector<Scalar> others = svd.sigma;
      others[static_cast<std::size_t>(i)] = 1;
      const std::vector<Scalar> products = products_without_each(others);
      for (Index j = 0; j < n; ++j) {
        if (j == i) continue;
        const Scalar product = products[static_cast<std::size_t>(j)];
        h(i, i) += product * k(j, j);
        h(i, j) = -product * k(j, i);
      }
    }
    out.noalias() = svd.u * h * svd.v.transpose();
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    const Expr& g = z.input(1);
    if (i == 1) return cofactor_derivative(a, adjoint);
    // With M = A⁻ᵀ, d = det A and C = ∂L/∂Z: z = d (⟨M, G⟩ M − M Gᵀ M), differentiated in ⟨C, z⟩.
    const Expr m = transpose(inverse(a));
    const Expr mg = product(std::vector{m, transpose(g), m});
    const Expr mc = product(std::vector{m, transpose(adjoint), m});
    const Expr mixed = product(std::vector{mg, transpose(adjoint), m});
    const Expr mixed_back = product(std::vector{mc, transpose(g), m});
    const Expr change = weighted_sum(
        {-1, -1, 1, 1}, std::vector{matmul(dot(m, adjoint), mg), matmul(dot(m, g), mc), mixed, mixed_back});
    return matmul(dot(adjoint, z), m) + matmul(determinant(a), change);
  }

  double cost(const Expr& z) const override { return svd_cost(z); }
};

}  // namespace

Expr cofactor(const Operand& a) { return apply(shared<Cofactor>(), {a}); }
Expr cofactor_derivative(const Operand& a, const Operand& direction) {
  return apply(shared<CofactorDerivative>(), {a, direction});
}

}  // namespace matgrad
