#include "matgrad/autodiff/operations/trigonometric.hpp"

#include <cmath>

#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

class Sin final : public ElementwiseOp<Sin, 1> {
 public:
  static constexpr std::string_view function = "sin";
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::sin;
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::sin(a); });
  }
  Expr partial(std::size_t, const Expr& z) const { return cos(z.input(0)); }
};

class Cos final : public ElementwiseOp<Cos, 1> {
 public:
  static constexpr std::string_view function = "cos";
  template <class Scalar>
  static constexpr auto kernel = &Kernels<Scalar>::cos;
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::cos(a); });
  }
  Expr partial(std::size_t, const Expr& z) const { return -sin(z.input(0)); }
};

class Tan final : public ElementwiseOp<Tan, 1> {
 public:
  static constexpr std::string_view function = "tan";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::tan(a); });
  }
  Expr partial(std::size_t, const Expr& z) const { return 1 + square(z); }
};

// √(1 − x²) without cancellation near ±1.
Expr leg(const Expr& x) { return sqrt(hadamard(1 - x, 1 + x)); }

class Asin final : public ElementwiseOp<Asin, 1> {
 public:
  static constexpr std::string_view function = "asin";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::asin(a); });
  }
  Expr partial(std::size_t, const Expr& z) const { return divide(1, leg(z.input(0))); }
};

class Acos final : public ElementwiseOp<Acos, 1> {
 public:
  static constexpr std::string_view function = "acos";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::acos(a); });
  }
  Expr partial(std::size_t, const Expr& z) const { return -divide(1, leg(z.input(0))); }
};

class Atan final : public ElementwiseOp<Atan, 1> {
 public:
  static constexpr std::string_view function = "atan";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::atan(a); });
  }
  Expr partial(std::size_t, const Expr& z) const { return divide(1, 1 + square(z.input(0))); }
};

class Sinh final : public ElementwiseOp<Sinh, 1> {
 public:
  static constexpr std::string_view function = "sinh";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::sinh(a); });
  }
  Expr partial(std::size_t, const Expr& z) const { return cosh(z.input(0)); }
};

class Cosh final : public ElementwiseOp<Cosh, 1> {
 public:
  static constexpr std::string_view function = "cosh";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::cosh(a); });
  }
  Expr partial(std::size_t, const Expr& z) const { return sinh(z.input(0)); }
};

class Hypot final : public ElementwiseOp<Hypot, 2> {
 public:
  static constexpr std::string_view function = "hypot";
  auto value(const auto& x, const auto& y) const {
    using Scalar = Entry<decltype(x)>;
    return x.binaryExpr(y, [](Scalar a, Scalar b) { return std::hypot(a, b); });
  }
  ValueRange value_range() const override { return ValueRange::nonnegative; }
  Expr partial(std::size_t i, const Expr& z) const { return divide_or_zero(z.input(i), z); }
};

class Atan2 final : public ElementwiseOp<Atan2, 2> {
 public:
  static constexpr std::string_view function = "atan2";
  auto value(const auto& y, const auto& x) const {
    using Scalar = Entry<decltype(x)>;
    return y.binaryExpr(x, [](Scalar b, Scalar a) { return std::atan2(b, a); });
  }
  // Divided twice: r² of a point near the origin would underflow.
  Expr partial(std::size_t i, const Expr& z) const {
    const Expr r = hypot(z.input(0), z.input(1));
    const Expr slope = divide_or_zero(divide_or_zero(z.input(1 - i), r), r);
    return i == 0 ? slope : -slope;
  }
};

}  // namespace

Expr sin(const Operand& a) { return apply(shared<Sin>(), {a}); }
Expr cos(const Operand& a) { return apply(shared<Cos>(), {a}); }
Expr tan(const Operand& a) { return apply(shared<Tan>(), {a}); }
Expr asin(const Operand& a) { return apply(shared<Asin>(), {a}); }
Expr acos(const Operand& a) { return apply(shared<Acos>(), {a}); }
Expr atan(const Operand& a) { return apply(shared<Atan>(), {a}); }
Expr sinh(const Operand& a) { return apply(shared<Sinh>(), {a}); }
Expr cosh(const Operand& a) { return apply(shared<Cosh>(), {a}); }
Expr hypot(const Operand& a, const Operand& b) { return apply(shared<Hypot>(), {a, b}); }
Expr atan2(const Operand& y, const Operand& x) { return apply(shared<Atan2>(), {y, x}); }

}  // namespace matgrad
