#include "matgrad/autodiff/operations/packed_part.hpp"

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"

namespace matgrad {
namespace {

/// Takes a part out of inputs[0], or places inputs[0] where that part stands; inputs[1] gives the shape of the
/// result, the others what stands before the part.
class PackedPart final : public OpOf<PackedPart> {
 public:
  static constexpr std::string_view function = "packed_part";

  PackedPart(std::string decomposition, std::string part, std::string brief, bool places)
      : decomposition_(std::move(decomposition)),
        part_(std::move(part)),
        brief_(std::move(brief)),
        places_(places) {}
  auto attributes() const { return std::tuple(decomposition_, part_, brief_, places_); }

  Shape shape(std::span<const Expr> inputs) const override {
    const Shape part = inputs[places_ ? 0 : 1].shape();
    const Expr& packed = inputs[places_ ? 1 : 0];
    Index offset = 0;
    for (const Expr& before : inputs.subspan(2)) offset += before.cols();
    if (part.rows > packed.rows() || offset + part.cols > packed.cols())
      throw ShapeError("packed_part: a block " + to_string(part) + " behind " + std::to_string(offset) +
                       " columns leaves " + described(packed));
    return inputs[1].shape();
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    Index offset = 0;
    for (const auto& before : in.subspan(2)) offset += before.cols();
    if (!places_) {
      out = in[0].block(0, offset, out.rows(), out.cols());
      return;
    }
    out.setZero();
    out.block(0, offset, in[0].rows(), in[0].cols()) = in[0];
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    if (i > 0) return zeros_like(z.input(i));
    std::vector<Expr> inputs(z.inputs().begin(), z.inputs().end());
    inputs[1] = inputs[0];
    inputs[0] = adjoint;
    return Expr(std::make_shared<PackedPart>(decomposition_, part_, brief_, !places_), std::move(inputs));
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    Notation& whole = inputs[0];
    if (!places_ && whole.kind == Notation::Kind::call && whole.text == decomposition_)
      return Notation::call(part_, std::move(whole.parts));
    return Notation::call(places_ ? "place_" + brief_ : brief_, {std::move(whole)});
  }
  bool uses_value(std::size_t i) const override { return i == 0; }

 private:
  std::string decomposition_, part_, brief_;
  bool places_;
};

}  // namespace

Expr packed_part(const Operand& packed, PartName name, const Expr& like, const std::vector<Expr>& before) {
  std::vector<Operand> operands{packed, like};
  operands.insert(operands.end(), before.begin(), before.end());
  return matgrad::apply(std::make_shared<PackedPart>(std::string(name.decomposition), std::string(name.function),
                                                     std::string(name.brief), false),
                        std::span<const Operand>(operands));
}

}  // namespace matgrad
