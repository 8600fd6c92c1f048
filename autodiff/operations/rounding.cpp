#include "matgrad/autodiff/operations/rounding.hpp"

#include <cmath>

#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"

namespace matgrad {
namespace {

// By the standard functions: Eigen's packets differ from them on some machines (halves, large numbers).
class Floor final : public PiecewiseConstantOp<Floor, 1> {
 public:
  static constexpr std::string_view function = "floor";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::floor(a); });
  }
};

class Ceil final : public PiecewiseConstantOp<Ceil, 1> {
 public:
  static constexpr std::string_view function = "ceil";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::ceil(a); });
  }
};

class Round final : public PiecewiseConstantOp<Round, 1> {
 public:
  static constexpr std::string_view function = "round";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return std::round(a); });
  }
};

}  // namespace

Expr floor(const Operand& a) { return apply(shared<Floor>(), {a}); }
Expr ceil(const Operand& a) { return apply(shared<Ceil>(), {a}); }
Expr round(const Operand& a) { return apply(shared<Round>(), {a}); }

Expr clamp(const Operand& a, const Operand& lo, const Operand& hi) {
  return minimum(Operand(maximum(a, lo), a.file(), a.line()), hi);
}

Expr soft_clamp(const Operand& a, const Operand& lo, const Operand& hi) {
  const Expr middle = 0.5 * (lo + hi), half = 0.5 * (hi - lo);
  const Expr distance = a - middle;
  return middle + hadamard(half, tanh(divide(distance, half)));
}

}  // namespace matgrad
