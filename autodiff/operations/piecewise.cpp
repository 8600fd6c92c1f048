#include "matgrad/autodiff/operations/choices.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"

namespace matgrad {
namespace {

// Eigen's own max and min may lose a NaN.
auto greater_of(const auto& x, const auto& y) {
  using Scalar = Entry<decltype(x)>;
  return x.binaryExpr(y, Eigen::internal::scalar_max_op<Scalar, Scalar, Eigen::PropagateNaN>());
}
auto lesser_of(const auto& x, const auto& y) {
  using Scalar = Entry<decltype(x)>;
  return x.binaryExpr(y, Eigen::internal::scalar_min_op<Scalar, Scalar, Eigen::PropagateNaN>());
}

/// Base of an operation with a kink where its input is 0.
template <class Base>
class KinkedAtZero : public Base, public PiecewiseOp {
 public:
  Index piece_count(const Expr&) const override { return 2; }
  std::vector<Choice> choices(Inputs<long double> in) const override { return sides_of_zero(in); }
  std::string piece_text(const Expr& z, Index piece) const override { return side_of_zero_text(z, piece); }
};

/// Base of an operation with a kink where its inputs are equal.
template <class Base>
class KinkedAtEquality : public Base, public PiecewiseOp {
 public:
  Index piece_count(const Expr&) const override { return 2; }
  std::vector<Choice> choices(Inputs<long double> in) const override { return sides_of_each_other(in); }
  std::string piece_text(const Expr& z, Index piece) const override { return side_of_each_other_text(z, piece); }
};

class Relu final : public KinkedAtZero<ElementwiseOp<Relu, 1>> {
 public:
  static constexpr std::string_view function = "relu";
  auto value(const auto& x) const { return greater_of(x, x.Zero(x.rows(), x.cols())); }
  Expr partial(std::size_t, const Expr& z) const { return greater(z.input(0), 0); }
};

class Abs final : public KinkedAtZero<ElementwiseOp<Abs, 1>> {
 public:
  static constexpr std::string_view function = "abs";
  auto value(const auto& x) const { return x.abs(); }
  Expr partial(std::size_t, const Expr& z) const { return sign(z.input(0)); }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs)).drawn_as(Notation::fence("|", Notation::argument(0), "|"));
  }
};

class Sign final : public KinkedAtZero<PiecewiseConstantOp<Sign, 1>> {
 public:
  static constexpr std::string_view function = "sign";
  auto value(const auto& x) const { return x.isNaN().select(x, x.sign()); }
};

class Maximum final : public KinkedAtEquality<ElementwiseOp<Maximum, 2>> {
 public:
  static constexpr std::string_view function = "maximum";
  auto value(const auto& x, const auto& y) const { return greater_of(x, y); }
  Expr partial(std::size_t i, const Expr& z) const {
    return i == 0 ? greater_equal(z.input(0), z.input(1)) : less(z.input(0), z.input(1));
  }
};

class Minimum final : public KinkedAtEquality<ElementwiseOp<Minimum, 2>> {
 public:
  static constexpr std::string_view function = "minimum";
  auto value(const auto& x, const auto& y) const { return lesser_of(x, y); }
  Expr partial(std::size_t i, const Expr& z) const {
    return i == 0 ? less_equal(z.input(0), z.input(1)) : greater(z.input(0), z.input(1));
  }
};

class Select final : public OpOf<Select>, public PiecewiseOp {
 public:
  static constexpr std::string_view function = "select";

  Shape shape(std::span<const Expr> inputs) const override { return broadcast_shape(function, inputs); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const auto step = [&](std::size_t i) { return in[i].size() == 1 ? 0 : 1; };
    const Index steps[] = {step(0), step(1), step(2)};
    for (Index k = 0; k < out.size(); ++k) {
      const std::size_t chosen = in[0].data()[k * steps[0]] != 0 ? 1 : 2;
      out.data()[k] = in[chosen].data()[k * steps[chosen]];
    }
  }

  // Masked rather than multiplied: an infinite adjoint stays out of the choice that was not taken.
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr& condition = z.input(0);
    if (i == 0) return zeros_like(condition);
    return reduced_to(z.input(i).shape(), i == 1 ? select(condition, adjoint, 0) : select(condition, 0, adjoint));
  }

  bool passes_adjoint(std::size_t i) const override { return i > 0; }
  bool is_entry_by_entry() const override { return true; }
  bool may_overwrite(std::size_t) const override { return true; }

  Index piece_count(const Expr&) const override { return 2; }
  std::vector<Choice> choices(Inputs<long double> in) const override {
    // The kink is that of the condition, which answers for itself.
    std::vector<Choice> found;
    for (Index k = 0; k < in[0].size(); ++k) found.push_back({in[0].data()[k] != 0 ? 1 : 0, 1});
    return found;
  }
  std::string piece_text(const Expr& z, Index piece) const override {
    return to_text(z.input(0)) + (piece == 0 ? " does not hold" : " holds");
  }
};

/// The value of its input, through which no adjoint passes.
class StopGradient final : public OpOf<StopGradient> {
 public:
  static constexpr std::string_view function = "stop_gradient";

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out = in[0];
  }
  Expr vjp(std::size_t, const Expr& z, const Expr&) const override { return zeros_like(z.input(0)); }
  bool passes_adjoint(std::size_t) const override { return false; }
  double cost(const Expr&) const override { return 0; }
  bool may_overwrite(std::size_t) const override { return true; }
  bool is_alias() const override { return true; }
};

}  // namespace

Expr relu(const Operand& a) { return apply(shared<Relu>(), {a}); }
Expr abs(const Operand& a) { return apply(shared<Abs>(), {a}); }
Expr sign(const Operand& a) { return apply(shared<Sign>(), {a}); }
Expr maximum(const Operand& a, const Operand& b) { return apply(shared<Maximum>(), {a, b}); }
Expr minimum(const Operand& a, const Operand& b) { return apply(shared<Minimum>(), {a, b}); }
Expr select(const Operand& condition, const Operand& a, const Operand& b) {
  return apply(shared<Select>(), {condition, a, b});
}
Expr stop_gradient(const Operand& a) { return apply(shared<StopGradient>(), {a}); }

}  // namespace matgrad
