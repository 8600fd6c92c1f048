#include <algorithm>
#include <limits>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/lanes.hpp"
#include "matgrad/autodiff/operations/products.hpp"
#include "matgrad/autodiff/operations/rearrangement.hpp"

namespace matgrad {
namespace {

// A lane is what moves: a row or a column.
template <class Kind>
class Flip final : public OpOf<Flip<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out = Kind::reversed(in[0]);
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return Kind::flip(adjoint); }
};

struct FlipRows {
  static constexpr std::string_view function = "flip_rows";
  static auto reversed(const auto& a) { return a.colwise().reverse(); }
  static Expr flip(const Expr& a) { return flip_rows(a); }
};
struct FlipColumns {
  static constexpr std::string_view function = "flip_columns";
  static auto reversed(const auto& a) { return a.rowwise().reverse(); }
  static Expr flip(const Expr& a) { return flip_columns(a); }
};

template <class Kind>
class Roll final : public OpOf<Roll<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  explicit Roll(Index k) : k_(k) {}

  auto attributes() const { return std::tuple(k_); }
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const Index lanes = Kind::lanes(shape_of(out));
    if (lanes == 0) return;
    const Index remainder = k_ % lanes, back = remainder < 0 ? remainder + lanes : remainder;
    Kind::range(out, back, lanes - back) = Kind::range(in[0], 0, lanes - back);
    Kind::range(out, 0, back) = Kind::range(in[0], lanes - back, back);
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return Kind::roll(adjoint, -k_); }

 private:
  Index k_;
};

struct MoveRows : ByRow {
  static auto range(auto& a, Index first, Index count) { return a.middleRows(first, count); }
};
struct MoveColumns : ByColumn {
  static auto range(auto& a, Index first, Index count) { return a.middleCols(first, count); }
};
struct RollRows : MoveRows {
  static constexpr std::string_view function = "roll_rows";
  static Expr roll(const Expr& a, Index k) { return roll_rows(a, k); }
};
struct RollColumns : MoveColumns {
  static constexpr std::string_view function = "roll_columns";
  static Expr roll(const Expr& a, Index k) { return roll_columns(a, k); }
};

template <class Kind>
class Shift final : public OpOf<Shift<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shift(Index k, double filling) : k_(k), filling_(filling) {}

  auto attributes() const { return std::tuple(k_, filling_); }
  std::string label() const override {
    return filling_ == 0 ? label_of(function, std::tuple(k_)) : label_of(function, attributes());
  }
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const Index lanes = Kind::lanes(shape_of(out)), k = std::clamp(k_, -lanes, lanes);
    const Index kept = lanes - (k < 0 ? -k : k), from = std::max<Index>(-k, 0), to = std::max<Index>(k, 0);
    Kind::range(out, to, kept) = Kind::range(in[0], from, kept);
    Kind::range(out, k < 0 ? kept : 0, lanes - kept).setConstant(static_cast<Scalar>(filling_));
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return Kind::shift(adjoint, -k_); }

 private:
  Index k_;
  double filling_;
};

struct ShiftRows : MoveRows {
  static constexpr std::string_view function = "shift_rows";
  static Expr shift(const Expr& a, Index k) { return shift_rows(a, k); }
};
struct ShiftColumns : MoveColumns {
  static constexpr std::string_view function = "shift_columns";
  static Expr shift(const Expr& a, Index k) { return shift_columns(a, k); }
};

Expr copies(std::string_view function, const Operand& a, Index r, Index c) {
  constexpr double most = 0x1p59;  // entries of a matrix
  const double entries =
      static_cast<double>(r) * static_cast<double>(c) * std::max(1.0, static_cast<double>(a.shape().size()));
  const bool positive = r >= 1 && c >= 1;
  if (positive && entries <= most) return ones(r, c);
  ShapeError error(std::string(function) + ": " + to_string({r, c}) + " copies of " + described(a) +
                   (positive ? ": no memory holds as many entries" : ": both numbers must be at least 1"));
  error.add_context(a.source_line());
  throw error;
}

// The adjoint moves by −k, which must be a number as well.
Index reversible(Index k) { return std::max(k, -std::numeric_limits<Index>::max()); }

}  // namespace

Expr flip_rows(const Operand& a) { return apply(shared<Flip<FlipRows>>(), {a}); }
Expr flip_columns(const Operand& a) { return apply(shared<Flip<FlipColumns>>(), {a}); }
Expr roll_rows(const Operand& a, Index k) { return apply(std::make_shared<Roll<RollRows>>(reversible(k)), {a}); }
Expr roll_columns(const Operand& a, Index k) {
  return apply(std::make_shared<Roll<RollColumns>>(reversible(k)), {a});
}
Expr shift_rows(const Operand& a, Index k, double filling) {
  return apply(std::make_shared<Shift<ShiftRows>>(reversible(k), filling), {a});
}
Expr shift_columns(const Operand& a, Index k, double filling) {
  return apply(std::make_shared<Shift<ShiftColumns>>(reversible(k), filling), {a});
}

Expr tile(const Operand& a, Index r, Index c) { return kronecker(copies("tile", a, r, c), a); }
Expr repeat(const Operand& a, Index r, Index c) { return kronecker(a, copies("repeat", a, r, c)); }

}  // namespace matgrad
