#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/lu.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {
namespace {

class Determinant final : public OpOf<Determinant> {
 public:
  static constexpr std::string_view function = "determinant";

  Shape shape(std::span<const Expr> inputs) const override {
    square_shape(function, inputs[0], "only a square matrix has a determinant");
    return {1, 1};
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    out(0, 0) = Lu<Scalar>(function, in[0], run).determinant();
  }
  std::size_t scratch(const Expr& z) const override { return Lu<double>::scratch(z.input(0).rows()); }

  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return matmul(adjoint, cofactor(z.input(0)));
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call("det", std::move(inputs));
  }

  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.input(0).rows());
    return 2.0 / 3.0 * n * n * n;
  }
};

}  // namespace

Expr determinant(const Operand& a) { return apply(shared<Determinant>(), {a}); }

}  // namespace matgrad
