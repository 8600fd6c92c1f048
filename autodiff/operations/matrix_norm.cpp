#include "matgrad/autodiff/operations/matrix_norm.hpp"

#include <cmath>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/singular_values.hpp"

namespace matgrad {
namespace {

/// A NaN counts as the greatest, so that it does not get lost.
template <class Scalar>
struct GreatestColumn {
  Scalar sum = 0;
  Index index = 0;

  explicit GreatestColumn(const ConstView<Scalar>& a) {
    for (Index j = 0; j < a.cols() && !std::isnan(sum); ++j) {
      const auto candidate = static_cast<Scalar>(blockwise_sum(a.col(j).array().abs()));
      if (candidate <= sum) continue;
      sum = candidate;
      index = j;
    }
  }
};

double entry_cost(const Expr& z) { return 2 * static_cast<double>(z.input(0).shape().size()); }

class OneNorm final : public OpOf<OneNorm> {
 public:
  static constexpr std::string_view function = "one_norm";

  Shape shape(std::span<const Expr>) const override { return {1, 1}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out(0, 0) = GreatestColumn<Scalar>(in[0]).sum;
  }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return adjoint * one_norm_subgradient(z.input(0));
  }
  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs))
        .drawn_as(Notation::indexed(Notation::fence("‖", Notation::argument(0), "‖"), "1"));
  }
  double cost(const Expr& z) const override { return entry_cost(z); }
};

class OneNormSubgradient final : public OpOf<OneNormSubgradient> {
 public:
  static constexpr std::string_view function = "one_norm_subgradient";

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if (out.size() == 0) return;
    const Index j = GreatestColumn<Scalar>(in[0]).index;
    out.setZero();
    for (Index i = 0; i < out.rows(); ++i) {
      const Scalar entry = in[0](i, j);
      out(i, j) = std::isnan(entry) ? entry : static_cast<Scalar>((entry > 0) - (entry < 0));
    }
  }
  Expr vjp(std::size_t, const Expr& z, const Expr&) const override { return zeros_like(z.input(0)); }
  bool passes_adjoint(std::size_t) const override { return false; }
  double cost(const Expr& z) const override { return entry_cost(z); }
};

}  // namespace

Expr spectral_norm(const Operand& a) {
  const Expr values = singular_values(a);
  return values.rows() == 0 ? sum(values) : slice(values, 0, 0, 1, 1);
}
Expr nuclear_norm(const Operand& a) { return sum(singular_values(a)); }
Expr one_norm(const Operand& a) { return apply(shared<OneNorm>(), {a}); }
Expr infinity_norm(const Operand& a) { return one_norm(transpose(a)); }
Expr one_norm_subgradient(const Operand& a) { return apply(shared<OneNormSubgradient>(), {a}); }

}  // namespace matgrad
