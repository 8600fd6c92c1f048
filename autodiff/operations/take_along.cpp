#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/index_entry.hpp"
#include "matgrad/autodiff/operations/lanes.hpp"
#include "matgrad/autodiff/operations/selection.hpp"

namespace matgrad {
namespace {

struct AlongColumns : ByColumn {
  static Expr take(const Expr& a, const Expr& positions) { return take_along_columns(a, positions); }
  static Expr scatter(const Expr& b, const Expr& positions, const Expr& a) {
    return scatter_add_along_columns(b, positions, a);
  }
};
struct AlongRows : ByRow {
  static Expr take(const Expr& a, const Expr& positions) { return take_along_rows(a, positions); }
  static Expr scatter(const Expr& b, const Expr& positions, const Expr& a) {
    return scatter_add_along_rows(b, positions, a);
  }
};

template <class Lanes>
void check_lanes(std::string_view function, const Expr& a, const Expr& positions) {
  if (Lanes::lanes(a.shape()) != Lanes::lanes(positions.shape()))
    throw ShapeError(std::string(function) + ": " + described(a) + " and the positions " + described(positions) +
                     " have different numbers of " + std::string(Lanes::lane_names));
}

/// What entry k of a lane of the positions names, among `length`.
template <class Lanes, class Scalar>
Index position(std::string_view function, const ConstView<Scalar>& positions, Index lane, Index k, Index length) {
  const Shape entry = Lanes::shape(k, lane);
  return index_entry(function, "position", positions, entry.rows, entry.cols, length);
}

template <class Kind>
class TakeAlong final : public OpOf<TakeAlong<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override {
    check_lanes<Kind>(function, inputs[0], inputs[1]);
    return inputs[1].shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const Index length = Kind::length(shape_of(in[0]));
    visit_entries<Kind>(shape_of(out), [&](Index lane, Index k) {
      Kind::at(out, lane, k) = Kind::at(in[0], lane, position<Kind>(function, in[1], lane, k, length));
    });
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return i == 0 ? Kind::scatter(adjoint, z.input(1), z.input(0)) : zeros_like(z.input(1));
  }
  bool passes_adjoint(std::size_t i) const override { return i == 0; }
};

template <class Kind>
class ScatterAddAlong final : public OpOf<ScatterAddAlong<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr &b = inputs[0], &positions = inputs[1], &a = inputs[2];
    if (b.shape() != positions.shape())
      throw ShapeError(std::string(function) + ": the shapes of " + described(b) + " and the positions " +
                       described(positions) + " differ");
    check_lanes<Kind>(function, a, positions);
    return a.shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setZero();
    const Index length = Kind::length(shape_of(out));
    visit_entries<Kind>(shape_of(in[0]), [&](Index lane, Index k) {
      Kind::at(out, lane, position<Kind>(function, in[1], lane, k, length)) += Kind::at(in[0], lane, k);
    });
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return i == 0 ? Kind::take(adjoint, z.input(1)) : zeros_like(z.input(i));
  }
  bool uses_value(std::size_t i) const override { return i < 2; }
  bool passes_adjoint(std::size_t i) const override { return i == 0; }
  double cost(const Expr& z) const override { return static_cast<double>(z.input(0).shape().size()); }
};

struct TakeAlongColumns : AlongColumns {
  static constexpr std::string_view function = "take_along_columns";
};
struct TakeAlongRows : AlongRows {
  static constexpr std::string_view function = "take_along_rows";
};
struct ScatterAddAlongColumns : AlongColumns {
  static constexpr std::string_view function = "scatter_add_along_columns";
};
struct ScatterAddAlongRows : AlongRows {
  static constexpr std::string_view function = "scatter_add_along_rows";
};

class OneHot final : public OpOf<OneHot> {
 public:
  static constexpr std::string_view function = "one_hot";

  explicit OneHot(Index classes) : classes_(classes) {}

  auto attributes() const { return std::tuple(classes_); }
  Shape shape(std::span<const Expr> inputs) const override {
    const Expr& labels = inputs[0];
    if (classes_ < 0)
      throw ShapeError("one_hot: " + std::to_string(classes_) + " classes for " + described(labels) +
                       ": the number is negative");
    if (labels.rows() != 1) {
      ShapeError error("one_hot: the labels " + described(labels) + " are not a row, one label a sample");
      if (labels.cols() == 1) error.add_context("their transpose would fit");
      throw error;
    }
    return {classes_, labels.cols()};
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setZero();
    for (Index j = 0; j < out.cols(); ++j) out(index_entry(function, "label", in[0], 0, j, classes_), j) = 1;
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }

 private:
  Index classes_;
};

}  // namespace

Expr take_along_columns(const Operand& a, const Operand& positions) {
  return apply(shared<TakeAlong<TakeAlongColumns>>(), {a, positions});
}
Expr take_along_rows(const Operand& a, const Operand& positions) {
  return apply(shared<TakeAlong<TakeAlongRows>>(), {a, positions});
}
Expr scatter_add_along_columns(const Operand& b, const Operand& positions, const Operand& a) {
  return apply(shared<ScatterAddAlong<ScatterAddAlongColumns>>(), {b, positions, a});
}
Expr scatter_add_along_rows(const Operand& b, const Operand& positions, const Operand& a) {
  return apply(shared<ScatterAddAlong<ScatterAddAlongRows>>(), {b, positions, a});
}
Expr one_hot(const Operand& labels, Index classes) { return apply(std::make_shared<OneHot>(classes), {labels}); }
bool is_one_hot(const Expr& expr) { return dynamic_cast<const OneHot*>(&expr.op()) != nullptr; }

}  // namespace matgrad
