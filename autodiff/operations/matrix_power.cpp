#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/expression/superscript.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/matrix_function.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {
namespace {

Expr power_of(const Expr& a, unsigned n);

/// The adjoint of A where `adjoint` is that of Aⁿ. Aⁿ = M M with M = A^(n/2), or M A with M = A^(n−1).
Expr adjoint_of_base(const Expr& a, unsigned n, const Expr& adjoint) {
  if (n == 1) return adjoint;
  if (n % 2 == 0) {
    const Expr m = transpose(power_of(a, n / 2));
    return adjoint_of_base(a, n / 2, matmul(adjoint, m) + matmul(m, adjoint));
  }
  const Expr m = transpose(power_of(a, n - 1));
  return adjoint_of_base(a, n - 1, matmul(adjoint, transpose(a))) + matmul(m, adjoint);
}

/// Aⁿ for n ≥ 2.
class MatrixPower final : public OpOf<MatrixPower> {
 public:
  static constexpr std::string_view function = "matrix_power";

  explicit MatrixPower(unsigned n) : n_(n) {}

  auto attributes() const { return std::tuple(n_); }
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    // From the leading binary digit on: square, and multiply by A where the digit is 1.
    const LinearAlgebra<Scalar>& by = run.linear_algebra();
    View<Scalar> next = run.matrix(out.rows(), out.cols());
    out = in[0];
    unsigned digit = 1;
    while (digit <= n_ / 2) digit *= 2;
    for (digit /= 2; digit > 0; digit /= 2) {
      by.write_product(out, false, out, false, next);
      if ((n_ & digit) != 0)
        by.write_product(next, false, in[0], false, out);
      else
        out = next;
    }
  }

  std::size_t scratch(const Expr& z) const override { return static_cast<std::size_t>(z.shape().size()); }

  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return adjoint_of_base(z.input(0), n_, adjoint);
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::postfix(std::move(inputs[0]), superscript(n_));
  }

  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.rows());
    double products = 0;
    for (unsigned rest = n_; rest > 1; rest /= 2) products += rest % 2 == 0 ? 1 : 2;
    return products * 2 * n * n * n;
  }

 private:
  unsigned n_;
};

Expr power_of(const Expr& a, unsigned n) { return n == 1 ? a : Expr(std::make_shared<MatrixPower>(n), {a}); }

}  // namespace

Expr matrix_power(const Operand& a, int n) {
  try {
    square_shape("matrix_power", a, [&] {
      const std::string text = to_text(a.expr());
      return "for powers of the entries write power(" + text + ", " + std::to_string(n) + ")";
    });
  } catch (ShapeError& error) {
    error.add_context(a.source_line());
    throw;
  }
  if (n == 0) return identity_like(a);
  const unsigned count = n > 0 ? static_cast<unsigned>(n) : 0u - static_cast<unsigned>(n);
  return power_of(n > 0 ? a.expr() : inverse(a), count);
}

}  // namespace matgrad
