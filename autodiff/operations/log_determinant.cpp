#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/lu.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {
namespace {

template <bool absolute>
class LogDeterminant final : public OpOf<LogDeterminant<absolute>> {
 public:
  static constexpr std::string_view function = absolute ? "log_abs_det" : "log_det";

  Shape shape(std::span<const Expr> inputs) const override {
    square_shape(function, inputs[0], "only a square matrix has a determinant");
    return {1, 1};
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    const Lu<Scalar> lu(function, in[0], run);
    lu.require_regular();
    if (!absolute && lu.has_negative_determinant()) {
      DomainError error("log_det: the determinant is negative");
      error.add_context("log_abs_det gives the logarithm of its absolute value");
      throw error;
    }
    out(0, 0) = lu.log_abs_determinant();
  }
  std::size_t scratch(const Expr& z) const override { return Lu<double>::scratch(z.input(0).rows()); }

  bool needs_regular(std::size_t) const override { return true; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return matmul(adjoint, transpose(inverse(z.input(0))));
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return absolute ? Notation::fence("log|det(", std::move(inputs[0]), ")|")
                    : Notation::fence("log|", std::move(inputs[0]), "|");
  }

  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.input(0).rows());
    return 2.0 / 3.0 * n * n * n;
  }
};

}  // namespace

Expr log_det(const Operand& a) { return apply(shared<LogDeterminant<false>>(), {a}); }
Expr log_abs_det(const Operand& a) { return apply(shared<LogDeterminant<true>>(), {a}); }

}  // namespace matgrad
