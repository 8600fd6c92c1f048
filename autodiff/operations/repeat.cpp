#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/expression/size_fractions.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

class Columns final : public OpOf<Columns> {
 public:
  static constexpr std::string_view function = "columns";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr& b = inputs[0];
    if (b.cols() != 1) {
      ShapeError error("columns: " + described(b) + " is not a column");
      if (b.rows() == 1) error.add_context("columns(transpose(" + to_text(b) + "), …) repeats it as a column");
      throw error;
    }
    return {b.rows(), inputs[1].cols()};
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    for (Index j = 0; j < out.cols(); ++j) out.col(j) = in[0].col(0);
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  bool is_linear_in(std::size_t i) const override { return i == 0; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return i == 0 ? row_sums(adjoint) : zeros_like(z.input(1));
  }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs))
        .drawn_as(Notation::product({Notation::argument(0), Notation::postfix(Notation::symbol("𝟏"), "ᵀ")}));
  }
  bool uses_value(std::size_t i) const override { return i == 0; }
};

class Rows final : public OpOf<Rows> {
 public:
  static constexpr std::string_view function = "rows";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr& b = inputs[0];
    if (b.rows() != 1) {
      ShapeError error("rows: " + described(b) + " is not a row");
      if (b.cols() == 1) error.add_context("rows(transpose(" + to_text(b) + "), …) repeats it as a row");
      throw error;
    }
    return {inputs[1].rows(), b.cols()};
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    for (Index j = 0; j < out.cols(); ++j) out.col(j).setConstant(in[0](0, j));
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  bool is_linear_in(std::size_t i) const override { return i == 0; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return i == 0 ? column_sums(adjoint) : zeros_like(z.input(1));
  }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs))
        .drawn_as(Notation::product({Notation::symbol("𝟏"), Notation::argument(0)}));
  }
  bool uses_value(std::size_t i) const override { return i == 0; }
};

class EntryCount final : public OpOf<EntryCount> {
 public:
  static constexpr std::string_view function = "entry_count";

  Shape shape(std::span<const Expr>) const override { return {1, 1}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setConstant(static_cast<Scalar>(in[0].size()));
  }
  Notation notation(const Expr& z, std::vector<Notation>) const override {
    const Shape shape = z.input(0).shape();
    return size_number(static_cast<double>(shape.size()), shape.rows <= 1 || shape.cols <= 1);
  }
  Expr vjp(std::size_t, const Expr& z, const Expr&) const override { return zeros_like(z.input(0)); }
  bool uses_value(std::size_t) const override { return false; }
};

class ColumnCount final : public OpOf<ColumnCount> {
 public:
  static constexpr std::string_view function = "column_count";

  Shape shape(std::span<const Expr>) const override { return {1, 1}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setConstant(static_cast<Scalar>(in[0].cols()));
  }
  Notation notation(const Expr& z, std::vector<Notation>) const override {
    return size_number(static_cast<double>(z.input(0).cols()), true);
  }
  Expr vjp(std::size_t, const Expr& z, const Expr&) const override { return zeros_like(z.input(0)); }
  bool uses_value(std::size_t) const override { return false; }
};

}  // namespace

Expr columns(const Operand& b, const Operand& x) { return apply(shared<Columns>(), {b, x}); }
Expr rows(const Operand& b, const Operand& x) { return apply(shared<Rows>(), {b, x}); }
Expr entry_count(const Operand& a) { return apply(shared<EntryCount>(), {a}); }
Expr column_count(const Operand& a) { return apply(shared<ColumnCount>(), {a}); }
bool is_count(const Expr& expr) {
  return expr.op().equals(*shared<EntryCount>()) || expr.op().equals(*shared<ColumnCount>());
}

}  // namespace matgrad
