#include <algorithm>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/lanes.hpp"
#include "matgrad/autodiff/operations/part_place.hpp"
#include "matgrad/autodiff/operations/selection.hpp"

namespace matgrad {
namespace {

using Indices = std::vector<Index>;

// A lane is what an index names: a row or a column.
struct OfRows : ByRow {
  static constexpr PartPlace::Kind kind = PartPlace::Kind::rows;
  static Expr gather(const Expr& a, const Indices& indices) { return gather_rows(a, indices); }
  static Expr scatter(const Expr& b, const Indices& indices, const Expr& a) {
    return scatter_add_rows(b, indices, a);
  }
};
struct OfColumns : ByColumn {
  static constexpr PartPlace::Kind kind = PartPlace::Kind::columns;
  static Expr gather(const Expr& a, const Indices& indices) { return gather_columns(a, indices); }
  static Expr scatter(const Expr& b, const Indices& indices, const Expr& a) {
    return scatter_add_columns(b, indices, a);
  }
};

template <class Lanes>
void check_indices(std::string_view function, const Indices& indices, const Expr& a) {
  const Index count = Lanes::lanes(a.shape());
  for (std::size_t k = 0; k < indices.size(); ++k) {
    if (indices[k] >= 0 && indices[k] < count) continue;
    ShapeError error(std::string(function) + ": " + described(a) + " has no " + std::string(Lanes::lane_name) +
                     " " + std::to_string(indices[k]) +
                     (count == 0 ? ", as it has no " + std::string(Lanes::lane_names)
                                 : ": its " + std::string(Lanes::lane_names) + " are counted from 0 to " +
                                       std::to_string(count - 1)));
    error.add_context("this is index " + std::to_string(k) + " of the list, also counted from 0");
    throw error;
  }
}

// A batch may have thousands of indices: print shows where they begin.
std::string label_of_indices(std::string_view function, const Indices& indices) {
  constexpr std::size_t shown = 8;
  if (indices.size() <= shown) return label_of(function, std::tie(indices));
  const Indices first(indices.begin(), indices.begin() + shown);
  return std::string(function) + "[" + attribute_text(first) + " …]";
}

template <class Kind>
class Gather final : public OpOf<Gather<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  explicit Gather(Indices indices) : indices_(std::move(indices)) {}

  auto attributes() const { return std::tie(indices_); }
  std::string label() const override { return label_of_indices(function, indices_); }
  Shape shape(std::span<const Expr> inputs) const override {
    check_indices<Kind>(function, indices_, inputs[0]);
    return Kind::shape(Kind::length(inputs[0].shape()), static_cast<Index>(indices_.size()));
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    visit_entries<Kind>(shape_of(out), [&](Index lane, Index k) {
      Kind::at(out, lane, k) = Kind::at(in[0], indices_[static_cast<std::size_t>(lane)], k);
    });
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return Kind::scatter(adjoint, indices_, z.input(0));
  }

 private:
  Indices indices_;
};

template <class Kind>
class ScatterAdd final : public OpOf<ScatterAdd<Kind>>, public Placer {
 public:
  static constexpr std::string_view function = Kind::function;

  explicit ScatterAdd(Indices indices) : indices_(std::move(indices)) {}

  auto attributes() const { return std::tie(indices_); }
  std::string label() const override { return label_of_indices(function, indices_); }
  Shape shape(std::span<const Expr> inputs) const override {
    const Expr &b = inputs[0], &a = inputs[1];
    check_indices<Kind>(function, indices_, a);
    const Shape wanted = Kind::shape(Kind::length(a.shape()), static_cast<Index>(indices_.size()));
    if (b.shape() != wanted) {
      ShapeError error(std::string(function) + ": " + described(b) + " does not fit " + described(a) + " and " +
                       std::to_string(indices_.size()) + " indices");
      error.add_context(to_string(wanted) + " would fit");
      throw error;
    }
    return a.shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setZero();
    visit_entries<Kind>(shape_of(in[0]), [&](Index lane, Index k) {
      Kind::at(out, indices_[static_cast<std::size_t>(lane)], k) += Kind::at(in[0], lane, k);
    });
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return i == 0 ? Kind::gather(adjoint, indices_) : zeros_like(z.input(1));
  }
  bool uses_value(std::size_t i) const override { return i == 0; }
  double cost(const Expr& z) const override { return static_cast<double>(z.input(0).shape().size()); }
  std::vector<PartPlace> places(const Expr&) const override { return {{Kind::kind, 0, 0, indices_}}; }

 private:
  Indices indices_;
};

struct GatherRows : OfRows {
  static constexpr std::string_view function = "gather_rows";
};
struct GatherColumns : OfColumns {
  static constexpr std::string_view function = "gather_columns";
};
struct ScatterAddRows : OfRows {
  static constexpr std::string_view function = "scatter_add_rows";
};
struct ScatterAddColumns : OfColumns {
  static constexpr std::string_view function = "scatter_add_columns";
};

}  // namespace

Expr gather_rows(const Operand& a, std::vector<Index> rows) {
  return apply(std::make_shared<Gather<GatherRows>>(std::move(rows)), {a});
}
Expr gather_columns(const Operand& a, std::vector<Index> columns) {
  return apply(std::make_shared<Gather<GatherColumns>>(std::move(columns)), {a});
}
Expr scatter_add_rows(const Operand& b, std::vector<Index> rows, const Operand& a) {
  return apply(std::make_shared<ScatterAdd<ScatterAddRows>>(std::move(rows)), {b, a});
}
Expr scatter_add_columns(const Operand& b, std::vector<Index> columns, const Operand& a) {
  return apply(std::make_shared<ScatterAdd<ScatterAddColumns>>(std::move(columns)), {b, a});
}

}  // namespace matgrad
