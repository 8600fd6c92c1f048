#include "matgrad/autodiff/operations/matrix_norm.hpp"

#include <algorithm>
#include <cmath>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/choices.hpp"
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

/// Base of what has kinks where entries are 0 and where two columns sum to the same. Its pieces are told apart by
/// the greatest column; signs count for their margins.
template <class Derived>
class OfGreatestColumn : public OpOf<Derived>, public PiecewiseOp {
 public:
  Index piece_count(const Expr& z) const override { return std::min(z.input(0).cols(), most_pieces); }
  std::vector<Choice> choices(Inputs<long double> in) const override {
    const ConstView<long double>& a = in[0];
    if (a.size() == 0) return {};
    const Index best = GreatestColumn<long double>(a).index;
    const auto total = [&](Index j) { return a.col(j).cwiseAbs().sum(); };
    long double margin = a.col(best).cwiseAbs().minCoeff();
    for (Index j = 0; j < a.cols(); ++j)
      if (j != best) margin = std::min(margin, total(best) - total(j));
    const long double scale = greatest_entry(in);
    return {{piece_of_place(best, a.cols()), scale > 0 ? margin / scale : 0}};
  }
  std::string piece_text(const Expr& z, Index piece) const override {
    return "column " + std::to_string(piece) + " of " + to_text(z.input(0)) + " is the greatest";
  }
};

double entry_cost(const Expr& z) { return 2 * static_cast<double>(z.input(0).shape().size()); }

class OneNorm final : public OfGreatestColumn<OneNorm> {
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
  ValueRange value_range() const override { return ValueRange::nonnegative; }
  double cost(const Expr& z) const override { return entry_cost(z); }
};

class OneNormSubgradient final : public OfGreatestColumn<OneNormSubgradient> {
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
