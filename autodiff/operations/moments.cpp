#include "matgrad/autodiff/operations/moments.hpp"

#include <cmath>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/euclidean_norm.hpp"
#include "matgrad/autodiff/operations/lane_sums.hpp"

namespace matgrad {
namespace {

template <class Lanes>
Shape moment_shape(std::string_view function, const Expr& a, Index least) {
  const Index length = Lanes::length(a.shape());
  if (length >= least) return Lanes::shape(1, Lanes::lanes(a.shape()));
  ShapeError error(std::string(function) + ": " + described(a) + " has " + std::to_string(length) +
                   (length == 1 ? " entry" : " entries") + " in a " + std::string(Lanes::lane_name) +
                   ", at least " + std::to_string(least) + (least == 1 ? " is" : " are") + " needed");
  if (length == 1) error.add_context("Estimate::biased, which divides by their number, would fit");
  throw error;
}

struct StatisticsOfColumns : ByColumn {
  static Expr means(const Expr& a) { return column_means(a); }
};
struct StatisticsOfRows : ByRow {
  static Expr means(const Expr& a) { return row_means(a); }
};
struct OfAll : AllEntries {
  static Expr means(const Expr& a) { return mean(a); }
};

template <class Kind>
class Means final : public OpOf<Means<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override { return moment_shape<Kind>(function, inputs[0], 1); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    write_lane_sums<Kind>(in[0], out);
    out /= static_cast<Scalar>(Kind::length(shape_of(in[0])));
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    return Kind::spread(divide(adjoint, Kind::length_of(a)), a);
  }
  double cost(const Expr& z) const override { return static_cast<double>(z.input(0).shape().size()); }
};

/// What variances and standard deviations share: `Kind` states lanes, means and name.
template <class Derived, class Kind>
class SpreadOp : public OpOf<Derived> {
 public:
  static constexpr std::string_view function = Kind::function;

  explicit SpreadOp(Estimate estimate) : estimate_(estimate) {}

  auto attributes() const { return std::tuple(estimate_); }
  std::string label() const override { return std::string(function) + (lost() == 0 ? "[biased]" : ""); }
  Shape shape(std::span<const Expr> inputs) const override {
    return moment_shape<Kind>(function, inputs[0], 1 + lost());
  }
  ValueRange value_range() const override { return ValueRange::nonnegative; }
  double cost(const Expr& z) const override { return 5 * static_cast<double>(z.input(0).shape().size()); }

 protected:
  /// Calls visit(lane, deviations, N) with the lazy deviations of each lane from its mean.
  template <class Scalar>
  void visit_deviations(const ConstView<Scalar>& a, auto&& visit) const {
    const Index length = Kind::length(shape_of(a));
    for (Index k = 0; k < Kind::lanes(shape_of(a)); ++k) {
      const auto lane = Kind::lane(a, k);
      // From the first entry: deviations of equal numbers are then exactly 0.
      const Scalar first = lane(0);
      const auto mean =
          static_cast<Scalar>(blockwise_sum(lane.array() - first) / static_cast<Total<Scalar>>(length));
      visit(k, ((lane.array() - first) - mean).matrix(), static_cast<Scalar>(length - lost()));
    }
  }
  /// A less its means, and N, as expressions.
  static Expr deviations(const Expr& a) { return a - Kind::spread(Kind::means(a), a); }
  Expr divisor(const Expr& a) const { return lost() == 0 ? Kind::length_of(a) : Kind::length_of(a) - 1; }

 private:
  Index lost() const { return estimate_ == Estimate::unbiased ? 1 : 0; }

  Estimate estimate_;
};

template <class Kind>
class Variances final : public SpreadOp<Variances<Kind>, Kind> {
 public:
  using SpreadOp<Variances<Kind>, Kind>::SpreadOp;

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    this->template visit_deviations<Scalar>(in[0], [&](Index lane, const auto& deviations, Scalar n) {
      out.data()[lane] = static_cast<Scalar>(blockwise_sum(deviations.array().square()) / n);
    });
  }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    return hadamard(Kind::spread(divide(2 * adjoint, this->divisor(a)), a), this->deviations(a));
  }
};

template <class Kind>
class StandardDeviations final : public SpreadOp<StandardDeviations<Kind>, Kind> {
 public:
  using SpreadOp<StandardDeviations<Kind>, Kind>::SpreadOp;

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    this->template visit_deviations<Scalar>(in[0], [&](Index lane, const auto& deviations, Scalar n) {
      out.data()[lane] = euclidean_norm(deviations) / std::sqrt(n);
    });
  }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    return hadamard(Kind::spread(adjoint, a),
                    divide_or_zero(this->deviations(a), Kind::spread(this->divisor(a) * z, a)));
  }
};

struct ColumnMeans : StatisticsOfColumns {
  static constexpr std::string_view function = "column_means";
};
struct RowMeans : StatisticsOfRows {
  static constexpr std::string_view function = "row_means";
};
struct ColumnVariances : StatisticsOfColumns {
  static constexpr std::string_view function = "column_variances";
};
struct RowVariances : StatisticsOfRows {
  static constexpr std::string_view function = "row_variances";
};
struct Variance : OfAll {
  static constexpr std::string_view function = "variance";
};
struct ColumnStandardDeviations : StatisticsOfColumns {
  static constexpr std::string_view function = "column_standard_deviations";
};
struct RowStandardDeviations : StatisticsOfRows {
  static constexpr std::string_view function = "row_standard_deviations";
};
struct StandardDeviation : OfAll {
  static constexpr std::string_view function = "standard_deviation";
};

template <class Operation>
Expr spread_of(const Operand& a, Estimate estimate) {
  return apply(std::make_shared<Operation>(estimate), {a});
}

}  // namespace

Expr column_means(const Operand& a) { return apply(shared<Means<ColumnMeans>>(), {a}); }
Expr row_means(const Operand& a) { return apply(shared<Means<RowMeans>>(), {a}); }

Expr column_variances(const Operand& a, Estimate estimate) {
  return spread_of<Variances<ColumnVariances>>(a, estimate);
}
Expr row_variances(const Operand& a, Estimate estimate) { return spread_of<Variances<RowVariances>>(a, estimate); }
Expr variance(const Operand& a, Estimate estimate) { return spread_of<Variances<Variance>>(a, estimate); }

Expr column_standard_deviations(const Operand& a, Estimate estimate) {
  return spread_of<StandardDeviations<ColumnStandardDeviations>>(a, estimate);
}
Expr row_standard_deviations(const Operand& a, Estimate estimate) {
  return spread_of<StandardDeviations<RowStandardDeviations>>(a, estimate);
}
Expr standard_deviation(const Operand& a, Estimate estimate) {
  return spread_of<StandardDeviations<StandardDeviation>>(a, estimate);
}

}  // namespace matgrad
