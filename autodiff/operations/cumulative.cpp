#include "matgrad/autodiff/operations/cumulative.hpp"

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/lanes.hpp"
#include "matgrad/autodiff/operations/rearrangement.hpp"

namespace matgrad {
namespace {

struct DownRows {
  using Lanes = ByColumn;
  static Expr sums(const Expr& a) { return cumulative_column_sums(a); }
  static Expr products(const Expr& a) { return cumulative_column_products(a); }
  static Expr reverse_recurrence(const Expr& a, const Expr& b) { return reverse_column_recurrence(a, b); }
  static Expr flip(const Expr& a) { return flip_rows(a); }
  static Expr shift(const Expr& a, double filling) { return shift_rows(a, 1, filling); }
  static Expr behind_first(const Expr& g, const Expr& a) { return place(g, 1, 0, a); }
};

struct AcrossRows {
  using Lanes = ByRow;
  static Expr sums(const Expr& a) { return cumulative_row_sums(a); }
  static Expr products(const Expr& a) { return cumulative_row_products(a); }
  static Expr reverse_recurrence(const Expr& a, const Expr& b) { return reverse_row_recurrence(a, b); }
  static Expr flip(const Expr& a) { return flip_columns(a); }
  static Expr shift(const Expr& a, double filling) { return shift_columns(a, 1, filling); }
  static Expr behind_first(const Expr& g, const Expr& a) { return place(g, 0, 1, a); }
};

template <class Kind>
class CumulativeSums final : public OpOf<CumulativeSums<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    using Lanes = typename Kind::Lanes;
    visit_entries<Lanes>(shape_of(out), [&](Index lane, Index k) {
      const Scalar x = Lanes::at(in[0], lane, k);
      Lanes::at(out, lane, k) = k == 0 ? x : Lanes::at(out, lane, k - 1) + x;
    });
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override {
    return Kind::flip(Kind::sums(Kind::flip(adjoint)));
  }
  bool may_overwrite(std::size_t) const override { return true; }
};

template <class Kind>
class CumulativeProducts final : public OpOf<CumulativeProducts<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    using Lanes = typename Kind::Lanes;
    visit_entries<Lanes>(shape_of(out), [&](Index lane, Index k) {
      const Scalar x = Lanes::at(in[0], lane, k);
      Lanes::at(out, lane, k) = k == 0 ? x : Lanes::at(out, lane, k - 1) * x;
    });
  }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return hadamard(Kind::shift(z, 1), Kind::reverse_recurrence(z.input(0), adjoint));
  }
  bool may_overwrite(std::size_t) const override { return true; }
};

template <class Kind>
class Products final : public OpOf<Products<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override {
    using Lanes = typename Kind::Lanes;
    return Lanes::shape(1, Lanes::lanes(inputs[0].shape()));
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    using Lanes = typename Kind::Lanes;
    out.setOnes();
    visit_entries<Lanes>(shape_of(in[0]),
                         [&](Index lane, Index k) { out.data()[lane] *= Lanes::at(in[0], lane, k); });
  }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    const Expr before = Kind::shift(Kind::products(a), 1);
    const Expr behind = Kind::flip(Kind::shift(Kind::products(Kind::flip(a)), 1));
    return hadamard(std::vector{Kind::Lanes::spread(adjoint, a), before, behind});
  }
  double cost(const Expr& z) const override { return static_cast<double>(z.input(0).shape().size()); }
};

template <class Kind>
class Differences final : public OpOf<Differences<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override {
    using Lanes = typename Kind::Lanes;
    const Index length = Lanes::length(inputs[0].shape());
    if (length == 0)
      throw ShapeError(std::string(function) + ": " + described(inputs[0]) + " has no entries in a " +
                       std::string(Lanes::lane_name));
    return Lanes::shape(length - 1, Lanes::lanes(inputs[0].shape()));
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    using Lanes = typename Kind::Lanes;
    visit_entries<Lanes>(shape_of(out), [&](Index lane, Index k) {
      Lanes::at(out, lane, k) = Lanes::at(in[0], lane, k + 1) - Lanes::at(in[0], lane, k);
    });
  }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    return Kind::behind_first(adjoint, a) - place(adjoint, 0, 0, a);
  }
};

struct ColumnSumsSoFar : DownRows {
  static constexpr std::string_view function = "cumulative_column_sums";
};
struct RowSumsSoFar : AcrossRows {
  static constexpr std::string_view function = "cumulative_row_sums";
};
struct ColumnProductsSoFar : DownRows {
  static constexpr std::string_view function = "cumulative_column_products";
};
struct RowProductsSoFar : AcrossRows {
  static constexpr std::string_view function = "cumulative_row_products";
};
struct ColumnProducts : DownRows {
  static constexpr std::string_view function = "column_products";
};
struct RowProducts : AcrossRows {
  static constexpr std::string_view function = "row_products";
};
struct ColumnDifferences : DownRows {
  static constexpr std::string_view function = "column_differences";
};
struct RowDifferences : AcrossRows {
  static constexpr std::string_view function = "row_differences";
};

}  // namespace

Expr cumulative_column_sums(const Operand& a) { return apply(shared<CumulativeSums<ColumnSumsSoFar>>(), {a}); }
Expr cumulative_row_sums(const Operand& a) { return apply(shared<CumulativeSums<RowSumsSoFar>>(), {a}); }
Expr cumulative_column_products(const Operand& a) {
  return apply(shared<CumulativeProducts<ColumnProductsSoFar>>(), {a});
}
Expr cumulative_row_products(const Operand& a) {
  return apply(shared<CumulativeProducts<RowProductsSoFar>>(), {a});
}
Expr column_products(const Operand& a) { return apply(shared<Products<ColumnProducts>>(), {a}); }
Expr row_products(const Operand& a) { return apply(shared<Products<RowProducts>>(), {a}); }
Expr column_differences(const Operand& a) { return apply(shared<Differences<ColumnDifferences>>(), {a}); }
Expr row_differences(const Operand& a) { return apply(shared<Differences<RowDifferences>>(), {a}); }

}  // namespace matgrad
