#include "matgrad/autodiff/operations/choices.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"

namespace matgrad {
namespace {

/// 1 where the relation holds, else 0. `Relation` states its function, sign and holds(x, y).
template <class Relation>
class Comparison final : public PiecewiseConstantOp<Comparison<Relation>, 2>, public PiecewiseOp {
 public:
  static constexpr std::string_view function = Relation::function;
  auto value(const auto& x, const auto& y) const {
    return Relation::holds(x, y).template cast<Entry<decltype(x)>>();
  }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::infix(Relation::sign, std::move(inputs));
  }
  /// Equality holds nowhere but on the kink.
  Index piece_count(const Expr&) const override { return Relation::orders ? 2 : 1; }
  std::vector<Choice> choices(Inputs<long double> in) const override {
    std::vector<Choice> found = sides_of_each_other(in);
    if (!Relation::orders)
      for (Choice& one : found) one.piece = 0;
    return found;
  }
  std::string piece_text(const Expr& z, Index piece) const override { return side_of_each_other_text(z, piece); }
};

struct Greater {
  static constexpr bool orders = true;
  static constexpr std::string_view function = "greater", sign = ">";
  static auto holds(const auto& x, const auto& y) { return x > y; }
};
struct GreaterEqual {
  static constexpr bool orders = true;
  static constexpr std::string_view function = "greater_equal", sign = "≥";
  static auto holds(const auto& x, const auto& y) { return x >= y; }
};
struct Less {
  static constexpr bool orders = true;
  static constexpr std::string_view function = "less", sign = "<";
  static auto holds(const auto& x, const auto& y) { return x < y; }
};
struct LessEqual {
  static constexpr bool orders = true;
  static constexpr std::string_view function = "less_equal", sign = "≤";
  static auto holds(const auto& x, const auto& y) { return x <= y; }
};
struct Equal {
  static constexpr bool orders = false;
  static constexpr std::string_view function = "equal", sign = "==";
  static auto holds(const auto& x, const auto& y) { return x == y; }
};
struct NotEqual {
  static constexpr bool orders = false;
  static constexpr std::string_view function = "not_equal", sign = "≠";
  static auto holds(const auto& x, const auto& y) { return x != y; }
};

template <class Relation>
Expr compared(const Operand& a, const Operand& b) {
  return apply(shared<Comparison<Relation>>(), {a, b});
}

}  // namespace

Expr greater(const Operand& a, const Operand& b) { return compared<Greater>(a, b); }
Expr greater_equal(const Operand& a, const Operand& b) { return compared<GreaterEqual>(a, b); }
Expr less(const Operand& a, const Operand& b) { return compared<Less>(a, b); }
Expr less_equal(const Operand& a, const Operand& b) { return compared<LessEqual>(a, b); }
Expr equal(const Operand& a, const Operand& b) { return compared<Equal>(a, b); }
Expr not_equal(const Operand& a, const Operand& b) { return compared<NotEqual>(a, b); }

}  // namespace matgrad
