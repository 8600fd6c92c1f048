#include <limits>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/products.hpp"

namespace matgrad {
namespace {

/// Rows times rows, or columns times columns. A result of no rows may have any number of columns.
Index count_of_blocks(const Expr& a, const Expr& b, Index in_a, Index in_b) {
  if (in_a == 0 || in_b <= std::numeric_limits<Index>::max() / in_a) return in_a * in_b;
  throw ShapeError("kronecker: the product of " + described(a) + " and " + described(b) +
                   " is too large: its rows or columns cannot be counted");
}

double flops_of_blocks(Shape whole) { return 2 * static_cast<double>(whole.size()); }

class Kronecker final : public OpOf<Kronecker> {
 public:
  static constexpr std::string_view function = "kronecker";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr &a = inputs[0], &b = inputs[1];
    return {count_of_blocks(a, b, a.rows(), b.rows()), count_of_blocks(a, b, a.cols(), b.cols())};
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const ConstView<Scalar>&a = in[0], &b = in[1];
    for (Index j = 0; j < a.cols(); ++j)
      for (Index i = 0; i < a.rows(); ++i) out.block(i * b.rows(), j * b.cols(), b.rows(), b.cols()) = a(i, j) * b;
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    if (z.shape().size() == 0) return zeros_like(z.input(i));
    return i == 0 ? block_inner_products(adjoint, z.input(1)) : block_sum(adjoint, z.input(0));
  }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::infix("⊗", std::move(inputs));
  }
};

/// The shape of the result that `part` leaves of `whole`: block size from number of blocks, or the other way.
Shape remaining_shape(std::string_view function, const Expr& whole, const Expr& part) {
  if (part.shape().size() == 0)
    throw ShapeError(std::string(function) + ": " + described(part) + " has no entries, so the blocks of " +
                     described(whole) + " have no size");
  if (whole.rows() % part.rows() != 0 || whole.cols() % part.cols() != 0)
    throw ShapeError(std::string(function) + ": " + described(whole) + " does not consist of blocks as " +
                     described(part) + " tells: rows and columns must be multiples");
  return {whole.rows() / part.rows(), whole.cols() / part.cols()};
}

class BlockInnerProducts final : public OpOf<BlockInnerProducts> {
 public:
  static constexpr std::string_view function = "block_inner_products";

  Shape shape(std::span<const Expr> inputs) const override {
    return remaining_shape(function, inputs[0], inputs[1]);
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const ConstView<Scalar>&c = in[0], &b = in[1];
    for (Index j = 0; j < out.cols(); ++j)
      for (Index i = 0; i < out.rows(); ++i) {
        const auto block = c.block(i * b.rows(), j * b.cols(), b.rows(), b.cols());
        Total<Scalar> sum = 0;
        for (Index k = 0; k < b.cols(); ++k) sum += blockwise_sum(block.col(k).array() * b.col(k).array());
        out(i, j) = static_cast<Scalar>(sum);
      }
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    if (z.shape().size() == 0) return zeros_like(z.input(i));
    return i == 0 ? kronecker(adjoint, z.input(1)) : block_sum(z.input(0), adjoint);
  }
  double cost(const Expr& z) const override { return flops_of_blocks(z.input(0).shape()); }
};

class BlockSum final : public OpOf<BlockSum> {
 public:
  static constexpr std::string_view function = "block_sum";

  Shape shape(std::span<const Expr> inputs) const override {
    return remaining_shape(function, inputs[0], inputs[1]);
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const ConstView<Scalar>&c = in[0], &a = in[1];
    out.setZero();
    for (Index j = 0; j < a.cols(); ++j)
      for (Index i = 0; i < a.rows(); ++i)
        out += a(i, j) * c.block(i * out.rows(), j * out.cols(), out.rows(), out.cols());
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    if (z.shape().size() == 0) return zeros_like(z.input(i));
    return i == 0 ? kronecker(z.input(1), adjoint) : block_inner_products(z.input(0), adjoint);
  }
  double cost(const Expr& z) const override { return flops_of_blocks(z.input(0).shape()); }
};

}  // namespace

Expr kronecker(const Operand& a, const Operand& b) { return apply(shared<Kronecker>(), {a, b}); }
Expr block_inner_products(const Operand& c, const Operand& b) {
  return apply(shared<BlockInnerProducts>(), {c, b});
}
Expr block_sum(const Operand& c, const Operand& a) { return apply(shared<BlockSum>(), {c, a}); }

}  // namespace matgrad
