#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

class Transpose final : public OpOf<Transpose> {
 public:
  static constexpr std::string_view function = "transpose";

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape().transposed(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out = in[0].transpose();
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  bool is_linear_in(std::size_t) const override { return true; }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return transpose(adjoint); }
  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    // 1ᵀ is a row of ones, not the number.
    if (z.shape().is_scalar() && inputs[0].kind == Notation::Kind::number) return std::move(inputs[0]);
    return Notation::postfix(std::move(inputs[0]), "ᵀ");
  }
};

}  // namespace

Expr transpose(const Operand& a) { return apply(shared<Transpose>(), {a}); }
bool is_transpose(const Expr& expr) { return expr.op().equals(*shared<Transpose>()); }

}  // namespace matgrad
