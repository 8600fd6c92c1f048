#include <algorithm>
#include <string>
#include <type_traits>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/kernels/kernels.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/log_sum_exp.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/softmax.hpp"

namespace matgrad {
namespace {

Shape loss_shape(std::string_view function, std::span<const Expr> inputs) {
  const Expr &logits = inputs[0], &target = inputs[1];
  if (logits.shape() != target.shape()) {
    ShapeError error(std::string(function) + ": the shapes of the logits " + described(logits) +
                     " and of the target " + described(target) + " differ");
    if (logits.shape() == target.shape().transposed())
      error.add_context("transpose(" + to_text(target) + ") would fit: samples are columns");
    throw error;
  }
  if (logits.cols() == 0)
    throw ShapeError(std::string(function) + ": " + described(logits) + " has no columns to take the mean over");
  return {1, 1};
}

double loss_flops(const Expr& z) { return 6 * static_cast<double>(z.input(0).shape().size()); }

class CrossEntropy final : public OpOf<CrossEntropy> {
 public:
  static constexpr std::string_view function = "cross_entropy";

  Shape shape(std::span<const Expr> inputs) const override { return loss_shape(function, inputs); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    Total<Scalar> total = 0;
    for (Index j = 0; j < in[0].cols(); ++j) {
      const ShiftedLog<Scalar> log_sum = log_sum_exp<Scalar>(in[0].col(j));
      for (Index i = 0; i < in[0].rows(); ++i) {
        const Scalar weight = in[1](i, j);
        if (weight != 0) total += weight * ((log_sum.greatest - in[0](i, j)) + log_sum.log_of_rest);
      }
    }
    out.setConstant(static_cast<Scalar>(total / static_cast<Total<Scalar>>(in[0].cols())));
  }
  // The derivative of log_softmax and the weights taken together: nothing large is formed and cancelled.
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr &logits = z.input(0), &target = z.input(1);
    const Expr share = divide(adjoint, column_count(logits));
    if (i == 1) return -(share * log_softmax(logits));
    return share * (hadamard(softmax(logits), rows(column_sums(target), logits)) - target);
  }
  double cost(const Expr& z) const override { return loss_flops(z); }
};

class BinaryCrossEntropy final : public OpOf<BinaryCrossEntropy> {
 public:
  static constexpr std::string_view function = "binary_cross_entropy";

  Shape shape(std::span<const Expr> inputs) const override { return loss_shape(function, inputs); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    using Entries = Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>>;
    constexpr Index most = 256;
    Eigen::Array<Scalar, most, 1> block;
    Total<Scalar> total = 0;
    for (Index i = 0; i < in[0].size(); i += most) {
      const Index count = std::min(most, in[0].size() - i);
      const Entries x(in[0].data() + i, count), target(in[1].data() + i, count);
      auto losses = block.head(count);
      if constexpr (std::is_same_v<Scalar, long double>)
        losses = x.max(Scalar(0)) + (-x.abs()).exp().log1p();
      else
        kernels<Scalar>().softplus(x.data(), block.data(), static_cast<std::size_t>(count));
      total += blockwise_sum(losses - target * x);
    }
    out.setConstant(static_cast<Scalar>(total / static_cast<Total<Scalar>>(in[0].cols())));
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr &logits = z.input(0), &target = z.input(1);
    const Expr share = divide(adjoint, column_count(logits));
    if (i == 1) return -(share * logits);
    return share * (sigmoid(logits) - target);
  }
  double cost(const Expr& z) const override { return loss_flops(z); }
};

}  // namespace

Expr cross_entropy(const Operand& logits, const Operand& target) {
  return apply(shared<CrossEntropy>(), {logits, target});
}
Expr binary_cross_entropy(const Operand& logits, const Operand& target) {
  return apply(shared<BinaryCrossEntropy>(), {logits, target});
}

}  // namespace matgrad
