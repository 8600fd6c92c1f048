#include <cmath>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/products.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {

namespace {

[[noreturn]] void throw_not_positive_definite(Index pivot, Index size, double value) {
  NotPositiveDefiniteError error("cholesky: pivot " + std::to_string(pivot + 1) + " of " + std::to_string(size) +
                                 (std::isfinite(value) ? " is " + number_text(value) + ", not a positive number"
                                                       : std::string(" overflows")));
  error.add_context(
      "the symmetric part of the matrix must be positive definite: add a small multiple of the identity, or use "
      "solve and log_det, which need no definiteness");
  throw error;
}

class Cholesky final : public OpOf<Cholesky> {
 public:
  static constexpr std::string_view function = "cholesky";

  Shape shape(std::span<const Expr> inputs) const override {
    return square_shape(function, inputs[0], [&] {
      const std::string a = to_text(inputs[0]);
      return a + " * transpose(" + a + ") is square and positive semidefinite";
    });
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    require_finite(function, in[0]);
    out = Scalar(0.5) * in[0] + Scalar(0.5) * in[0].transpose();
    const Index pivot = run.linear_algebra().factor_cholesky(out);
    if (pivot < out.rows()) throw_not_positive_definite(pivot, out.rows(), static_cast<double>(out(pivot, pivot)));
    out.template triangularView<Eigen::StrictlyUpper>().setZero();
  }

  bool needs_regular(std::size_t) const override { return true; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr upper = transpose(z);
    const Expr half = solve(upper, lower_half(matmul(upper, adjoint)));
    return symmetric_part(solve(upper, transpose(half)));  // of Pᵀ in the formula
  }

  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.rows());
    return n * n * n / 3;
  }
};

class LowerHalf final : public OpOf<LowerHalf> {
 public:
  static constexpr std::string_view function = "lower_half";

  Shape shape(std::span<const Expr> inputs) const override {
    return square_shape(function, inputs[0], "only a square matrix has a diagonal to halve");
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    for (Index j = 0; j < out.cols(); ++j) {
      out.col(j).head(j).setZero();
      out(j, j) = in[0](j, j) / 2;
      out.col(j).tail(out.rows() - j - 1) = in[0].col(j).tail(out.rows() - j - 1);
    }
  }

  ValueRange value_range() const override { return ValueRange::of_first_input_and_zero; }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return lower_half(adjoint); }
  bool may_overwrite(std::size_t) const override { return true; }
};

}  // namespace

Expr cholesky(const Operand& a) { return apply(shared<Cholesky>(), {a}); }
Expr lower_half(const Operand& a) { return apply(shared<LowerHalf>(), {a}); }

}  // namespace matgrad
