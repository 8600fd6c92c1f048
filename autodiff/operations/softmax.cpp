#include "matgrad/autodiff/operations/softmax.hpp"

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/log_sum_exp.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

// An exponential, a subtraction and two passes an entry.
double softmax_flops(const Expr& z) { return 4 * static_cast<double>(z.input(0).shape().size()); }

class LogSumExp final : public OpOf<LogSumExp> {
 public:
  static constexpr std::string_view function = "logsumexp";

  Shape shape(std::span<const Expr> inputs) const override { return {1, inputs[0].cols()}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    for (Index j = 0; j < out.cols(); ++j) out(0, j) = log_sum_exp<Scalar>(in[0].col(j)).value();
  }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return hadamard(rows(adjoint, z.input(0)), softmax(z.input(0)));
  }
  double cost(const Expr& z) const override { return softmax_flops(z); }
};

class Softmax final : public OpOf<Softmax> {
 public:
  static constexpr std::string_view function = "softmax";

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if (out.rows() == 0) return;
    for (Index j = 0; j < out.cols(); ++j) {
      auto column = out.col(j).array();
      const Scalar greatest = in[0].col(j).template maxCoeff<Eigen::PropagateNaN>();
      column = in[0].col(j).array() - greatest;
      exponentiate(column.data(), column.size());
      column /= static_cast<Scalar>(blockwise_sum(column));
    }
  }
  ValueRange value_range() const override { return ValueRange::share; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return hadamard(z, adjoint - rows(column_sums(hadamard(adjoint, z)), z.input(0)));
  }
  double cost(const Expr& z) const override { return softmax_flops(z); }
  bool may_overwrite(std::size_t) const override { return true; }
};

class LogSoftmax final : public OpOf<LogSoftmax> {
 public:
  static constexpr std::string_view function = "log_softmax";

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    for (Index j = 0; j < out.cols(); ++j) {
      const ShiftedLog<Scalar> total = log_sum_exp<Scalar>(in[0].col(j));
      // The greatest entry goes first: two large logits then cancel exactly.
      out.col(j).array() = (in[0].col(j).array() - total.greatest) - total.log_of_rest;
    }
  }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& x = z.input(0);
    return adjoint - hadamard(softmax(x), rows(column_sums(adjoint), x));
  }
  double cost(const Expr& z) const override { return softmax_flops(z); }
  bool may_overwrite(std::size_t) const override { return true; }
};

}  // namespace

Expr logsumexp(const Operand& x) { return apply(shared<LogSumExp>(), {x}); }
Expr softmax(const Operand& x) { return apply(shared<Softmax>(), {x}); }
Expr log_softmax(const Operand& x) { return apply(shared<LogSoftmax>(), {x}); }
Expr row_logsumexp(const Operand& x) { return transpose(logsumexp(transpose(x))); }
Expr row_softmax(const Operand& x) { return transpose(softmax(transpose(x))); }
Expr row_log_softmax(const Operand& x) { return transpose(log_softmax(transpose(x))); }

}  // namespace matgrad
