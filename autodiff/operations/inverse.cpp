#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/lu.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {
namespace {

class Inverse final : public OpOf<Inverse> {
 public:
  static constexpr std::string_view function = "inverse";

  Shape shape(std::span<const Expr> inputs) const override {
    return square_shape(function, inputs[0], [&] {
      return "only a square matrix has an inverse; pseudo_inverse(" + to_text(inputs[0]) +
             ") exists for every shape";
    });
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    const Lu<Scalar> lu(function, in[0], run);
    lu.require_regular();
    lu.invert(out);
  }
  std::size_t scratch(const Expr& z) const override { return Lu<double>::scratch(z.rows()); }

  bool needs_regular(std::size_t) const override { return true; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return -product(std::vector{transpose(z), adjoint, transpose(z)});
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::postfix(std::move(inputs[0]), "⁻¹");
  }

  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.rows());
    return 2 * n * n * n;
  }
};

class Solve final : public OpOf<Solve> {
 public:
  static constexpr std::string_view function = "solve";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr& a = inputs[0];
    const Expr& b = inputs[1];
    square_shape(function, a, [&] {
      const std::string text = to_text(a);
      return "for least squares write solve(transpose(" + text + ") * " + text + ", transpose(" + text + ") * " +
             to_text(b) + ")";
    });
    require_equal_rows(function, a, b);
    return b.shape();
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    const Lu<Scalar> lu(function, in[0], run);
    lu.require_regular();
    require_finite(function, in[1]);
    lu.solve(in[1], out);
  }
  std::size_t scratch(const Expr& z) const override { return Lu<double>::scratch(z.rows()); }

  bool needs_regular(std::size_t i) const override { return i == 0; }
  bool is_linear_in(std::size_t i) const override { return i == 1; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr of_b = solve(transpose(z.input(0)), adjoint);
    return i == 1 ? of_b : -matmul(of_b, transpose(z));
  }

  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.rows());
    return 2.0 / 3.0 * n * n * n + 2 * n * n * static_cast<double>(z.cols());
  }
};

}  // namespace

Expr inverse(const Operand& a) { return apply(shared<Inverse>(), {a}); }
Expr solve(const Operand& a, const Operand& b) { return apply(shared<Solve>(), {a, b}); }

}  // namespace matgrad
