#include "matgrad/autodiff/operations/diagonals.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"

namespace matgrad {
namespace {

/// A on one side of a diagonal. `Side` states the function and which rows of a column stay.
template <class Side>
class TriangularPart final : public OpOf<TriangularPart<Side>> {
 public:
  static constexpr std::string_view function = Side::function;

  explicit TriangularPart(Index k) : k_(k) {}

  auto attributes() const { return std::tuple(k_); }
  // The triangle at the main diagonal is written without its offset.
  std::string label() const override {
    return k_ == 0 ? std::string(function) : label_of(function, std::tuple(k_));
  }
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const Index m = out.rows(), n = out.cols(), k = std::clamp(k_, -m, n);
    for (Index j = 0; j < n; ++j) {
      const Index first = std::clamp<Index>(Side::first_row(j - k), 0, m);
      const Index end = std::clamp<Index>(Side::end_row(j - k, m), 0, m);
      auto column = out.col(j);
      column.head(first).setZero();
      if (out.data() != in[0].data())
        column.segment(first, end - first) = in[0].col(j).segment(first, end - first);
      column.tail(m - end).setZero();
    }
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return Side::part(adjoint, k_); }
  bool may_overwrite(std::size_t) const override { return true; }

 private:
  Index k_;
};

// Column j meets diagonal k in row j − k.
struct Lower {
  static constexpr std::string_view function = "lower_triangle";
  static Index first_row(Index row) { return row; }
  static Index end_row(Index, Index rows) { return rows; }
  static Expr part(const Expr& a, Index k) { return lower_triangle(a, k); }
};
struct Upper {
  static constexpr std::string_view function = "upper_triangle";
  static Index first_row(Index) { return 0; }
  static Index end_row(Index row, Index) { return row + 1; }
  static Expr part(const Expr& a, Index k) { return upper_triangle(a, k); }
};

Index diagonal_length(Shape shape, Index k) {
  // Compared before anything is added: k is any number.
  if (k >= shape.cols || k <= -shape.rows) return 0;
  return k >= 0 ? std::min(shape.rows, shape.cols - k) : std::min(shape.rows + k, shape.cols);
}

template <class Scalar>
void fill_diagonal(const ConstView<Scalar>& v, Index k, View<Scalar> out) {
  out.setZero();
  if (v.size() > 0) out.diagonal(k) = v.col(0);
}

class DiagonalAt final : public OpOf<DiagonalAt> {
 public:
  static constexpr std::string_view function = "diagonal";

  explicit DiagonalAt(Index k) : k_(k) {}

  auto attributes() const { return std::tuple(k_); }
  Shape shape(std::span<const Expr> inputs) const override { return {diagonal_length(inputs[0].shape(), k_), 1}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if (out.size() > 0) out = in[0].diagonal(k_);
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return diagonal_like(adjoint, z.input(0), k_);
  }

 private:
  Index k_;
};

class AsDiagonalAt final : public OpOf<AsDiagonalAt> {
 public:
  static constexpr std::string_view function = "as_diagonal";

  explicit AsDiagonalAt(Index k) : k_(k) {}

  auto attributes() const { return std::tuple(k_); }
  Shape shape(std::span<const Expr> inputs) const override {
    const Expr& v = inputs[0];
    if (v.cols() != 1) {
      ShapeError error("as_diagonal: " + described(v) + " is not a column");
      if (v.rows() == 1) error.add_context("transpose(" + to_text(v) + ") would fit");
      throw error;
    }
    const Index most = std::numeric_limits<Index>::max() - v.rows();
    if (k_ > most || k_ < -most)
      throw ShapeError("as_diagonal: the offset " + std::to_string(k_) + " for " + described(v) + " is too large");
    const Index size = v.rows() + (k_ < 0 ? -k_ : k_);
    return {size, size};
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    fill_diagonal(in[0], k_, out);
  }
  ValueRange value_range() const override { return ValueRange::of_first_input_and_zero; }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return diagonal(adjoint, k_); }

 private:
  Index k_;
};

class DiagonalLikeAt final : public OpOf<DiagonalLikeAt> {
 public:
  static constexpr std::string_view function = "diagonal_like";

  explicit DiagonalLikeAt(Index k) : k_(k) {}

  auto attributes() const { return std::tuple(k_); }
  Shape shape(std::span<const Expr> inputs) const override {
    const Expr &v = inputs[0], &a = inputs[1];
    const Shape wanted{diagonal_length(a.shape(), k_), 1};
    if (v.shape() != wanted)
      throw ShapeError("diagonal_like: " + described(v) + " is not diagonal " + std::to_string(k_) + " of " +
                       described(a) + ", which is " + to_string(wanted));
    return a.shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    fill_diagonal(in[0], k_, out);
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return i == 0 ? diagonal(adjoint, k_) : zeros_like(z.input(1));
  }
  bool uses_value(std::size_t i) const override { return i == 0; }

 private:
  Index k_;
};

}  // namespace

Expr lower_triangle(const Operand& a, Index k) { return apply(std::make_shared<TriangularPart<Lower>>(k), {a}); }
Expr upper_triangle(const Operand& a, Index k) { return apply(std::make_shared<TriangularPart<Upper>>(k), {a}); }

Expr diagonal(const Operand& a, Index k) {
  return k == 0 ? diagonal(a) : apply(std::make_shared<DiagonalAt>(k), {a});
}
Expr as_diagonal(const Operand& v, Index k) {
  return k == 0 ? as_diagonal(v) : apply(std::make_shared<AsDiagonalAt>(k), {v});
}
Expr diagonal_like(const Operand& v, const Operand& a, Index k) {
  return k == 0 ? diagonal_like(v, a) : apply(std::make_shared<DiagonalLikeAt>(k), {v, a});
}

}  // namespace matgrad
