#include "matgrad/autodiff/operations/elementwise_function.hpp"

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/superscript.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

/// f⁽ᵏ⁾ applied entry by entry.
class Unknown final : public OpOf<Unknown> {
 public:
  static constexpr std::string_view function = "elementwise_function";

  Unknown(std::string name, int order) : name_(std::move(name)), order_(order) {}
  auto attributes() const { return std::tie(name_, order_); }
  UnknownFunction identity() const { return {name_, order_}; }

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }

  template <class Scalar>
  void run(Inputs<Scalar>, View<Scalar>) const {
    throw MissingInputError("the function " + name_ + " is known by name only: substitute a definition for it, " +
                            "then evaluate");
  }

  bool is_entry_by_entry() const override { return true; }

  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return hadamard(adjoint, Expr(std::make_shared<Unknown>(name_, order_ + 1), {z.input(0)}));
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(name_ + mark(), std::move(inputs));
  }

 private:
  std::string mark() const {
    static constexpr std::string_view primes[] = {"", "′", "″", "‴"};
    if (order_ < 4) return std::string(primes[order_]);
    return "⁽" + superscript(order_) + "⁾";
  }

  std::string name_;
  int order_;
};

}  // namespace

Expr ElementwiseFunction::operator()(const Operand& a) const {
  return apply(std::make_shared<Unknown>(name_, 0), {a});
}

ElementwiseFunction elementwise_function(std::string name) { return ElementwiseFunction(std::move(name)); }

std::optional<UnknownFunction> unknown_function(const Expr& expr) {
  const Unknown* unknown = operation_as<Unknown>(expr);
  return unknown != nullptr ? std::optional(unknown->identity()) : std::nullopt;
}

}  // namespace matgrad
