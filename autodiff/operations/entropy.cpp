#include "matgrad/autodiff/operations/entropy.hpp"

#include <cmath>
#include <numbers>

#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"
#include "matgrad/autodiff/operations/special.hpp"

namespace matgrad {
namespace {

// x f(y) with 0 · f = 0, where a NaN stays.
template <class Scalar>
Scalar vanishing(Scalar x, Scalar y, Scalar value) {
  return x == 0 && !std::isnan(y) ? Scalar(0) : value;
}

class Xlogy final : public ElementwiseOp<Xlogy, 2> {
 public:
  static constexpr std::string_view function = "xlogy";
  auto value(const auto& x, const auto& y) const {
    using Scalar = Entry<decltype(x)>;
    return x.binaryExpr(y, [](Scalar a, Scalar b) { return vanishing(a, b, a * std::log(b)); });
  }
  Expr partial(std::size_t i, const Expr& z) const {
    return i == 0 ? log(z.input(1)) : xdivy(z.input(0), z.input(1));
  }
};

class Xlog1py final : public ElementwiseOp<Xlog1py, 2> {
 public:
  static constexpr std::string_view function = "xlog1py";
  auto value(const auto& x, const auto& y) const {
    using Scalar = Entry<decltype(x)>;
    return x.binaryExpr(y, [](Scalar a, Scalar b) { return vanishing(a, b, a * std::log1p(b)); });
  }
  Expr partial(std::size_t i, const Expr& z) const {
    return i == 0 ? log1p(z.input(1)) : xdivy(z.input(0), 1 + z.input(1));
  }
};

class Xdivy final : public ElementwiseOp<Xdivy, 2> {
 public:
  static constexpr std::string_view function = "xdivy";
  auto value(const auto& x, const auto& y) const {
    using Scalar = Entry<decltype(x)>;
    return x.binaryExpr(y, [](Scalar a, Scalar b) { return vanishing(a, b, a / b); });
  }
  Expr partial(std::size_t i, const Expr& z) const {
    return i == 0 ? divide(1, z.input(1)) : -xdivy(z, z.input(1));
  }
};

class LogAddExp final : public ElementwiseOp<LogAddExp, 2> {
 public:
  static constexpr std::string_view function = "logaddexp";
  auto value(const auto& x, const auto& y) const {
    using Scalar = Entry<decltype(x)>;
    return x.binaryExpr(y, [](Scalar a, Scalar b) {
      if (a == b) return a + std::numbers::ln2_v<Scalar>;  // also where both are infinite
      return (a > b ? a : b) + std::log1p(std::exp(-std::abs(a - b)));
    });
  }
  Expr partial(std::size_t i, const Expr& z) const { return sigmoid(z.input(i) - z.input(1 - i)); }
};

}  // namespace

Expr xlogy(const Operand& x, const Operand& y) { return apply(shared<Xlogy>(), {x, y}); }
Expr xlog1py(const Operand& x, const Operand& y) { return apply(shared<Xlog1py>(), {x, y}); }
Expr xdivy(const Operand& x, const Operand& y) { return apply(shared<Xdivy>(), {x, y}); }
Expr xlogx(const Operand& a) { return xlogy(a, a); }
Expr binary_entropy(const Operand& p) { return -xlogx(p) - xlog1py(1 - p, -p); }
Expr logaddexp(const Operand& a, const Operand& b) { return apply(shared<LogAddExp>(), {a, b}); }

}  // namespace matgrad
