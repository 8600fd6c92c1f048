#include "matgrad/autodiff/operations/products.hpp"

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {
namespace {

[[noreturn]] void refuse(ShapeError error, const Operand& at) {
  error.add_context(at.source_line());
  throw error;
}

void require_column(std::string_view function, const Operand& a) {
  if (a.expr().cols() == 1) return;
  ShapeError error(std::string(function) + ": " + described(a) + " is not a column");
  if (a.expr().rows() == 1) error.add_context("transpose(" + to_text(a.expr()) + ") would fit");
  refuse(std::move(error), a);
}

void require_square(std::string_view function, const Operand& a) {
  if (a.expr().rows() != a.expr().cols())
    refuse(ShapeError(std::string(function) + ": " + described(a) + " is not square"), a);
}

void require_same_square(std::string_view function, const Operand& a, const Operand& b) {
  require_square(function, a);
  if (a.shape() != b.shape())
    refuse(
        ShapeError(std::string(function) + ": the shapes of " + described(a) + " and " + described(b) + " differ"),
        a);
}

class Cross final : public OpOf<Cross> {
 public:
  static constexpr std::string_view function = "cross";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr &a = inputs[0], &b = inputs[1];
    for (const Expr& input : inputs) {
      if (input.rows() == 3) continue;
      ShapeError error("cross: " + described(input) + " has not 3 rows, as vectors in space have");
      if (input.cols() == 3) error.add_context("transpose(" + to_text(input) + ") would fit");
      throw error;
    }
    if (a.shape() != b.shape())
      throw ShapeError("cross: " + described(a) + " and " + described(b) + " have different numbers of columns");
    return a.shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const ConstView<Scalar>&a = in[0], &b = in[1];
    for (Index j = 0; j < out.cols(); ++j)
      for (Index i = 0; i < 3; ++i) {
        const Index k = (i + 1) % 3, l = (i + 2) % 3;
        out(i, j) = a(k, j) * b(l, j) - a(l, j) * b(k, j);
      }
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return i == 0 ? cross(z.input(1), adjoint) : cross(adjoint, z.input(0));
  }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::infix("×", std::move(inputs));
  }
  double cost(const Expr& z) const override { return 9 * static_cast<double>(z.cols()); }
};

}  // namespace

Expr outer(const Operand& a, const Operand& b) {
  require_column("outer", a);
  require_column("outer", b);
  return matmul(a, transpose(b));
}

Expr quadratic_form(const Operand& x, const Operand& a) {
  require_column("quadratic_form", x);
  require_square("quadratic_form", a);
  if (a.expr().rows() != x.expr().rows())
    refuse(
        ShapeError("quadratic_form: " + described(x) + " and " + described(a) + " have different numbers of rows"),
        x);
  return product(std::vector{transpose(x), a.expr(), x.expr()});
}

Expr trace_of_product(const Operand& a, const Operand& b) {
  if (a.shape() == b.shape().transposed()) return dot(transpose(a), b);
  ShapeError error("trace_of_product: " + described(a) + " times " + described(b) + " is no square product");
  if (a.shape() == b.shape()) error.add_context("transpose(" + to_text(b.expr()) + ") would fit");
  refuse(std::move(error), a);
}

Expr gram(const Operand& x) { return matmul(transpose(x), x); }

Expr commutator(const Operand& a, const Operand& b) {
  require_same_square("commutator", a, b);
  return matmul(a, b) - matmul(b, a);
}

Expr anticommutator(const Operand& a, const Operand& b) {
  require_same_square("anticommutator", a, b);
  return matmul(a, b) + matmul(b, a);
}

Expr symmetric_part(const Operand& a) {
  require_square("symmetric_part", a);
  return weighted_sum({0.5, 0.5}, std::vector{a.expr(), transpose(a)});
}

Expr skew_part(const Operand& a) {
  require_square("skew_part", a);
  return weighted_sum({0.5, -0.5}, std::vector{a.expr(), transpose(a)});
}

Expr cross(const Operand& a, const Operand& b) { return apply(shared<Cross>(), {a, b}); }

}  // namespace matgrad
