#pragma once

#include <string>
#include <vector>

#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {

/// What an operation that is smooth piece by piece has chosen, for one entry or lane of its result.
struct Choice {
  Index piece = 0;  // counted from 0
  /// By how much an input would have to change for another piece, relative to its greatest entry; 0 at a kink.
  long double margin = 0;
};

/// Base beside Op for an operation that is smooth only piece by piece. One that is not of this class is smooth
/// wherever it has a value.
class PiecewiseOp {
 public:
  /// How many pieces there are: 2 of abs; 1 where there is only a kink (norm at 0).
  virtual Index piece_count(const Expr& z) const = 0;
  /// Which of them is taken at these inputs, once for each entry or lane of the result.
  virtual std::vector<Choice> choices(Inputs<long double> inputs) const = 0;
  /// Where a piece is taken: "x < 0".
  virtual std::string piece_text(const Expr& z, Index piece) const = 0;
  /// What holds where two pieces meet: "A has equal entries". Empty where the text of a piece says it.
  virtual std::string boundary_text(const Expr&) const { return {}; }

 protected:
  ~PiecewiseOp() = default;
};

/// The operation of `expr` as one of these, else null.
inline const PiecewiseOp* as_piecewise(const Expr& expr) { return dynamic_cast<const PiecewiseOp*>(&expr.op()); }

}  // namespace matgrad
