#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/cumulative.hpp"
#include "matgrad/autodiff/operations/lanes.hpp"
#include "matgrad/autodiff/operations/rearrangement.hpp"

namespace matgrad {
namespace {

Shape agreeing_shape(std::string_view function, std::span<const Expr> inputs) {
  if (inputs[0].shape() == inputs[1].shape()) return inputs[0].shape();
  throw ShapeError(std::string(function) + ": the shapes of the factors " + described(inputs[0]) + " and of " +
                   described(inputs[1]) + " differ");
}

double recurrence_cost(const Expr& z) { return 2 * static_cast<double>(z.shape().size()); }

template <class Kind>
class Recurrence final : public OpOf<Recurrence<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override { return agreeing_shape(function, inputs); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    visit_entries<Kind>(shape_of(out), [&](Index lane, Index k) {
      const Scalar b = Kind::at(in[1], lane, k);
      Kind::at(out, lane, k) = k == 0 ? b : Kind::at(in[0], lane, k) * Kind::at(out, lane, k - 1) + b;
    });
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr t = Kind::backward(z.input(0), adjoint);
    return i == 1 ? t : hadamard(Kind::shift(z), t);
  }
  double cost(const Expr& z) const override { return recurrence_cost(z); }
  bool may_overwrite(std::size_t) const override { return true; }
};

template <class Kind>
class ReverseRecurrence final : public OpOf<ReverseRecurrence<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override { return agreeing_shape(function, inputs); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const Index last = Kind::length(shape_of(out)) - 1;
    visit_entries<Kind>(shape_of(out), [&](Index lane, Index steps) {
      const Index k = last - steps;
      const Scalar b = Kind::at(in[1], lane, k);
      Kind::at(out, lane, k) = steps == 0 ? b : Kind::at(in[0], lane, k + 1) * Kind::at(out, lane, k + 1) + b;
    });
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr s = Kind::forward(z.input(0), adjoint);
    return i == 1 ? s : hadamard(Kind::shift(s), z);
  }
  double cost(const Expr& z) const override { return recurrence_cost(z); }
  // Not over the factors: each is used one step after its place is written.
  bool may_overwrite(std::size_t i) const override { return i == 1; }
};

struct AlongColumn : ByColumn {
  static Expr forward(const Expr& a, const Expr& b) { return column_recurrence(a, b); }
  static Expr backward(const Expr& a, const Expr& b) { return reverse_column_recurrence(a, b); }
  static Expr shift(const Expr& a) { return shift_rows(a, 1); }
};
struct AlongRow : ByRow {
  static Expr forward(const Expr& a, const Expr& b) { return row_recurrence(a, b); }
  static Expr backward(const Expr& a, const Expr& b) { return reverse_row_recurrence(a, b); }
  static Expr shift(const Expr& a) { return shift_columns(a, 1); }
};

struct ColumnRecurrence : AlongColumn {
  static constexpr std::string_view function = "column_recurrence";
};
struct ReverseColumnRecurrence : AlongColumn {
  static constexpr std::string_view function = "reverse_column_recurrence";
};
struct RowRecurrence : AlongRow {
  static constexpr std::string_view function = "row_recurrence";
};
struct ReverseRowRecurrence : AlongRow {
  static constexpr std::string_view function = "reverse_row_recurrence";
};

}  // namespace

Expr column_recurrence(const Operand& a, const Operand& b) {
  return apply(shared<Recurrence<ColumnRecurrence>>(), {a, b});
}
Expr reverse_column_recurrence(const Operand& a, const Operand& b) {
  return apply(shared<ReverseRecurrence<ReverseColumnRecurrence>>(), {a, b});
}
Expr row_recurrence(const Operand& a, const Operand& b) {
  return apply(shared<Recurrence<RowRecurrence>>(), {a, b});
}
Expr reverse_row_recurrence(const Operand& a, const Operand& b) {
  return apply(shared<ReverseRecurrence<ReverseRowRecurrence>>(), {a, b});
}

}  // namespace matgrad
