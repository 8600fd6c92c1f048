#include "matgrad/autodiff/operations/packed_part.hpp"

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"

namespace matgrad {
namespace {

/// Takes a block out of inputs[0], or places inputs[0] where that block stands; inputs[1] has the shape of the
/// matrix that is decomposed.
class PackedPart final : public OpOf<PackedPart> {
 public:
  static constexpr std::string_view function = "packed_part";

  PackedPart(const PackedBlock& block, bool places) : block_(block), places_(places) {}
  auto attributes() const {
    return std::tuple(std::string(block_.decomposition), std::string(block_.function), places_);
  }

  Shape shape(std::span<const Expr> inputs) const override {
    const PackedBlock::Place place = block_.place(inputs[1].shape());
    if (place.block.rows > place.whole.rows || place.column + place.block.cols > place.whole.cols) {
      ShapeError error(name_in_text() + ": " + described(inputs[1]) + " has no decomposition " +
                       std::string(block_.decomposition));
      error.add_context("it needs at least as many rows as columns");
      throw error;
    }
    const Shape needed = places_ ? place.block : place.whole;
    if (inputs[0].shape() == needed) return places_ ? place.whole : place.block;
    throw ShapeError(name_in_text() + ": " + described(inputs[0]) + " is not " + to_string(needed) + ", as for " +
                     described(inputs[1]));
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const Index column = block_.place({in[1].rows(), in[1].cols()}).column;
    if (!places_) {
      out = in[0].block(0, column, out.rows(), out.cols());
      return;
    }
    out.setZero();
    out.block(0, column, in[0].rows(), in[0].cols()) = in[0];
  }

  ValueRange value_range() const override {
    return places_ ? ValueRange::of_first_input_and_zero : ValueRange::of_first_input;
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    if (i > 0) return zeros_like(z.input(i));
    return Expr(std::make_shared<PackedPart>(block_, !places_), {adjoint, z.input(1)});
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    Notation& whole = inputs[0];
    if (!places_ && whole.kind == Notation::Kind::call && whole.text == block_.decomposition)
      return Notation::call(std::string(block_.function), std::move(whole.parts));
    return Notation::call(name_in_text(), std::move(inputs));
  }
  bool uses_value(std::size_t i) const override { return i == 0; }

  bool places() const { return places_; }
  PackedBlock::Place place(const Expr& z) const { return block_.place(z.input(1).shape()); }

 private:
  std::string name_in_text() const {
    const std::string name(block_.function);
    return places_ ? "place_" + name : name + "_part";
  }

  PackedBlock block_;
  bool places_;
};

}  // namespace

Expr packed_part(const Operand& packed, const PackedBlock& block, const Expr& a) {
  return apply(std::make_shared<PackedPart>(block, false), {packed, a});
}
Expr placed_part(const Operand& part, const PackedBlock& block, const Expr& a) {
  return apply(std::make_shared<PackedPart>(block, true), {part, a});
}

bool takes_empty_part(const Expr& expr) {
  const PackedPart* taking = operation_as<PackedPart>(expr);
  if (taking == nullptr || taking->places()) return false;
  const PackedPart* placing = operation_as<PackedPart>(expr.input(0));
  if (placing == nullptr || !placing->places()) return false;
  const PackedBlock::Place taken = taking->place(expr), placed = placing->place(expr.input(0));
  return taken.column + taken.block.cols <= placed.column || placed.column + placed.block.cols <= taken.column;
}

}  // namespace matgrad
