#include "matgrad/autodiff/operations/rounding.hpp"

#include <cmath>

#include "matgrad/autodiff/operations/choices.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"

namespace matgrad {
namespace {

/// Base of an operation that steps at whole numbers, or half-way between them. Its pieces are told apart by the
/// sign of the result.
template <class Derived, int halves>
class Step : public PiecewiseConstantOp<Derived, 1>, public PiecewiseOp {
 public:
  Index piece_count(const Expr&) const override { return 3; }
  std::vector<Choice> choices(Inputs<long double> in) const override {
    std::vector<Choice> found;
    const long double scale = greatest_entry(in);
    for (Index k = 0; k < in[0].size(); ++k) {
      const long double x = in[0].data()[k], shifted = x + halves / 2.0L;
      const long double result = Derived::of(x), margin = std::abs(shifted - std::round(shifted));
      found.push_back({result < 0 ? 0 : result == 0 ? 1 : 2, scale > 0 ? margin / scale : 0});
    }
    return found;
  }
  std::string piece_text(const Expr& z, Index piece) const override {
    return to_text(z) + (piece == 0 ? " < 0" : piece == 1 ? " = 0" : " > 0");
  }
};

// By the standard functions: Eigen's packets differ from them on some machines (halves, large numbers).
class Floor final : public Step<Floor, 0> {
 public:
  static constexpr std::string_view function = "floor";
  static auto of(auto x) { return std::floor(x); }
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return of(a); });
  }
};

class Ceil final : public Step<Ceil, 0> {
 public:
  static constexpr std::string_view function = "ceil";
  static auto of(auto x) { return std::ceil(x); }
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return of(a); });
  }
};

class Round final : public Step<Round, 1> {
 public:
  static constexpr std::string_view function = "round";
  static auto of(auto x) { return std::round(x); }
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return of(a); });
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
