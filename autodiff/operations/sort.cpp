#include <algorithm>
#include <cmath>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/choices.hpp"
#include "matgrad/autodiff/operations/index_entry.hpp"
#include "matgrad/autodiff/operations/lanes.hpp"
#include "matgrad/autodiff/operations/order.hpp"
#include "matgrad/autodiff/operations/selection.hpp"

namespace matgrad {
namespace {

std::string label_of_order(std::string_view function, SortOrder order) {
  return std::string(function) + (order == SortOrder::descending ? "[descending]" : "");
}

/// Fills `out` with the positions that put each lane of `a` in order. Equal entries keep their order because their
/// positions are compared: no memory is needed, as a stable sort of the standard library would.
template <class Lanes, class Scalar>
void sort_positions(std::string_view function, const ConstView<Scalar>& a, SortOrder order, View<Scalar> out) {
  require_countable<Scalar>(function, Lanes::length(shape_of(a)));
  const auto precedes = [order](Scalar x, Scalar y) {
    if (std::isnan(x) || std::isnan(y)) return !std::isnan(x);
    return order == SortOrder::ascending ? x < y : x > y;
  };
  for (Index k = 0; k < Lanes::lanes(shape_of(a)); ++k) {
    const auto entry = [&](Scalar position) { return Lanes::at(a, k, static_cast<Index>(position)); };
    auto positions = Lanes::lane(out, k);
    for (Index i = 0; i < positions.size(); ++i) positions(i) = static_cast<Scalar>(i);
    std::sort(positions.begin(), positions.end(), [&](Scalar p, Scalar q) {
      const Scalar x = entry(p), y = entry(q);
      const bool equal = x == y || (std::isnan(x) && std::isnan(y));
      return equal ? p < q : precedes(x, y);
    });
  }
}

/// Base of an operation that puts lanes in order. Its pieces, the orders, are told apart by the entry that comes
/// first: the first, the second, or a later one.
template <class Derived, class Kind>
class Ordering : public OpOf<Derived>, public PiecewiseOp {
 public:
  Index piece_count(const Expr& z) const override { return std::min<Index>(Kind::length(z.shape()), 3); }
  std::vector<Choice> choices(Inputs<long double> in) const override {
    const Shape shape = shape_of(in[0]);
    const long double scale = greatest_entry(in);
    const SortOrder order = static_cast<const Derived&>(*this).order();
    Matrix<long double> positions(shape.rows, shape.cols);
    sort_positions<Kind>(Derived::function, in[0], order,
                         View<long double>(positions.data(), shape.rows, shape.cols));
    std::vector<Choice> found;
    for (Index lane = 0; lane < Kind::lanes(shape) && Kind::length(shape) > 0; ++lane) {
      const auto place = [&](Index k) { return static_cast<Index>(Kind::at(positions, lane, k)); };
      const auto entry = [&](Index k) { return Kind::at(in[0], lane, place(k)); };
      long double margin = scale;
      for (Index k = 1; k < Kind::length(shape); ++k) margin = std::min(margin, std::abs(entry(k) - entry(k - 1)));
      found.push_back({std::min<Index>(place(0), 2), scale > 0 ? margin / scale : 0});
    }
    return found;
  }
  std::string piece_text(const Expr& z, Index piece) const override {
    return (piece < 2 ? "entry " + std::to_string(piece) : std::string("an entry behind the second")) + " of a " +
           std::string(Kind::lane_name) + " of " + to_text(z.input(0)) + " comes first in " +
           std::string(Derived::function);
  }
  std::string boundary_text(const Expr& z) const override { return to_text(z.input(0)) + " has equal entries"; }
};

template <class Kind>
class Argsort final : public Ordering<Argsort<Kind>, Kind> {
 public:
  static constexpr std::string_view function = Kind::function;

  explicit Argsort(SortOrder order) : order_(order) {}

  auto attributes() const { return std::tuple(order_); }
  SortOrder order() const { return order_; }
  std::string label() const override { return label_of_order(function, order_); }
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    sort_positions<Kind>(function, in[0], order_, out);
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  double cost(const Expr& z) const override { return sorting_cost(z); }

  static double sorting_cost(const Expr& z) {
    const double length = static_cast<double>(Kind::length(z.shape()));
    return static_cast<double>(z.shape().size()) * std::log2(length + 1);
  }

 private:
  SortOrder order_;
};

struct ArgsortColumns : ByColumn {
  static constexpr std::string_view function = "argsort_columns";
};
struct ArgsortRows : ByRow {
  static constexpr std::string_view function = "argsort_rows";
};

template <class Kind>
class Sort final : public Ordering<Sort<Kind>, Kind> {
 public:
  static constexpr std::string_view function = Kind::function;

  explicit Sort(SortOrder order) : order_(order) {}

  auto attributes() const { return std::tuple(order_); }
  SortOrder order() const { return order_; }
  std::string label() const override { return label_of_order(function, order_); }
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    sort_positions<Kind>(function, in[0], order_, out);
    visit_entries<Kind>(shape_of(out), [&](Index lane, Index k) {
      Scalar& place = Kind::at(out, lane, k);
      place = Kind::at(in[0], lane, static_cast<Index>(place));
    });
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return Kind::scatter(adjoint, Kind::positions(z.input(0), order_), z.input(0));
  }
  double cost(const Expr& z) const override { return Argsort<Kind>::sorting_cost(z); }

 private:
  SortOrder order_;
};

struct SortColumns : ByColumn {
  static constexpr std::string_view function = "sort_columns";
  static Expr positions(const Expr& a, SortOrder order) { return argsort_columns(a, order); }
  static Expr scatter(const Expr& g, const Expr& p, const Expr& a) { return scatter_add_along_columns(g, p, a); }
};
struct SortRows : ByRow {
  static constexpr std::string_view function = "sort_rows";
  static Expr positions(const Expr& a, SortOrder order) { return argsort_rows(a, order); }
  static Expr scatter(const Expr& g, const Expr& p, const Expr& a) { return scatter_add_along_rows(g, p, a); }
};

// Whether a vector is a column; throws for a matrix that is neither a column nor a row.
bool is_column(std::string_view function, const Operand& vector) {
  if (vector.shape().cols == 1) return true;
  if (vector.shape().rows == 1) return false;
  const std::string name(function);
  ShapeError error(name + ": " + described(vector) + " is neither a column nor a row");
  error.add_context("write " + name + "_columns or " + name + "_rows");
  error.add_context(vector.source_line());
  throw error;
}

}  // namespace

Expr sort_columns(const Operand& a, SortOrder order) {
  return apply(std::make_shared<Sort<SortColumns>>(order), {a});
}
Expr sort_rows(const Operand& a, SortOrder order) { return apply(std::make_shared<Sort<SortRows>>(order), {a}); }
Expr sort(const Operand& vector, SortOrder order) {
  return is_column("sort", vector) ? sort_columns(vector, order) : sort_rows(vector, order);
}

Expr argsort_columns(const Operand& a, SortOrder order) {
  return apply(std::make_shared<Argsort<ArgsortColumns>>(order), {a});
}
Expr argsort_rows(const Operand& a, SortOrder order) {
  return apply(std::make_shared<Argsort<ArgsortRows>>(order), {a});
}
Expr argsort(const Operand& vector, SortOrder order) {
  return is_column("argsort", vector) ? argsort_columns(vector, order) : argsort_rows(vector, order);
}

}  // namespace matgrad
