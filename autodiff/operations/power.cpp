#include <cmath>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/expression/superscript.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"
#include "matgrad/autodiff/operations/entropy.hpp"
#include "matgrad/autodiff/operations/layout.hpp"

namespace matgrad {
namespace {

class Divide final : public ElementwiseOp<Divide, 2> {
 public:
  static constexpr std::string_view function = "divide";
  auto value(const auto& x, const auto& y) const { return x / y; }
  Expr partial(std::size_t i, const Expr& z) const {
    const Expr& below = z.input(1);
    return i == 0 ? divide(1, below) : -divide(z, below);
  }
  bool is_linear_in(std::size_t i) const override { return i == 0; }
  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    // A mean over one entry divides by nothing that is worth reading.
    if (is_count(z.input(1)) && inputs[1].text == "1") return std::move(inputs[0]);
    if (z.input(1).shape().is_scalar()) return Notation::quotient(std::move(inputs[0]), std::move(inputs[1]));
    return Notation::infix("./", std::move(inputs));
  }
};

/// aᵖ for a fixed p.
class Power final : public ElementwiseValue<Power, 1> {
 public:
  static constexpr std::string_view function = "power";

  explicit Power(double p) : p_(p) {}
  auto attributes() const { return std::tuple(p_); }
  double exponent() const { return p_; }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const auto x = in[0].array();
    if (p_ == 2)
      out.array() = x.square();
    else if (p_ == 3)
      out.array() = x.cube();
    else if (p_ == -1)
      out.array() = x.inverse();
    else
      out.array() = x.unaryExpr([p = static_cast<Scalar>(p_)](Scalar entry) { return std::pow(entry, p); });
  }

  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& x = z.input(0);
    if (p_ == 0) return zeros_like(x);
    if (p_ == 1) return adjoint;
    return hadamard(adjoint, p_ * (p_ == 2 ? x : power(x, p_ - 1)));
  }

  // Superscripts for scalars only: A² of a matrix means the matrix product.
  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    const bool integer = std::abs(p_) < 1e6 && p_ == std::trunc(p_);
    if (z.shape().is_scalar() && integer)
      return Notation::postfix(std::move(inputs[0]), superscript(static_cast<long>(p_)));
    const std::string exponent = Notation::number(p_).text;
    Notation dotted = Notation::postfix(std::move(inputs[0]), ".^" + exponent);
    if (!z.shape().is_scalar()) return dotted;
    return std::move(dotted).drawn_as(Notation::postfix(Notation::argument(0), "^" + exponent));
  }

 private:
  double p_;
};

/// aᵇ entry by entry.
class PowerOf final : public ElementwiseOp<PowerOf, 2> {
 public:
  static constexpr std::string_view function = "power";
  auto value(const auto& x, const auto& y) const {
    using Scalar = Entry<decltype(x)>;
    return x.binaryExpr(y, [](Scalar a, Scalar b) { return std::pow(a, b); });
  }
  Expr partial(std::size_t i, const Expr& z) const {
    const Expr& base = z.input(0);
    const Expr& exponent = z.input(1);
    // At base 0 neither 0 · ∞ for exponent 0, nor 0 · log 0 for a positive one.
    if (i == 0) return select(not_equal(exponent, 0), hadamard(exponent, power(base, exponent - 1)), 0);
    return xlogy(z, base);
  }
  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    Notation dotted = Notation::infix(".^", std::move(inputs));
    if (!z.shape().is_scalar()) return dotted;
    return std::move(dotted).drawn_as(Notation::infix("^", {Notation::argument(0), Notation::argument(1)}));
  }
};

class Sqrt final : public ElementwiseOp<Sqrt, 1> {
 public:
  static constexpr std::string_view function = "sqrt";
  // Eigen's vectorised float root is an approximation that turns ∞ into NaN.
  auto value(const auto& x) const {
    using Scalar = Entry<decltype(x)>;
    return x.unaryExpr([](Scalar entry) { return std::sqrt(entry); });
  }
  Expr partial(std::size_t, const Expr& z) const { return divide(1, 2 * z); }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs)).drawn_as(Notation::root(Notation::argument(0)));
  }
};

OpPtr power_op(double p) {
  static const Power two(2);
  return p == 2 ? OpPtr(OpPtr(), &two) : std::make_shared<Power>(p);
}

}  // namespace

Expr divide(const Operand& a, const Operand& b) { return apply(shared<Divide>(), {a, b}); }

Expr operator/(const Operand& a, const Operand& scalar) {
  if (scalar.shape().is_scalar()) return divide(a, scalar);
  ShapeError error("operator/: " + described(a) + " by " + described(scalar) + ": only a scalar (1×1) divides");
  error.add_context("for the elementwise quotient write divide(" + to_text(a.expr()) + ", " +
                    to_text(scalar.expr()) + "), for a linear system solve(…, …)");
  error.add_context(a.source_line());
  throw error;
}

Expr power(const Operand& a, double p) { return apply(power_op(p), {a}); }
Expr power(const Operand& a, const Operand& b) { return apply(shared<PowerOf>(), {a, b}); }
std::optional<double> fixed_exponent(const Expr& expr) {
  const Power* op = operation_as<Power>(expr);
  return op != nullptr ? std::optional(op->exponent()) : std::nullopt;
}
Expr square(const Operand& a) { return power(a, 2); }
Expr cube(const Operand& a) { return power(a, 3); }
Expr reciprocal(const Operand& a) { return power(a, -1); }
Expr sqrt(const Operand& a) { return apply(shared<Sqrt>(), {a}); }

}  // namespace matgrad
