#include "matgrad/autodiff/operations/reduce.hpp"

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/lane_sums.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

/// Σᵢⱼ Aᵢⱼ for the argument A, Σᵢ aᵢ for a column or row.
Notation sum_of_entries(Shape shape) {
  const std::string_view indices = shape.cols == 1 || shape.rows == 1 ? "i" : "ij";
  return Notation::summation(indices, Notation::indexed(Notation::argument(0), indices));
}

double entries(const Expr& z) { return static_cast<double>(z.input(0).shape().size()); }

class Sum final : public OpOf<Sum> {
 public:
  static constexpr std::string_view function = "sum";

  Shape shape(std::span<const Expr>) const override { return {1, 1}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setConstant(static_cast<Scalar>(blockwise_sum(entries_of<Scalar>(in[0]))));
  }
  bool is_linear_in(std::size_t) const override { return true; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return adjoint * ones_like(z.input(0));
  }
  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    Notation call = Notation::call(function, std::move(inputs));
    if (z.input(0).shape().is_scalar()) return call;
    return std::move(call).drawn_as(sum_of_entries(z.input(0).shape()));
  }
  double cost(const Expr& z) const override { return entries(z); }
};

class Mean final : public OpOf<Mean> {
 public:
  static constexpr std::string_view function = "mean";

  Shape shape(std::span<const Expr> inputs) const override {
    if (inputs[0].shape().size() == 0) throw ShapeError("mean: " + described(inputs[0]) + " has no entries");
    return {1, 1};
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const auto entries = static_cast<Total<Scalar>>(in[0].size());
    out.setConstant(static_cast<Scalar>(blockwise_sum(entries_of<Scalar>(in[0])) / entries));
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return divide(adjoint, entry_count(z.input(0))) * ones_like(z.input(0));
  }
  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    Notation call = Notation::call(function, std::move(inputs));
    if (z.input(0).shape().is_scalar()) return call;
    return std::move(call).drawn_as(
        Notation::product({Notation::quotient(Notation::number(1), Notation::number(entries(z))),
                           sum_of_entries(z.input(0).shape())}));
  }
  double cost(const Expr& z) const override { return entries(z); }
};

class RowSums final : public OpOf<RowSums> {
 public:
  static constexpr std::string_view function = "row_sums";

  Shape shape(std::span<const Expr> inputs) const override { return {inputs[0].rows(), 1}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    write_lane_sums<ByRow>(in[0], out);
  }
  bool is_linear_in(std::size_t) const override { return true; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override { return columns(adjoint, z.input(0)); }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs))
        .drawn_as(Notation::product({Notation::argument(0), Notation::symbol("𝟏")}));
  }
  double cost(const Expr& z) const override { return entries(z); }
};

class ColumnSums final : public OpOf<ColumnSums> {
 public:
  static constexpr std::string_view function = "column_sums";

  Shape shape(std::span<const Expr> inputs) const override { return {1, inputs[0].cols()}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    write_lane_sums<ByColumn>(in[0], out);
  }
  bool is_linear_in(std::size_t) const override { return true; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override { return rows(adjoint, z.input(0)); }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs))
        .drawn_as(Notation::product({Notation::postfix(Notation::symbol("𝟏"), "ᵀ"), Notation::argument(0)}));
  }
  double cost(const Expr& z) const override { return entries(z); }
};

class Trace final : public OpOf<Trace> {
 public:
  static constexpr std::string_view function = "trace";

  Shape shape(std::span<const Expr> inputs) const override {
    if (inputs[0].rows() != inputs[0].cols())
      throw ShapeError("trace: " + described(inputs[0]) + " is not square");
    return {1, 1};
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setConstant(static_cast<Scalar>(blockwise_sum(in[0].diagonal().array())));
  }
  bool is_linear_in(std::size_t) const override { return true; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return adjoint * identity_like(z.input(0));
  }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call("tr", std::move(inputs));
  }
  double cost(const Expr& z) const override { return static_cast<double>(z.input(0).rows()); }
};

}  // namespace

Expr sum(const Operand& a) { return apply(shared<Sum>(), {a}); }
Expr mean(const Operand& a) { return apply(shared<Mean>(), {a}); }
Expr row_sums(const Operand& a) { return apply(shared<RowSums>(), {a}); }
Expr column_sums(const Operand& a) { return apply(shared<ColumnSums>(), {a}); }
Expr trace(const Operand& a) { return apply(shared<Trace>(), {a}); }

}  // namespace matgrad
