#include "matgrad/autodiff/rewrite/stable_forms.hpp"

#include <cmath>
#include <string>
#include <type_traits>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/kernels/kernels.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/special.hpp"
#include "matgrad/autodiff/operations/trigonometric.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"

namespace matgrad {
namespace {

// A form states its function, what is written for it and how it is computed. These are instructions, with the same
// inputs as what is written: σ(−A) would be a second expression, and −W x a second product.

struct DifferenceOfSquares {
  static constexpr std::string_view function = "difference_of_squares";
  static constexpr int inputs = 2;
  static Expr written(std::span<const Expr> in) { return square(in[0]) - square(in[1]); }
  static auto value(const auto& x, const auto& y) { return (x - y) * (x + y); }
};
struct OneMinusSquare {
  static constexpr std::string_view function = "one_minus_square";
  static constexpr int inputs = 1;
  static Expr written(std::span<const Expr> in) { return 1 - square(in[0]); }
  static auto value(const auto& x) {
    const Entry<decltype(x)> one(1);
    return (one - x) * (one + x);
  }
};
struct SquareMinusOne {
  static constexpr std::string_view function = "square_minus_one";
  static constexpr int inputs = 1;
  static Expr written(std::span<const Expr> in) { return square(in[0]) - 1; }
  static auto value(const auto& x) {
    const Entry<decltype(x)> one(1);
    return (x - one) * (x + one);
  }
};

/// By arithmetic alone, in one pass.
template <class Form>
class ArithmeticForm final : public ElementwiseValue<ArithmeticForm<Form>, Form::inputs>, public Instruction {
 public:
  static constexpr std::string_view function = Form::function;

  auto value(const auto&... x) const { return Form::value(x...); }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Expr meaning(std::span<const Expr> in) const override { return Form::written(in); }
  double cost(const Expr& z) const override { return (Form::inputs + 1) * static_cast<double>(z.shape().size()); }
};

/// With e = e^−2|x|: 4 e / (1 + e)².
struct OneMinusSquaredTanh {
  static constexpr std::string_view function = "one_minus_squared_tanh";
  static Expr written(std::span<const Expr> in) { return 1 - square(tanh(in[0])); }
  static auto argument(const auto& x) { return x.abs() * Entry<decltype(x)>(-2); }
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::exp;
  static long double plain(long double y) { return std::exp(y); }
  static auto value(const auto& e) {
    using Scalar = Entry<decltype(e)>;
    return e * Scalar(4) / (e + Scalar(1)).square();
  }
};
/// σ(−x).
struct OneMinusSigmoid {
  static constexpr std::string_view function = "one_minus_sigmoid";
  static Expr written(std::span<const Expr> in) { return 1 - sigmoid(in[0]); }
  static auto argument(const auto& x) { return -x; }
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::sigmoid;
  static long double plain(long double y) { return 1 / (1 + std::exp(-y)); }
  static auto value(const auto& y) { return y; }
};
/// 2 sin²(x/2).
struct OneMinusCosine {
  static constexpr std::string_view function = "one_minus_cosine";
  static Expr written(std::span<const Expr> in) { return 1 - cos(in[0]); }
  static auto argument(const auto& x) { return x * Entry<decltype(x)>(0.5); }
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::sin;
  static long double plain(long double y) { return std::sin(y); }
  static auto value(const auto& y) { return y.square() * Entry<decltype(y)>(2); }
};

/// A kernel of some argument, and what is made of its value.
template <class Form>
class KernelForm final : public OpOf<KernelForm<Form>>, public Instruction {
 public:
  static constexpr std::string_view function = Form::function;

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    auto y = out.array();
    y = Form::argument(in[0].array());
    if constexpr (std::is_same_v<Scalar, long double>)
      y = y.unaryExpr([](Scalar entry) { return Form::plain(entry); });
    else
      (kernels<Scalar>().*Form::template kernel<Scalar>)(out.data(), out.data(),
                                                         static_cast<std::size_t>(out.size()));
    y = Form::value(y);
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Expr meaning(std::span<const Expr> in) const override { return Form::written(in); }
  double cost(const Expr& z) const override { return 2 * static_cast<double>(z.shape().size()); }
  bool may_overwrite(std::size_t) const override { return true; }
};

template <class Operation>
Expr computed(std::vector<Expr> inputs) {
  return {shared<Operation>(), std::move(inputs)};
}

}  // namespace

std::vector<Rule> stable_forms() {
  const Expr A = variable("A", 3, 3), B = variable("B", 3, 3), s = variable("s", 1, 1), r = variable("r", 1, 1);
  const Expr one = constant(1.0);
  std::vector<Rule> rules;
  const auto difference = [&rules](const std::string& name, const Expr& a, const Expr& b, const Expr& stable) {
    rules.push_back({name, a - b, stable});
    rules.push_back({name + ", negative", b - a, -stable});
  };
  const auto kernel = [&]<class Form>(const std::string& name, const Expr& taken_away, const Expr& argument) {
    difference(name, one, taken_away, computed<KernelForm<Form>>({argument}));
  };
  kernel.operator()<OneMinusSquaredTanh>("one minus the square of a hyperbolic tangent", square(tanh(A)), A);
  kernel.operator()<OneMinusSquaredTanh>("one minus tanh ∘ tanh", hadamard(tanh(A), tanh(A)), A);
  kernel.operator()<OneMinusSquaredTanh>("one minus tanh tanh of a scalar", tanh(s) * tanh(s), s);
  kernel.operator()<OneMinusSigmoid>("one minus a sigmoid", sigmoid(A), A);
  kernel.operator()<OneMinusCosine>("one minus a cosine", cos(A), A);
  difference("one minus an error function", one, erf(A), erfc(A));
  difference("exponential minus one", exp(A), one, expm1(A));

  const auto squares = [&rules](const std::string& name, const Expr& a, const Expr& a_squared, const Expr& b,
                                const Expr& b_squared) {
    const Expr one = constant(1.0);
    rules.push_back({"one minus " + name, one - a_squared, computed<ArithmeticForm<OneMinusSquare>>({a})});
    rules.push_back({name + " minus one", a_squared - one, computed<ArithmeticForm<SquareMinusOne>>({a})});
    rules.push_back({"difference of two: " + name, a_squared - b_squared,
                     computed<ArithmeticForm<DifferenceOfSquares>>({a, b})});
  };
  squares("a square", A, square(A), B, square(B));
  squares("a matrix ∘ itself", A, hadamard(A, A), B, hadamard(B, B));
  squares("a scalar times itself", s, s * s, r, r * r);

  rules.push_back({"logarithm of one plus a matrix", log(1 + A), log1p(A)});
  rules.push_back({"logarithm of a matrix plus one", log(A + 1), log1p(A)});
  rules.push_back(
      {"logarithm of one minus a sigmoid", log(computed<KernelForm<OneMinusSigmoid>>({A})), -softplus(A)});
  return rules;
}

}  // namespace matgrad
