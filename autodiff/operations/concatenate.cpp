#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/part_place.hpp"

namespace matgrad {
namespace {

/// Side by side: lengths are numbers of columns.
struct Horizontal {
  static constexpr std::string_view whole = "concatenate_horizontally", part = "horizontal_part";
  static constexpr std::string_view agreeing = "rows";
  static Index length(Shape shape) { return shape.cols; }
  static Index width(Shape shape) { return shape.rows; }
  static Shape shape(Index length, Index width) { return {width, length}; }
  static PartPlace place(Index begin) { return {PartPlace::Kind::block, 0, begin, {}}; }
  static auto block(auto& matrix, Index begin, Index length) { return matrix.middleCols(begin, length); }
  static Expr join(const std::vector<Expr>& parts) { return concatenate_horizontally(parts); }
  static Expr take(const Expr& a, std::size_t i, const std::vector<Expr>& parts) {
    return horizontal_part(a, i, parts);
  }
};

/// One below the other: lengths are numbers of rows.
struct Vertical {
  static constexpr std::string_view whole = "concatenate_vertically", part = "vertical_part";
  static constexpr std::string_view agreeing = "columns";
  static Index length(Shape shape) { return shape.rows; }
  static Index width(Shape shape) { return shape.cols; }
  static Shape shape(Index length, Index width) { return {length, width}; }
  static PartPlace place(Index begin) { return {PartPlace::Kind::block, begin, 0, {}}; }
  static auto block(auto& matrix, Index begin, Index length) { return matrix.middleRows(begin, length); }
  static Expr join(const std::vector<Expr>& parts) { return concatenate_vertically(parts); }
  static Expr take(const Expr& a, std::size_t i, const std::vector<Expr>& parts) {
    return vertical_part(a, i, parts);
  }
};

template <class Direction>
Shape joined_shape(std::string_view function, std::span<const Expr> parts) {
  if (parts.empty()) throw ShapeError(std::string(function) + ": no parts: give at least one matrix");
  const Index width = Direction::width(parts[0].shape());
  Index length = 0;
  for (const Expr& part : parts) {
    if (Direction::width(part.shape()) != width) {
      ShapeError error(std::string(function) + ": " + described(parts[0]) + " and " + described(part) +
                       " have different numbers of " + std::string(Direction::agreeing));
      if (Direction::length(part.shape()) == width)
        error.add_context("transpose(" + to_text(part) + ") would fit");
      else if (Direction::length(part.shape()) == Direction::length(parts[0].shape()))
        error.add_context("the other direction would fit");
      throw error;
    }
    length += Direction::length(part.shape());
  }
  return Direction::shape(length, width);
}

std::vector<Expr> from(std::span<const Expr> exprs) { return {exprs.begin(), exprs.end()}; }

template <class Direction>
class Concatenate final : public OpOf<Concatenate<Direction>>, public Placer {
 public:
  static constexpr std::string_view function = Direction::whole;

  Shape shape(std::span<const Expr> inputs) const override { return joined_shape<Direction>(function, inputs); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    Index begin = 0;
    for (const auto& part : in) {
      const Index length = Direction::length({part.rows(), part.cols()});
      Direction::block(out, begin, length) = part;
      begin += length;
    }
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return Direction::take(adjoint, i, from(z.inputs()));
  }
  std::vector<PartPlace> places(const Expr& z) const override {
    std::vector<PartPlace> places;
    Index begin = 0;
    for (const Expr& part : z.inputs()) {
      places.push_back(Direction::place(begin));
      begin += Direction::length(part.shape());
    }
    return places;
  }
};

/// Input 0 is cut; the other inputs are the parts, by shape only. An op of its own and not a slice, because where
/// it cuts must follow the shapes of the parts.
template <class Direction>
class Part final : public OpOf<Part<Direction>>, public BlockTaker {
 public:
  static constexpr std::string_view function = Direction::part;

  explicit Part(std::size_t i) : i_(i) {}

  auto attributes() const { return std::tuple(i_); }
  Shape shape(std::span<const Expr> inputs) const override {
    const auto parts = inputs.subspan(1);
    const Shape whole = joined_shape<Direction>(function, parts);
    if (inputs[0].shape() != whole)
      throw ShapeError(std::string(function) + ": " + described(inputs[0]) + " has not the shape of the parts, " +
                       to_string(whole));
    if (i_ >= parts.size())
      throw ShapeError(std::string(function) + ": there is no part " + std::to_string(i_) + " of " +
                       std::to_string(parts.size()) + ", counted from 0");
    return parts[i_].shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    Index begin = 0;
    for (std::size_t k = 0; k < i_; ++k) begin += Direction::length({in[k + 1].rows(), in[k + 1].cols()});
    out = Direction::block(in[0], begin, Direction::length({out.rows(), out.cols()}));
  }
  Expr vjp(std::size_t k, const Expr& z, const Expr& adjoint) const override {
    if (k > 0) return zeros_like(z.input(k));
    std::vector<Expr> parts = from(z.inputs().subspan(1));
    for (std::size_t j = 0; j < parts.size(); ++j) parts[j] = j == i_ ? adjoint : zeros_like(parts[j]);
    return Direction::join(parts);
  }
  bool uses_value(std::size_t k) const override { return k == 0; }
  PartPlace place_taken(const Expr& z) const override {
    Index begin = 0;
    for (std::size_t k = 0; k < i_; ++k) begin += Direction::length(z.input(k + 1).shape());
    return Direction::place(begin);
  }

 private:
  std::size_t i_;
};

template <class Direction>
Expr joined(std::initializer_list<Operand> parts) {
  return apply(shared<Concatenate<Direction>>(), parts);
}
template <class Direction>
Expr joined(const std::vector<Expr>& parts, const char* file, int line) {
  return apply(shared<Concatenate<Direction>>(), parts, file, line);
}
template <class Direction>
Expr taken(const Operand& a, std::size_t i, std::span<const Expr> parts) {
  std::vector<Operand> operands{a};
  for (const Expr& part : parts) operands.emplace_back(part, a.file(), a.line());
  return matgrad::apply(std::make_shared<Part<Direction>>(i), std::span<const Operand>(operands));
}

}  // namespace

Expr concatenate_horizontally(std::initializer_list<Operand> parts) { return joined<Horizontal>(parts); }
Expr concatenate_horizontally(const std::vector<Expr>& parts, const char* file, int line) {
  return joined<Horizontal>(parts, file, line);
}
Expr concatenate_vertically(std::initializer_list<Operand> parts) { return joined<Vertical>(parts); }
Expr concatenate_vertically(const std::vector<Expr>& parts, const char* file, int line) {
  return joined<Vertical>(parts, file, line);
}
Expr horizontal_part(const Operand& a, std::size_t i, const std::vector<Expr>& parts) {
  return taken<Horizontal>(a, i, parts);
}
Expr vertical_part(const Operand& a, std::size_t i, const std::vector<Expr>& parts) {
  return taken<Vertical>(a, i, parts);
}

}  // namespace matgrad
