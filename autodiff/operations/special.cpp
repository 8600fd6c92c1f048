#include "matgrad/autodiff/operations/special.hpp"

#include <cmath>
#include <numbers>
#include <type_traits>

#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"

namespace matgrad {
namespace {

class Log1p final : public ElementwiseOp<Log1p, 1> {
 public:
  static constexpr std::string_view function = "log1p";
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::log1p;
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::log1p(a); });
  }
  Expr partial(std::size_t, const Expr& z) const { return divide(1, 1 + z.input(0)); }
};

class Expm1 final : public ElementwiseOp<Expm1, 1> {
 public:
  static constexpr std::string_view function = "expm1";
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::expm1;
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::expm1(a); });
  }
  // Not 1 + z, which has no digits left for very negative inputs.
  Expr partial(std::size_t, const Expr& z) const { return exp(z.input(0)); }
};

class Erf final : public ElementwiseOp<Erf, 1> {
 public:
  static constexpr std::string_view function = "erf";
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::erf;
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::erf(a); });
  }
  Expr partial(std::size_t, const Expr& z) const {
    return 2 * std::numbers::inv_sqrtpi * exp(-square(z.input(0)));
  }
};

class Erfc final : public ElementwiseOp<Erfc, 1> {
 public:
  static constexpr std::string_view function = "erfc";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::erfc(a); });
  }
  Expr partial(std::size_t, const Expr& z) const {
    return -2 * std::numbers::inv_sqrtpi * exp(-square(z.input(0)));
  }
};

template <class Scalar>
Scalar normal_probability(Scalar a) {
  if constexpr (std::is_same_v<Scalar, float>) {
    return static_cast<float>(normal_probability<double>(a));
  } else {
    constexpr Scalar factor = std::numbers::sqrt2_v<Scalar> / 2;
    // What `factor` lacks to 1/√2.
    constexpr Scalar rest =
        static_cast<Scalar>(std::is_same_v<Scalar, double> ? -4.833646656726457e-17L : 1.895032558893257e-20L);
    const Scalar y = -a * factor;
    const Scalar tail = std::erfc(y) / 2;
    if (!(y > 1 && y < 200)) return tail;
    // erfc′(y)/erfc(y) is about −(2y + 1/y) here, and an error in y has that effect.
    const Scalar error = std::fma(-a, factor, -y) - a * rest;
    return tail - tail * error * (2 * y + 1 / y);
  }
}

class NormalCdf final : public ElementwiseOp<NormalCdf, 1> {
 public:
  static constexpr std::string_view function = "normal_cdf";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return normal_probability(a); });
  }
  Expr partial(std::size_t, const Expr& z) const {
    return std::numbers::inv_sqrtpi * (std::numbers::sqrt2 / 2) * exp(-0.5 * square(z.input(0)));
  }
};

}  // namespace

Expr log1p(const Operand& a) { return apply(shared<Log1p>(), {a}); }
Expr expm1(const Operand& a) { return apply(shared<Expm1>(), {a}); }
Expr erf(const Operand& a) { return apply(shared<Erf>(), {a}); }
Expr erfc(const Operand& a) { return apply(shared<Erfc>(), {a}); }
Expr normal_cdf(const Operand& a) { return apply(shared<NormalCdf>(), {a}); }

}  // namespace matgrad
