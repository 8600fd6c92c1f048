#include <cmath>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/choices.hpp"
#include "matgrad/autodiff/operations/index_entry.hpp"
#include "matgrad/autodiff/operations/lanes.hpp"
#include "matgrad/autodiff/operations/order.hpp"
#include "matgrad/autodiff/operations/selection.hpp"

namespace matgrad {
namespace {

// A later entry takes the place only where it is strictly better: of equal ones the first counts, and NaN is best.
struct Greatest {
  static constexpr std::string_view extreme_name = "greatest";
  template <class Scalar>
  static bool beats(Scalar x, Scalar best) {
    return !(x <= best) && !std::isnan(best);
  }
};
struct Least {
  static constexpr std::string_view extreme_name = "least";
  template <class Scalar>
  static bool beats(Scalar x, Scalar best) {
    return !(x >= best) && !std::isnan(best);
  }
};

/// One result a lane, of which each needs an entry.
template <class Lanes>
Shape one_a_lane(std::string_view function, const Expr& a) {
  if (Lanes::length(a.shape()) == 0)
    throw ShapeError(std::string(function) + ": " + described(a) + " has no entries in a " +
                     std::string(Lanes::lane_name));
  return Lanes::shape(1, Lanes::lanes(a.shape()));
}

/// Which place of each lane wins, and by how much the next one loses.
template <class Kind>
std::vector<Choice> winners(Inputs<long double> in) {
  const Shape shape = shape_of(in[0]);
  const long double scale = greatest_entry(in);
  std::vector<Choice> found;
  for (Index lane = 0; lane < Kind::lanes(shape); ++lane) {
    Index best = 0;
    const auto entry = [&](Index k) { return Kind::at(in[0], lane, k); };
    for (Index k = 1; k < Kind::length(shape); ++k)
      if (Kind::beats(entry(k), entry(best))) best = k;
    long double margin = Kind::length(shape) > 1 ? std::numeric_limits<long double>::infinity() : scale;
    for (Index k = 0; k < Kind::length(shape); ++k)
      if (k != best) margin = std::min(margin, std::abs(entry(k) - entry(best)));
    found.push_back({piece_of_place(best, Kind::length(shape)), scale > 0 ? margin / scale : 0});
  }
  return found;
}

template <class Kind>
Index winner_count(const Expr& z) {
  return std::min(Kind::length(z.input(0).shape()), most_pieces);
}

template <class Kind>
std::string winner_text(const Expr& z, Index piece) {
  return "entry " + std::to_string(piece) + " of a " + std::string(Kind::lane_name) + " of " +
         to_text(z.input(0)) + " wins in " + std::string(z.op().name());
}

template <class Kind>
std::string tie_text(const Expr& z) {
  return to_text(z.input(0)) + " has several " + std::string(Kind::extreme_name) + " entries";
}

/// `Kind` states lanes, order, name, and the public functions for the position and for what flows back there.
template <class Kind>
class Extreme final : public OpOf<Extreme<Kind>>, public PiecewiseOp {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override { return one_a_lane<Kind>(function, inputs[0]); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    visit_entries<Kind>(shape_of(in[0]), [&](Index lane, Index k) {
      const Scalar x = Kind::at(in[0], lane, k);
      Scalar& best = out.data()[lane];
      if (k == 0 || Kind::beats(x, best)) best = x;
    });
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return Kind::scatter(adjoint, Kind::position(z.input(0)), z.input(0));
  }
  double cost(const Expr& z) const override { return static_cast<double>(z.input(0).shape().size()); }
  Index piece_count(const Expr& z) const override { return winner_count<Kind>(z); }
  std::vector<Choice> choices(Inputs<long double> in) const override { return winners<Kind>(in); }
  std::string piece_text(const Expr& z, Index piece) const override { return winner_text<Kind>(z, piece); }
  std::string boundary_text(const Expr& z) const override { return tie_text<Kind>(z); }
};

template <class Kind>
class ArgExtreme final : public OpOf<ArgExtreme<Kind>>, public PiecewiseOp {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override { return one_a_lane<Kind>(function, inputs[0]); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    require_countable<Scalar>(function, Kind::length(shape_of(in[0])));
    out.setZero();
    visit_entries<Kind>(shape_of(in[0]), [&](Index lane, Index k) {
      Scalar& best = out.data()[lane];
      const Scalar x = Kind::at(in[0], lane, k), greatest = Kind::at(in[0], lane, static_cast<Index>(best));
      if (Kind::beats(x, greatest)) best = static_cast<Scalar>(k);
    });
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  double cost(const Expr& z) const override { return static_cast<double>(z.input(0).shape().size()); }
  Index piece_count(const Expr& z) const override { return winner_count<Kind>(z); }
  std::vector<Choice> choices(Inputs<long double> in) const override { return winners<Kind>(in); }
  std::string piece_text(const Expr& z, Index piece) const override { return winner_text<Kind>(z, piece); }
  std::string boundary_text(const Expr& z) const override { return tie_text<Kind>(z); }
};

struct OfColumn : ByColumn {
  static Expr scatter(const Expr& g, const Expr& position, const Expr& a) {
    return scatter_add_along_columns(g, position, a);
  }
};
struct OfRow : ByRow {
  static Expr scatter(const Expr& g, const Expr& position, const Expr& a) {
    return scatter_add_along_rows(g, position, a);
  }
};

struct ColumnMax : OfColumn, Greatest {
  static constexpr std::string_view function = "column_max";
  static Expr position(const Expr& a) { return column_argmax(a); }
};
struct ColumnMin : OfColumn, Least {
  static constexpr std::string_view function = "column_min";
  static Expr position(const Expr& a) { return column_argmin(a); }
};
struct RowMax : OfRow, Greatest {
  static constexpr std::string_view function = "row_max";
  static Expr position(const Expr& a) { return row_argmax(a); }
};
struct RowMin : OfRow, Least {
  static constexpr std::string_view function = "row_min";
  static Expr position(const Expr& a) { return row_argmin(a); }
};
struct ColumnArgmax : ByColumn, Greatest {
  static constexpr std::string_view function = "column_argmax";
};
struct ColumnArgmin : ByColumn, Least {
  static constexpr std::string_view function = "column_argmin";
};
struct RowArgmax : ByRow, Greatest {
  static constexpr std::string_view function = "row_argmax";
};
struct RowArgmin : ByRow, Least {
  static constexpr std::string_view function = "row_argmin";
};
struct Argmax : AllEntries, Greatest {
  static constexpr std::string_view function = "argmax";
};
struct Argmin : AllEntries, Least {
  static constexpr std::string_view function = "argmin";
};

void require_entries(std::string_view function, const Operand& a) {
  if (a.shape().size() > 0) return;
  ShapeError error(std::string(function) + ": " + described(a) + " has no entries");
  error.add_context(a.source_line());
  throw error;
}

}  // namespace

Expr column_max(const Operand& a) { return apply(shared<Extreme<ColumnMax>>(), {a}); }
Expr column_min(const Operand& a) { return apply(shared<Extreme<ColumnMin>>(), {a}); }
Expr row_max(const Operand& a) { return apply(shared<Extreme<RowMax>>(), {a}); }
Expr row_min(const Operand& a) { return apply(shared<Extreme<RowMin>>(), {a}); }
Expr max(const Operand& a) {
  require_entries("max", a);
  return row_max(column_max(a));
}
Expr min(const Operand& a) {
  require_entries("min", a);
  return row_min(column_min(a));
}

Expr column_argmax(const Operand& a) { return apply(shared<ArgExtreme<ColumnArgmax>>(), {a}); }
Expr column_argmin(const Operand& a) { return apply(shared<ArgExtreme<ColumnArgmin>>(), {a}); }
Expr row_argmax(const Operand& a) { return apply(shared<ArgExtreme<RowArgmax>>(), {a}); }
Expr row_argmin(const Operand& a) { return apply(shared<ArgExtreme<RowArgmin>>(), {a}); }
Expr argmax(const Operand& a) { return apply(shared<ArgExtreme<Argmax>>(), {a}); }
Expr argmin(const Operand& a) { return apply(shared<ArgExtreme<Argmin>>(), {a}); }

}  // namespace matgrad
