#include <algorithm>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/latin_letter.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/part_place.hpp"

namespace matgrad {
namespace {

void check_inside(std::string_view function, const Expr& a, Index row, Index col, Shape block) {
  // Written so that no sum of user-given numbers can overflow.
  const auto inside = [](Index begin, Index length, Index size) {
    return begin >= 0 && length >= 0 && begin <= size && length <= size - begin;
  };
  if (inside(row, block.rows, a.rows()) && inside(col, block.cols, a.cols())) return;
  ShapeError error(std::string(function) + ": a block " + to_string(block) + " from row " + std::to_string(row) +
                   ", column " + std::to_string(col) + " leaves " + described(a) + ", counted from 0");
  error.add_context("from there at most " +
                    to_string({std::max<Index>(a.rows() - std::max<Index>(row, 0), 0),
                               std::max<Index>(a.cols() - std::max<Index>(col, 0), 0)}) +
                    " would fit");
  throw error;
}

/// A name that the text language reads as one: letters, digits and underscores.
bool is_plain_name(std::string_view name) {
  const auto continues = [](char c) {
    return is_latin_letter(c) || ('0' <= c && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  };
  return !name.empty() && !('0' <= name[0] && name[0] <= '9') && std::ranges::all_of(name, continues);
}

class Slice final : public OpOf<Slice>, public BlockTaker {
 public:
  static constexpr std::string_view function = "slice";

  Slice(Index row, Index col, Shape size) : row_(row), col_(col), size_(size) {}

  auto attributes() const { return std::tuple(row_, col_, size_.rows, size_.cols); }
  Shape shape(std::span<const Expr> inputs) const override {
    check_inside(function, inputs[0], row_, col_, size_);
    return size_;
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out = in[0].block(row_, col_, out.rows(), out.cols());
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return place(adjoint, row_, col_, z.input(0));
  }
  PartPlace place_taken(const Expr&) const override { return {PartPlace::Kind::block, row_, col_, {}}; }
  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    const Expr& a = z.input(0);
    const bool is_named = inputs[0].kind == Notation::Kind::symbol && is_plain_name(inputs[0].text);
    if (!size_.is_scalar() || a.shape().is_scalar() || !is_named)
      return OpOf<Slice>::notation(z, std::move(inputs));
    return entry(a.shape(), std::move(inputs[0]));
  }

 private:
  /// x[2] or M[0, 1], counted from 0; typeset x₃ and M₁₂, as on paper.
  Notation entry(Shape of, Notation base) const {
    const bool is_vector = of.cols == 1 || of.rows == 1;
    const Index position = of.cols == 1 ? row_ : col_;
    const auto positions = [&](Index from, const std::string& between) {
      if (is_vector) return std::to_string(position + from);
      return std::to_string(row_ + from) + between + std::to_string(col_ + from);
    };
    const bool has_digits = row_ < 9 && col_ < 9;
    Notation drawn = Notation::indexed(Notation::argument(0), positions(1, has_digits ? "" : ","));
    return Notation::postfix(std::move(base), "[" + positions(0, ", ") + "]").drawn_as(std::move(drawn));
  }

  Index row_, col_;
  Shape size_;
};

class SliceLike final : public OpOf<SliceLike>, public BlockTaker {
 public:
  static constexpr std::string_view function = "slice_like";

  SliceLike(Index row, Index col) : row_(row), col_(col) {}

  auto attributes() const { return std::tuple(row_, col_); }
  Shape shape(std::span<const Expr> inputs) const override {
    check_inside(function, inputs[0], row_, col_, inputs[1].shape());
    return inputs[1].shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out = in[0].block(row_, col_, out.rows(), out.cols());
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return i == 0 ? place(adjoint, row_, col_, z.input(0)) : zeros_like(z.input(1));
  }
  bool uses_value(std::size_t i) const override { return i == 0; }
  PartPlace place_taken(const Expr&) const override { return {PartPlace::Kind::block, row_, col_, {}}; }

 private:
  Index row_, col_;
};

class Place final : public OpOf<Place>, public Placer {
 public:
  static constexpr std::string_view function = "place";

  Place(Index row, Index col) : row_(row), col_(col) {}

  auto attributes() const { return std::tuple(row_, col_); }
  Shape shape(std::span<const Expr> inputs) const override {
    check_inside(function, inputs[1], row_, col_, inputs[0].shape());
    return inputs[1].shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setZero();
    out.block(row_, col_, in[0].rows(), in[0].cols()) = in[0];
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return i == 0 ? slice_like(adjoint, row_, col_, z.input(0)) : zeros_like(z.input(1));
  }
  bool uses_value(std::size_t i) const override { return i == 0; }
  std::vector<PartPlace> places(const Expr&) const override { return {{PartPlace::Kind::block, row_, col_, {}}}; }

 private:
  Index row_, col_;
};

}  // namespace

Expr slice(const Operand& a, Index row, Index col, Index rows, Index cols) {
  return apply(std::make_shared<Slice>(row, col, Shape{rows, cols}), {a});
}
Expr row(const Operand& a, Index i) { return rows(a, i, 1); }
Expr column(const Operand& a, Index j) { return columns(a, j, 1); }
Expr rows(const Operand& a, Index first, Index count) { return slice(a, first, 0, count, a.shape().cols); }
Expr columns(const Operand& a, Index first, Index count) { return slice(a, 0, first, a.shape().rows, count); }
Expr slice_like(const Operand& a, Index row, Index col, const Operand& block) {
  return apply(std::make_shared<SliceLike>(row, col), {a, block});
}
Expr place(const Operand& block, Index row, Index col, const Operand& a) {
  return apply(std::make_shared<Place>(row, col), {block, a});
}

}  // namespace matgrad
