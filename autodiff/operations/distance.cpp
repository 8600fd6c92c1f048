#include "matgrad/autodiff/operations/distance.hpp"

#include <string>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/euclidean_norm.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/piecewise_op.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

/// m×n for X (d×m) and Y (d×n).
Shape pairs_of(std::string_view function, const Expr& x, const Expr& y) {
  if (x.rows() == y.rows()) return {x.cols(), y.cols()};
  ShapeError error(std::string(function) + ": the columns of " + described(x) + " and " + described(y) +
                   " have different lengths");
  if (x.cols() == y.cols()) error.add_context("points are columns: transpose both matrices if yours are rows");
  throw error;
}

void require_shape(std::string_view function, const Expr& a, Shape wanted, std::string_view role) {
  if (a.shape() != wanted)
    throw ShapeError(std::string(function) + ": " + described(a) + " must be " + to_string(wanted) + ", " +
                     std::string(role));
}

/// The columns of `a`, each times the sum of a row of `weights`.
Expr times_row_sums(const Expr& a, const Expr& weights) {
  return hadamard(a, rows(transpose(row_sums(weights)), a));
}

double flops_of_pairs(const Expr& z) {
  const Expr &x = z.input(0), &y = z.input(1);
  return 3 * static_cast<double>(x.rows()) * static_cast<double>(x.cols()) * static_cast<double>(y.cols());
}

class PairwiseSquaredDistances final : public OpOf<PairwiseSquaredDistances> {
 public:
  static constexpr std::string_view function = "pairwise_squared_distances";

  Shape shape(std::span<const Expr> inputs) const override { return pairs_of(function, inputs[0], inputs[1]); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    for (Index j = 0; j < out.cols(); ++j)
      for (Index i = 0; i < out.rows(); ++i)
        out(i, j) = static_cast<Scalar>(blockwise_sum((in[0].col(i) - in[1].col(j)).array().square()));
  }
  ValueRange value_range() const override { return ValueRange::nonnegative; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr &x = z.input(0), &y = z.input(1);
    return 2 * (i == 0 ? weighted_differences(x, y, adjoint) : weighted_differences(y, x, transpose(adjoint)));
  }
  double cost(const Expr& z) const override { return flops_of_pairs(z); }
};

class PairwiseDistances final : public OpOf<PairwiseDistances>, public PiecewiseOp {
 public:
  static constexpr std::string_view function = "pairwise_distances";

  Shape shape(std::span<const Expr> inputs) const override { return pairs_of(function, inputs[0], inputs[1]); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    for (Index j = 0; j < out.cols(); ++j)
      for (Index i = 0; i < out.rows(); ++i) out(i, j) = euclidean_norm(in[0].col(i) - in[1].col(j));
  }
  ValueRange value_range() const override { return ValueRange::nonnegative; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr &x = z.input(0), &y = z.input(1);
    const Expr weights = divide_or_zero(adjoint, z, QuotientText::call);
    return i == 0 ? weighted_differences(x, y, weights) : weighted_differences(y, x, transpose(weights));
  }
  double cost(const Expr& z) const override { return flops_of_pairs(z); }
  Index piece_count(const Expr&) const override { return 1; }
  std::vector<Choice> choices(Inputs<long double> in) const override {
    // A point of a set never moves away from itself.
    const bool within_one_set = in[0].cols() == in[1].cols() && in[0] == in[1];
    bool at_kink = false;
    for (Index j = 0; j < in[1].cols(); ++j)
      for (Index i = 0; i < in[0].cols(); ++i)
        at_kink = at_kink || (in[0].col(i) == in[1].col(j) && !(within_one_set && i == j));
    return {{0, at_kink ? 0.0L : 1.0L}};
  }
  std::string piece_text(const Expr& z, Index) const override {
    return "the columns of " + to_text(z.input(0)) + " and " + to_text(z.input(1)) + " differ";
  }
};

class WeightedDifferences final : public OpOf<WeightedDifferences> {
 public:
  static constexpr std::string_view function = "weighted_differences";

  Shape shape(std::span<const Expr> inputs) const override {
    const Shape pairs = pairs_of(function, inputs[0], inputs[1]);
    require_shape(function, inputs[2], pairs, "a weight for each pair of columns");
    return inputs[0].shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setZero();
    for (Index i = 0; i < out.cols(); ++i)
      for (Index j = 0; j < in[1].cols(); ++j) out.col(i) += in[2](i, j) * (in[0].col(i) - in[1].col(j));
  }
  bool is_linear_in(std::size_t i) const override { return i == 2; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr& weights = z.input(2);
    if (i == 0) return times_row_sums(adjoint, weights);
    if (i == 1) return -matmul(adjoint, weights);
    return difference_products(z.input(0), z.input(1), adjoint);
  }
  double cost(const Expr& z) const override { return flops_of_pairs(z); }
};

class DifferenceProducts final : public OpOf<DifferenceProducts> {
 public:
  static constexpr std::string_view function = "difference_products";

  Shape shape(std::span<const Expr> inputs) const override {
    const Shape pairs = pairs_of(function, inputs[0], inputs[1]);
    require_shape(function, inputs[2], inputs[0].shape(), "a column for each column of the first operand");
    return pairs;
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    for (Index j = 0; j < out.cols(); ++j)
      for (Index i = 0; i < out.rows(); ++i)
        out(i, j) =
            static_cast<Scalar>(blockwise_sum((in[0].col(i) - in[1].col(j)).array() * in[2].col(i).array()));
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr& v = z.input(2);
    if (i == 0) return times_row_sums(v, adjoint);
    if (i == 1) return -matmul(v, adjoint);
    return weighted_differences(z.input(0), z.input(1), adjoint);
  }
  double cost(const Expr& z) const override { return flops_of_pairs(z); }
};

}  // namespace

Expr pairwise_squared_distances(const Operand& x, const Operand& y) {
  return apply(shared<PairwiseSquaredDistances>(), {x, y});
}
Expr pairwise_distances(const Operand& x, const Operand& y) { return apply(shared<PairwiseDistances>(), {x, y}); }
Expr weighted_differences(const Operand& x, const Operand& y, const Operand& w) {
  return apply(shared<WeightedDifferences>(), {x, y, w});
}
Expr difference_products(const Operand& x, const Operand& y, const Operand& v) {
  return apply(shared<DifferenceProducts>(), {x, y, v});
}

}  // namespace matgrad
