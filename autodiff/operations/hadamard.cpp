#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

/// A₁ ∘ A₂ ∘ … ∘ Aₖ with scalars broadcast.
class Hadamard final : public OpOf<Hadamard> {
 public:
  static constexpr std::string_view function = "hadamard";

  Shape shape(std::span<const Expr> inputs) const override { return broadcast_shape("hadamard", inputs); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if (in.size() == 2 && in[0].size() == in[1].size()) {
      out = in[0].cwiseProduct(in[1]);
      return;
    }
    Scalar factor = 1;
    const ConstView<Scalar>* first = nullptr;
    for (const auto& input : in) {
      if (input.size() == 1)
        factor *= input.data()[0];
      else if (first == nullptr || input.data() == out.data())
        first = &input;
    }
    if (first == nullptr) {
      out.setConstant(factor);
      return;
    }
    out = factor * *first;
    for (const auto& input : in)
      if (&input != first && input.size() != 1) out = out.cwiseProduct(input);
  }

  bool is_entry_by_entry() const override { return true; }
  bool is_linear_in(std::size_t) const override { return true; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    std::vector<Expr> factors{adjoint};
    for (std::size_t k = 0; k < z.inputs().size(); ++k)
      if (k != i) factors.push_back(z.input(k));
    return reduced_to(z.input(i).shape(), factors.size() == 1 ? adjoint : hadamard(std::move(factors)));
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return inputs.size() == 1 ? std::move(inputs[0]) : Notation::infix("∘", std::move(inputs));
  }

  double cost(const Expr& z) const override {
    return static_cast<double>(z.shape().size()) * (static_cast<double>(z.inputs().size()) - 1);
  }
  bool may_overwrite(std::size_t) const override { return true; }
};

}  // namespace

Expr hadamard(const Operand& a, const Operand& b) { return apply(shared<Hadamard>(), {a, b}); }
Expr hadamard(std::span<const Operand> factors) { return apply(shared<Hadamard>(), factors); }
Expr hadamard(std::vector<Expr> factors, const char* file, int line) {
  return apply(shared<Hadamard>(), std::move(factors), file, line);
}
bool is_hadamard(const Expr& expr) { return expr.op().equals(*shared<Hadamard>()); }

}  // namespace matgrad
