#include "matgrad/autodiff/operations/normalise.hpp"

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/euclidean_norm.hpp"
#include "matgrad/autodiff/operations/lanes.hpp"

namespace matgrad {
namespace {

template <class Kind>
class LaneNorms final : public OpOf<LaneNorms<Kind>> {
 public:
  static constexpr std::string_view function = Kind::function;

  Shape shape(std::span<const Expr> inputs) const override {
    return Kind::shape(1, Kind::lanes(inputs[0].shape()));
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    for (Index k = 0; k < out.size(); ++k) out.data()[k] = euclidean_norm(Kind::lane(in[0], k));
  }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    return hadamard(Kind::spread(adjoint, a), divide_or_zero(a, Kind::spread(z, a)));
  }
  ValueRange value_range() const override { return ValueRange::nonnegative; }
  double cost(const Expr& z) const override { return 2 * static_cast<double>(z.input(0).shape().size()); }
};

struct ColumnNorms : ByColumn {
  static constexpr std::string_view function = "column_norms";
};
struct RowNorms : ByRow {
  static constexpr std::string_view function = "row_norms";
};

}  // namespace

Expr column_norms(const Operand& a) { return apply(shared<LaneNorms<ColumnNorms>>(), {a}); }
Expr row_norms(const Operand& a) { return apply(shared<LaneNorms<RowNorms>>(), {a}); }
Expr normalised_columns(const Operand& a) { return divide_or_zero(a, rows(column_norms(a), a)); }
Expr normalised_rows(const Operand& a) { return divide_or_zero(a, columns(row_norms(a), a)); }

Expr clip_by_norm(const Operand& a, const Operand& c) {
  if (!c.shape().is_scalar()) {
    ShapeError error("clip_by_norm: the greatest norm " + described(c) + " is not a scalar (1×1)");
    error.add_context(a.source_line());
    throw error;
  }
  // c first: where both are equal it is the maximum, so that nothing is rescaled there.
  return divide_or_zero(c, maximum(c, norm(a))) * a.expr();
}

}  // namespace matgrad
