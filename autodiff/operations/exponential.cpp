#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"

namespace matgrad {
namespace {

class Exp final : public ElementwiseOp<Exp, 1> {
 public:
  static constexpr std::string_view function = "exp";
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::exp;
  auto value(const auto& x) const { return x.exp(); }
  Expr partial(std::size_t, const Expr& z) const { return z; }
};

class Log final : public ElementwiseOp<Log, 1> {
 public:
  static constexpr std::string_view function = "log";
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::log;
  auto value(const auto& x) const { return x.log(); }
  Expr partial(std::size_t, const Expr& z) const { return divide(1, z.input(0)); }
};

class Tanh final : public ElementwiseOp<Tanh, 1> {
 public:
  static constexpr std::string_view function = "tanh";
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::tanh;
  auto value(const auto& x) const { return x.tanh(); }
  Expr partial(std::size_t, const Expr& z) const { return 1 - square(z); }
};

class Sigmoid final : public ElementwiseOp<Sigmoid, 1> {
 public:
  static constexpr std::string_view function = "sigmoid";
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::sigmoid;
  // No cancellation on either side: for a very negative x the exponential is large and its reciprocal exact
  // enough.
  auto value(const auto& x) const { return ((-x).exp() + Entry<decltype(x)>(1)).inverse(); }
  Expr partial(std::size_t, const Expr& z) const { return hadamard(z, 1 - z); }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call("σ", std::move(inputs));
  }
};

class Softplus final : public ElementwiseOp<Softplus, 1> {
 public:
  static constexpr std::string_view function = "softplus";
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::softplus;
  auto value(const auto& x) const { return (x.max)(Entry<decltype(x)>(0)) + (-x.abs()).exp().log1p(); }
  Expr partial(std::size_t, const Expr& z) const { return sigmoid(z.input(0)); }
};

}  // namespace

Expr exp(const Operand& a) { return apply(shared<Exp>(), {a}); }
Expr log(const Operand& a) { return apply(shared<Log>(), {a}); }
Expr tanh(const Operand& a) { return apply(shared<Tanh>(), {a}); }
Expr sigmoid(const Operand& a) { return apply(shared<Sigmoid>(), {a}); }
Expr softplus(const Operand& a) { return apply(shared<Softplus>(), {a}); }
Expr swish(const Operand& a) { return hadamard(a, sigmoid(a)); }

}  // namespace matgrad
