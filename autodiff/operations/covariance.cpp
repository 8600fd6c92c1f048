#include "matgrad/autodiff/operations/covariance.hpp"

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

class Centred final : public OpOf<Centred> {
 public:
  static constexpr std::string_view function = "centred";

  /// A covariance needs samples, also after a substitution: its factors ask for at least so many.
  explicit Centred(Index least_samples) : least_samples_(least_samples) {}

  auto attributes() const { return std::tuple(least_samples_); }
  Shape shape(std::span<const Expr> inputs) const override {
    const Expr& x = inputs[0];
    if (x.cols() >= least_samples_) return x.shape();
    ShapeError error("covariance: " + described(x) + " has too few samples, which are its columns: at least " +
                     std::to_string(least_samples_) + " are needed");
    if (x.rows() > x.cols()) error.add_context("if your samples are rows, transpose");
    throw error;
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const ConstView<Scalar>& x = in[0];
    const auto n = static_cast<Total<Scalar>>(x.cols());
    for (Index i = 0; i < x.rows(); ++i) {
      const auto mean = static_cast<Scalar>(blockwise_sum(x.row(i).array()) / n);
      // The second pass takes away what rounding left in the mean.
      const auto rest = static_cast<Scalar>(blockwise_sum(x.row(i).array() - mean) / n);
      out.row(i) = (x.row(i).array() - mean - rest).matrix();
    }
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return centred(adjoint); }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs));
  }
  double cost(const Expr& z) const override { return 5 * static_cast<double>(z.shape().size()); }
  bool may_overwrite(std::size_t) const override { return true; }

 private:
  Index least_samples_;
};

}  // namespace

Expr centred(const Operand& x) { return apply(std::make_shared<Centred>(0), {x}); }

Expr covariance(const Operand& x, Estimate estimate) {
  const bool unbiased = estimate == Estimate::unbiased;
  const Expr c = apply(std::make_shared<Centred>(unbiased ? 2 : 1), {x});
  const Expr count = unbiased ? column_count(x) - 1 : column_count(x);
  return product(std::vector{divide(1, count), c, transpose(c)});
}

Expr centring_matrix(Index n) { return centred(identity(n)); }

}  // namespace matgrad
