#include "matgrad/autodiff/operations/orthogonal.hpp"

#include <algorithm>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/packed_part.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"
#include "matgrad/autodiff/operations/thin_qr.hpp"
#include "matgrad/autodiff/operations/triangular.hpp"

namespace matgrad {
namespace {

// The parts of [Q | R], or of its adjoint.
Expr orthogonal_of(const Expr& packed, const Expr& a) { return packed_part(packed, packed::orthogonal_factor, a); }
Expr triangular_of(const Expr& packed, const Expr& a) { return packed_part(packed, packed::triangular_factor, a); }

double decomposition_cost(const Expr& a) {
  const double small = static_cast<double>(std::min(a.rows(), a.cols()));
  return 4 * small * static_cast<double>(a.shape().size());
}

class QrDecomposition final : public OpOf<QrDecomposition> {
 public:
  static constexpr std::string_view function = "qr";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr& a = inputs[0];
    if (a.rows() >= a.cols()) return {a.rows(), 2 * a.cols()};
    ShapeError error("qr: " + described(a) + " has more columns than rows");
    error.add_context("the columns cannot be independent; qr(transpose(" + to_text(a) + ")) would fit");
    throw error;
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    const ThinQr<Scalar> qr(function, in[0], run);
    const Index n = in[0].cols();
    out.leftCols(n) = qr.q();
    out.rightCols(n).setZero();
    out.topRightCorner(n, n) = qr.r();
  }
  std::size_t scratch(const Expr& z) const override { return ThinQr<double>::scratch(z.input(0).shape()); }

  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    const Expr q = orthogonal_of(z, a), r = triangular_of(z, a);
    const Expr gq = orthogonal_of(adjoint, a), gr = triangular_of(adjoint, a);
    const Expr half = lower_half(matmul(r, transpose(gr)) - matmul(transpose(gq), q));
    const Expr total = gq + matmul(q, half + transpose(half));
    return transpose(triangular_solve(r, transpose(total), Triangle::upper));
  }

  double cost(const Expr& z) const override { return decomposition_cost(z.input(0)); }
};

class PseudoInverse final : public OpOf<PseudoInverse> {
 public:
  static constexpr std::string_view function = "pseudo_inverse";

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape().transposed(); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    const ThinQr<Scalar> qr(function, in[0], run);
    if (out.size() == 0) return;
    // A or Aᵀ is Q R; (Q R)⁺ = R⁻¹ Qᵀ.
    const bool of_transpose = in[0].rows() < in[0].cols();
    View<Scalar> result = of_transpose ? run.matrix(out.cols(), out.rows()) : out;
    result = qr.q().transpose();
    run.linear_algebra().solve_triangular(qr.r(), TrianglePart::upper, false, result);
    if (of_transpose) out = result.transpose();
  }
  std::size_t scratch(const Expr& z) const override {
    return ThinQr<double>::scratch(z.shape()) + static_cast<std::size_t>(z.shape().size());
  }

  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    const Expr zt = transpose(z), gt = transpose(adjoint);
    const Expr inside = product(std::vector{zt, adjoint, zt});
    if (a.rows() == a.cols()) return -inside;
    if (a.rows() > a.cols()) {
      const Expr beside = product(std::vector{gt, z, zt});
      return weighted_sum({-1, 1, -1}, std::vector{inside, beside, product(std::vector{a, z, beside})});
    }
    const Expr beside = product(std::vector{zt, z, gt});
    return weighted_sum({-1, 1, -1}, std::vector{inside, beside, product(std::vector{beside, z, a})});
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::postfix(std::move(inputs[0]), "⁺");
  }
  double cost(const Expr& z) const override { return 1.5 * decomposition_cost(z.input(0)); }
};

class LeastSquares final : public OpOf<LeastSquares> {
 public:
  static constexpr std::string_view function = "least_squares";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr &a = inputs[0], &b = inputs[1];
    require_equal_rows(function, a, b);
    return {a.cols(), b.cols()};
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    const ThinQr<Scalar> qr(function, in[0], run);
    require_finite(function, in[1]);
    const auto solve = [&](bool transposed, View<Scalar> x) {
      run.linear_algebra().solve_triangular(qr.r(), TrianglePart::upper, transposed, x);
    };
    if (in[0].rows() < in[0].cols()) {
      View<Scalar> coordinates = run.matrix(in[1].rows(), in[1].cols());
      coordinates = in[1];
      solve(true, coordinates);
      run.linear_algebra().write_product(qr.q(), false, coordinates, false, out);
    } else {
      run.linear_algebra().write_product(qr.q(), true, in[1], false, out);
      solve(false, out);
    }
  }
  std::size_t scratch(const Expr& z) const override {
    return ThinQr<double>::scratch(z.input(0).shape()) + static_cast<std::size_t>(z.input(1).shape().size());
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr &a = z.input(0), &b = z.input(1);
    const Expr y = least_squares(transpose(a), adjoint);
    if (i == 1) return y;
    const Expr inside = matmul(y, transpose(z));
    if (a.rows() == a.cols()) return -inside;
    const Expr beside = a.rows() > a.cols()
                            ? matmul(b - matmul(a, z), transpose(least_squares(a, y)))
                            : matmul(least_squares(transpose(a), z), transpose(adjoint - matmul(transpose(a), y)));
    return beside - inside;
  }

  double cost(const Expr& z) const override {
    return decomposition_cost(z.input(0)) +
           4 * static_cast<double>(z.input(0).shape().size()) * static_cast<double>(z.cols());
  }
};

}  // namespace

Expr qr(const Operand& a) { return apply(shared<QrDecomposition>(), {a}); }
Expr orthogonal_factor(const Operand& a) { return orthogonal_of(qr(a), a); }
Expr triangular_factor(const Operand& a) { return triangular_of(qr(a), a); }
Expr pseudo_inverse(const Operand& a) { return apply(shared<PseudoInverse>(), {a}); }
Expr least_squares(const Operand& a, const Operand& b) { return apply(shared<LeastSquares>(), {a, b}); }

}  // namespace matgrad
