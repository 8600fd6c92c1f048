#include <algorithm>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"

namespace matgrad {
namespace {

class Diagonal final : public OpOf<Diagonal> {
 public:
  static constexpr std::string_view function = "diagonal";

  Shape shape(std::span<const Expr> inputs) const override {
    return {std::min(inputs[0].rows(), inputs[0].cols()), 1};
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out = in[0].diagonal();
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  bool is_linear_in(std::size_t) const override { return true; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return diagonal_like(adjoint, z.input(0));
  }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs)).drawn_as(Notation::call("diag", {Notation::argument(0)}));
  }
};

Notation as_diagonal_notation(std::vector<Notation> inputs) {
  return Notation::call("as_diagonal", std::move(inputs))
      .drawn_as(Notation::call("diag", {Notation::argument(0)}));
}

template <class Scalar>
void fill_diagonal(const ConstView<Scalar>& v, View<Scalar> out) {
  out.setZero();
  out.diagonal() = v.col(0);
}

class AsDiagonal final : public OpOf<AsDiagonal> {
 public:
  static constexpr std::string_view function = "as_diagonal";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr& v = inputs[0];
    if (v.cols() != 1) {
      ShapeError error("as_diagonal: " + described(v) + " is not a column");
      if (v.rows() == 1)
        error.add_context("as_diagonal(transpose(" + to_text(v) + ")) would fit");
      else
        error.add_context("to take the diagonal of a matrix write diagonal(" + to_text(v) + ")");
      throw error;
    }
    return {v.rows(), v.rows()};
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    fill_diagonal(in[0], out);
  }
  ValueRange value_range() const override { return ValueRange::of_first_input_and_zero; }
  bool is_linear_in(std::size_t) const override { return true; }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return diagonal(adjoint); }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return as_diagonal_notation(std::move(inputs));
  }
};

class DiagonalLike final : public OpOf<DiagonalLike> {
 public:
  static constexpr std::string_view function = "diagonal_like";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr &v = inputs[0], &a = inputs[1];
    const Shape wanted{std::min(a.rows(), a.cols()), 1};
    if (v.shape() != wanted)
      throw ShapeError("diagonal_like: " + described(v) + " is not the diagonal of " + described(a) +
                       ", which is " + to_string(wanted));
    return a.shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    fill_diagonal(in[0], out);
  }
  bool is_linear_in(std::size_t i) const override { return i == 0; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return i == 0 ? diagonal(adjoint) : zeros_like(z.input(1));
  }
  bool uses_value(std::size_t i) const override { return i == 0; }
  // A square one reads as the function that people would write.
  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    if (z.rows() != z.cols()) return Notation::call(function, std::move(inputs));
    inputs.pop_back();
    return as_diagonal_notation(std::move(inputs));
  }
};

}  // namespace

Expr diagonal(const Operand& a) { return apply(shared<Diagonal>(), {a}); }
Expr as_diagonal(const Operand& v) { return apply(shared<AsDiagonal>(), {v}); }
Expr diagonal_like(const Operand& v, const Operand& a) { return apply(shared<DiagonalLike>(), {v, a}); }

bool is_as_diagonal(const Expr& expr) {
  return expr.op().equals(*shared<AsDiagonal>()) ||
         (expr.op().equals(*shared<DiagonalLike>()) && expr.rows() == expr.cols());
}

}  // namespace matgrad
