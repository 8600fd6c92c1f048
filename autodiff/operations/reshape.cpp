#include <algorithm>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"

namespace matgrad {
namespace {

// By division: the product of two user-given numbers may overflow.
bool holds_as_many(Shape shape, Index entries) {
  if (shape.rows < 0 || shape.cols < 0) return false;
  if (shape.rows == 0 || shape.cols == 0) return entries == 0;
  return entries % shape.rows == 0 && entries / shape.rows == shape.cols;
}

Shape checked(std::string_view function, const Expr& a, Shape wanted) {
  const Index entries = a.shape().size();
  if (holds_as_many(wanted, entries)) return wanted;
  ShapeError error(std::string(function) + ": " + described(a) + " has " + std::to_string(entries) +
                   (entries == 1 ? " entry, which does not fill " : " entries, which do not fill ") +
                   to_string(wanted));
  if (wanted.rows > 0 && entries % wanted.rows == 0)
    error.add_context(to_string({wanted.rows, entries / wanted.rows}) + " would fit");
  else if (wanted.cols > 0 && entries % wanted.cols == 0)
    error.add_context(to_string({entries / wanted.cols, wanted.cols}) + " would fit");
  throw error;
}

class Reshape final : public OpOf<Reshape> {
 public:
  static constexpr std::string_view function = "reshape";

  explicit Reshape(Shape shape) : shape_(shape) {}

  auto attributes() const { return std::tuple(shape_.rows, shape_.cols); }
  Shape shape(std::span<const Expr> inputs) const override { return checked(function, inputs[0], shape_); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    std::copy_n(in[0].data(), in[0].size(), out.data());
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return reshape_like(adjoint, z.input(0));
  }

 private:
  Shape shape_;
};

class ReshapeLike final : public OpOf<ReshapeLike> {
 public:
  static constexpr std::string_view function = "reshape_like";

  Shape shape(std::span<const Expr> inputs) const override {
    return checked(function, inputs[0], inputs[1].shape());
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    std::copy_n(in[0].data(), in[0].size(), out.data());
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  bool is_linear_in(std::size_t i) const override { return i == 0; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return i == 0 ? reshape_like(adjoint, z.input(0)) : zeros_like(z.input(1));
  }
  bool uses_value(std::size_t i) const override { return i == 0; }
};

}  // namespace

Expr reshape(const Operand& a, Index rows, Index cols) {
  return apply(std::make_shared<Reshape>(Shape{rows, cols}), {a});
}
Expr reshape_like(const Operand& a, const Operand& b) { return apply(shared<ReshapeLike>(), {a, b}); }

}  // namespace matgrad
