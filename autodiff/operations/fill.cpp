#include <string>
#include <type_traits>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"

namespace matgrad {
namespace {

struct AllZeros {
  static constexpr std::string_view of_size = "zeros", like = "zeros_like";
  static constexpr bool square = false;
  static Notation notation() { return Notation::number(0).drawn_as(Notation::symbol("𝟎")); }
  template <class Scalar>
  static void fill(View<Scalar> out) {
    out.setZero();
  }
};

struct AllOnes {
  static constexpr std::string_view of_size = "ones", like = "ones_like";
  static constexpr bool square = false;
  static Notation notation() { return Notation::number(1).drawn_as(Notation::symbol("𝟏")); }
  template <class Scalar>
  static void fill(View<Scalar> out) {
    out.setOnes();
  }
};

struct UnitDiagonal {
  static constexpr std::string_view of_size = "identity", like = "identity_like";
  static constexpr bool square = true;
  static Notation notation() { return Notation::symbol("I"); }
  template <class Scalar>
  static void fill(View<Scalar> out) {
    out.setIdentity();
  }
};

/// A 1×1 one is a number. Others come with their size, which is printed where nothing else tells it: I₃, 1₃, 0₃ₓ₂.
template <class Content>
Notation notation_in(Shape shape) {
  if (shape.is_scalar()) return Notation::number(std::is_same_v<Content, AllZeros> ? 0 : 1);
  Notation notation = Content::notation();
  notation.closing = subscripted({}, static_cast<std::size_t>(shape.rows));
  if (!Content::square && shape.cols != 1)
    notation.closing = subscripted(notation.closing + "ₓ", static_cast<std::size_t>(shape.cols));
  return notation;
}

/// A fixed matrix in the shape of its input.
template <class Content>
class FilledLike final : public OpOf<FilledLike<Content>> {
 public:
  static constexpr std::string_view function = Content::like;

  Shape shape(std::span<const Expr> inputs) const override {
    const Shape shape = inputs[0].shape();
    if (Content::square && shape.rows != shape.cols)
      throw ShapeError(std::string(function) + ": " + described(inputs[0]) + " is not square");
    return shape;
  }
  template <class Scalar>
  void run(Inputs<Scalar>, View<Scalar> out) const {
    Content::fill(out);
  }
  Expr vjp(std::size_t, const Expr& z, const Expr&) const override { return zeros_like(z.input(0)); }
  Notation notation(const Expr& z, std::vector<Notation>) const override {
    return notation_in<Content>(z.shape());
  }
  bool uses_value(std::size_t) const override { return false; }
};

/// A fixed matrix of a stated size.
template <class Content>
class Filled final : public OpOf<Filled<Content>> {
 public:
  static constexpr std::string_view function = Content::of_size;

  explicit Filled(Shape shape) : shape_(shape) {}

  auto attributes() const { return std::tuple(shape_.rows, shape_.cols); }
  Shape shape(std::span<const Expr>) const override {
    if (shape_.rows < 0 || shape_.cols < 0)
      throw ShapeError(std::string(function) + ": the size " + to_string(shape_) + " is negative");
    return shape_;
  }
  template <class Scalar>
  void run(Inputs<Scalar>, View<Scalar> out) const {
    Content::fill(out);
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Notation notation(const Expr& z, std::vector<Notation>) const override {
    return notation_in<Content>(z.shape());
  }

 private:
  Shape shape_;
};

template <class Content>
bool holds(const Expr& expr) {
  return operation_as<FilledLike<Content>>(expr) != nullptr || operation_as<Filled<Content>>(expr) != nullptr;
}

template <class Content>
Expr filled(Shape shape) {
  return Expr(std::make_shared<Filled<Content>>(shape), {});
}

}  // namespace

Expr zeros_like(const Operand& a) { return apply(shared<FilledLike<AllZeros>>(), {a}); }
Expr ones_like(const Operand& a) { return apply(shared<FilledLike<AllOnes>>(), {a}); }
Expr identity_like(const Operand& a) { return apply(shared<FilledLike<UnitDiagonal>>(), {a}); }
Expr zeros(Index rows, Index cols) { return filled<AllZeros>({rows, cols}); }
Expr ones(Index rows, Index cols) { return filled<AllOnes>({rows, cols}); }
Expr identity(Index size) { return filled<UnitDiagonal>({size, size}); }
bool is_zero(const Expr& expr) { return holds<AllZeros>(expr); }
bool is_ones(const Expr& expr) { return holds<AllOnes>(expr); }
bool is_identity(const Expr& expr) { return holds<UnitDiagonal>(expr); }

}  // namespace matgrad
