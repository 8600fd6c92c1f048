#include <memory>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/choices.hpp"
#include "matgrad/autodiff/operations/euclidean_norm.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

double dot_flops(const Expr& z) { return 2 * static_cast<double>(z.input(0).shape().size()); }

class Dot final : public OpOf<Dot> {
 public:
  static constexpr std::string_view function = "dot";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr &a = inputs[0], &b = inputs[1];
    if (a.shape() != b.shape()) {
      ShapeError error("dot: the shapes of " + described(a) + " and " + described(b) + " differ");
      if (a.shape() == b.shape().transposed()) error.add_context("transpose(" + to_text(b) + ") would fit");
      throw error;
    }
    return {1, 1};
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setConstant(static_cast<Scalar>(blockwise_dot<Scalar>(in[0], in[1])));
  }
  bool is_linear_in(std::size_t) const override { return true; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override { return adjoint * z.input(1 - i); }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::fence("⟨", std::move(inputs), "⟩");
  }
  double cost(const Expr& z) const override { return dot_flops(z); }
};

class SquaredNorm final : public OpOf<SquaredNorm> {
 public:
  static constexpr std::string_view function = "squared_norm";

  Shape shape(std::span<const Expr>) const override { return {1, 1}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setConstant(static_cast<Scalar>(blockwise_square<Scalar>(in[0])));
  }
  ValueRange value_range() const override { return ValueRange::nonnegative; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override { return 2 * (adjoint * z.input(0)); }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::fence("‖", std::move(inputs[0]), "‖²");
  }
  double cost(const Expr& z) const override { return dot_flops(z); }
};

class Norm final : public OpOf<Norm>, public PiecewiseOp {
 public:
  static constexpr std::string_view function = "norm";

  Shape shape(std::span<const Expr>) const override { return {1, 1}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setConstant(euclidean_norm(entries_of<Scalar>(in[0]).matrix()));
  }
  ValueRange value_range() const override { return ValueRange::nonnegative; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return adjoint * divide_or_zero(z.input(0), z);
  }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::fence("‖", std::move(inputs[0]), "‖");
  }
  double cost(const Expr& z) const override { return dot_flops(z); }
  Index piece_count(const Expr&) const override { return 1; }
  std::vector<Choice> choices(Inputs<long double> in) const override {
    return {{0, greatest_entry(in) > 0 ? 1.0L : 0.0L}};
  }
  std::string piece_text(const Expr& z, Index) const override { return to_text(z.input(0)) + " ≠ 0"; }
};

class DivideOrZero final : public OpOf<DivideOrZero> {
 public:
  static constexpr std::string_view function = "divide_or_zero";

  explicit DivideOrZero(QuotientText text) : text_(text) {}
  auto attributes() const { return std::tuple(text_); }
  std::string label() const override { return std::string(function); }

  Shape shape(std::span<const Expr> inputs) const override { return broadcast_shape(function, inputs); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if (in[1].size() == 1) {
      const Scalar divisor = in[1].data()[0];
      if (divisor == 0)
        out.setZero();
      else
        out = in[0] / divisor;
      return;
    }
    const Index step = in[0].size() == out.size() ? 1 : 0;
    for (Index k = 0; k < out.size(); ++k) {
      const Scalar divisor = in[1].data()[k];
      out.data()[k] = divisor == 0 ? Scalar(0) : in[0].data()[k * step] / divisor;
    }
  }
  bool is_linear_in(std::size_t i) const override { return i == 0; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr& divisor = z.input(1);
    if (i == 0) return reduced_to(z.input(0).shape(), divide_or_zero(adjoint, divisor, text_));
    const bool one = divisor.shape().is_scalar();
    return -divide_or_zero(one ? dot(adjoint, z) : hadamard(adjoint, z), divisor, text_);
  }
  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    if (text_ == QuotientText::call) return Notation::call(function, std::move(inputs));
    if (z.input(1).shape().is_scalar()) return Notation::quotient(std::move(inputs[0]), std::move(inputs[1]));
    return Notation::infix("./", std::move(inputs));
  }
  bool may_overwrite(std::size_t) const override { return true; }

 private:
  QuotientText text_;
};

}  // namespace

Expr dot(const Operand& a, const Operand& b) { return apply(shared<Dot>(), {a, b}); }
Expr squared_norm(const Operand& a) { return apply(shared<SquaredNorm>(), {a}); }
Expr norm(const Operand& a) { return apply(shared<Norm>(), {a}); }
Expr divide_or_zero(const Operand& a, const Operand& b, QuotientText text) {
  return apply(std::make_shared<DivideOrZero>(text), {a, b});
}
bool is_divide_or_zero(const Expr& expr) { return operation_as<DivideOrZero>(expr) != nullptr; }

}  // namespace matgrad
