#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
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
/// U cof(Σ) Vᵀ, where one entry of Σ may be negative. In scratch memory.
template <class Scalar>
struct RotationSvd {
  View<Scalar> u;
  View<Scalar> v;
  View<Scalar> sigma;  // n×1
  View<Scalar> exponents;
  View<Scalar> products;

  RotationSvd(std::string_view operation, const ConstView<Scalar>& a, Run<Scalar>& run)
      : u(run.matrix(a.rows(), a.rows())),
        v(run.matrix(a.rows(), a.rows())),
        sigma(run.matrix(a.rows(), 1)),
        exponents(run.matrix(a.rows(), 1)),
        products(run.matrix(a.rows(), 1)) {
    require_finite(operation, a);
    run.linear_algebra().decompose_singular(a, u, sigma, v);
    if (is_reflection(operation, u, run) != is_reflection(operation, v, run)) {
      u.col(0) *= Scalar(-1);
      sigma(0, 0) = -sigma(0, 0);
    }
  }

  static std::size_t scratch(Index n) {
    return static_cast<std::size_t>(n * (2 * n + 3)) + Lu<Scalar>::scratch(n);
  }

  /// For each i the product of the others in sigma.
  const View<Scalar>& products_without_each() {
    write_products_without_each(sigma, products, exponents);
    return products;
  }

 private:
  static bool is_reflection(std::string_view operation, const View<Scalar>& orthogonal, Run<Scalar> run) {
    return Lu<Scalar>(operation, orthogonal, run).has_negative_determinant();
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
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    if (out.size() == 0) return;
    RotationSvd<Scalar> svd(function, in[0], run);
    const View<Scalar>& products = svd.products_without_each();
    for (Index i = 0; i < out.rows(); ++i) svd.u.col(i) *= products(i, 0);
    run.linear_algebra().write_product(svd.u, false, svd.v, true, out);
  }
  std::size_t scratch(const Expr& z) const override { return RotationSvd<double>::scratch(z.rows()); }

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
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    if (out.size() == 0) return;
    RotationSvd<Scalar> svd(function, in[0], run);
    require_finite(function, in[1]);
    const Index n = out.rows();
    View<Scalar> half = run.matrix(n, n), k = run.matrix(n, n), h = run.matrix(n, n);
    const LinearAlgebra<Scalar>& by = run.linear_algebra();
    by.write_product(svd.u, true, in[1], false, half);
    by.write_product(half, false, svd.v, false, k);
    h.setZero();
    for (Index i = 0; i < n; ++i) {
      const Scalar own = std::exchange(svd.sigma(i, 0), Scalar(1));
      const View<Scalar>& products = svd.products_without_each();
      for (Index j = 0; j < n; ++j) {
        if (j == i) continue;
        h(i, i) += products(j, 0) * k(j, j);
        h(i, j) = -products(j, 0) * k(j, i);
      }
      svd.sigma(i, 0) = own;
    }
    by.write_product(svd.u, false, h, false, half);
    by.write_product(half, false, svd.v, true, out);
  }
  std::size_t scratch(const Expr& z) const override {
    return RotationSvd<double>::scratch(z.rows()) + 3 * static_cast<std::size_t>(z.shape().size());
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
