#include <matgrad/matgrad.hpp>

#include <matgrad/autodiff/expression/op.hpp>

// An operation added from outside the library: it says what its shape, value and derivative are, and everything
// else (gradients of any order, printing, compiling, checking) follows. Here sin and cos, each in the derivative
// of the other.

using namespace matgrad;

Expr sine(const Operand& a);
Expr cosine(const Operand& a);

namespace {

class Sine : public OpOf<Sine> {
 public:
  static constexpr std::string_view function = "sine";  // what is printed

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }

  // Written once, used for float, double and long double.
  template <class Scalar>
  void run(Inputs<Scalar> inputs, View<Scalar> out) const {
    out = inputs[0].array().sin().matrix();
  }

  // Written with expressions, so that it can be differentiated again.
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return hadamard(adjoint, cosine(z.input(0)));
  }
};

class Cosine : public OpOf<Cosine> {
 public:
  static constexpr std::string_view function = "cosine";

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }

  template <class Scalar>
  void run(Inputs<Scalar> inputs, View<Scalar> out) const {
    out = inputs[0].array().cos().matrix();
  }

  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return -hadamard(adjoint, sine(z.input(0)));
  }
};

}  // namespace

/// sin, entry by entry. ∂/∂a = cos a.
Expr sine(const Operand& a) { return apply(shared<Sine>(), {a}); }
/// cos, entry by entry. ∂/∂a = −sin a.
Expr cosine(const Operand& a) { return apply(shared<Cosine>(), {a}); }

int main() {
  const Expr A = variable("A", 2, 3), x = variable("x", 3);
  const Expr L = 0.5 * squared_norm(sine(A * x));
  fmt::print("∂L/∂A = {}\n", gradient(L, A));

  Eigen::MatrixXd A0(2, 3), x0(3, 1);
  A0 << 0.3, -1.2, 0.8, 1.1, 0.4, -0.5;
  x0 << 0.7, -0.2, 1.5;
  const GradientCheck first = check_gradient(L, {A, x}, {A0, x0});
  fmt::print("{}\n", first);

  // The derivative of a derivative: along the direction x itself.
  const GradientCheck second = check_gradient(dot(gradient(L, x), x), {A, x}, {A0, x0});
  fmt::print("{}\n", second);
  return first.passed() && second.passed() ? 0 : 1;
}
