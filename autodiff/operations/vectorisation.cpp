#include "matgrad/autodiff/operations/vectorisation.hpp"

#include <algorithm>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {
namespace {

class Vec final : public OpOf<Vec> {
 public:
  static constexpr std::string_view function = "vec";

  Shape shape(std::span<const Expr> inputs) const override { return {inputs[0].shape().size(), 1}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    std::copy_n(in[0].data(), in[0].size(), out.data());
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return reshape_like(adjoint, z.input(0));
  }
};

class Vech final : public OpOf<Vech> {
 public:
  static constexpr std::string_view function = "vech";

  Shape shape(std::span<const Expr> inputs) const override {
    const Index n = square_shape(function, inputs[0], "for all entries write vec(…)").rows;
    return {n * (n + 1) / 2, 1};
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    Index begin = 0;
    for (Index j = 0, length = in[0].rows(); length > 0; ++j, --length) {
      out.col(0).segment(begin, length) = in[0].col(j).tail(length);
      begin += length;
    }
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return fill_lower_triangle(adjoint); }
};

/// The n with n(n+1)/2 = entries, or −1.
Index triangle_size(Index entries) {
  Index n = 0, filled = 0;
  while (filled < entries) filled += ++n;
  return filled == entries ? n : -1;
}

class FillLowerTriangle final : public OpOf<FillLowerTriangle> {
 public:
  static constexpr std::string_view function = "fill_lower_triangle";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr& v = inputs[0];
    if (v.cols() != 1) {
      ShapeError error("fill_lower_triangle: " + described(v) + " is not a column");
      if (v.rows() == 1) error.add_context("transpose(" + to_text(v) + ") would fit");
      throw error;
    }
    const Index n = triangle_size(v.rows());
    if (n >= 0) return {n, n};
    ShapeError error("fill_lower_triangle: " + described(v) + " has " + std::to_string(v.rows()) +
                     " entries, which fill no triangle");
    error.add_context("a triangle of n rows has n(n+1)/2 entries: 1, 3, 6, 10, …");
    throw error;
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    Index begin = 0;
    for (Index j = 0, length = out.rows(); length > 0; ++j, --length) {
      out.col(j).head(j).setZero();
      out.col(j).tail(length) = in[0].col(0).segment(begin, length);
      begin += length;
    }
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return vech(adjoint); }
};

}  // namespace

Expr vec(const Operand& a) { return apply(shared<Vec>(), {a}); }
Expr vech(const Operand& a) { return apply(shared<Vech>(), {a}); }
Expr fill_lower_triangle(const Operand& v) { return apply(shared<FillLowerTriangle>(), {v}); }

}  // namespace matgrad
