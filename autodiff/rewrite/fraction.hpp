#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "matgrad/autodiff/rewrite/factor_counts.hpp"
#include "matgrad/autodiff/rewrite/folded_number.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"

namespace matgrad {

/// The exponent of a power that is a repeated product entry by entry, else 1.
std::ptrdiff_t repetitions(const Expr& expr);

/// Whether `expr` is a quotient entry by entry, or by a scalar.
bool is_quotient(const Expr& expr);

/// The smallest number in an open sum, if it is not 1 and divides all others: ½ in ½ A − 3 B.
std::optional<double> number_in_front(const Expr& sum, const NormalFormBuilder& form);
/// The terms of a sum divided by a number.
Expr over_number(const Expr& sum, double number, NormalFormBuilder& form);

/// A number times scalars over scalars times a product: of elementwise factors over such, or of a chain of
/// matrices. What stands above and below cancels; for that alone a product or quotient that is kept whole opens.
class Fraction {
 public:
  Fraction(NormalFormBuilder& form, double number, Shape shape) : form_(form), shape_(shape), number_(number) {}

  void multiply(const Expr& factor) { add(factor, true, 1); }
  void divide_by(const Expr& factor) { add(factor, false, 1); }
  /// A factor of a chain of matrices, which stands after those before it.
  void append(const Expr& factor);

  /// Nothing if the number leaves the range of normal numbers.
  std::optional<Expr> result();

 private:
  bool is_open(const Expr& expr) const { return !form_.is_whole(expr); }
  Expr interned(const Expr& expr) { return form_.interner().intern(expr); }
  Expr scaled(double number, const Expr& core);
  void add_number(double number, bool above, std::ptrdiff_t count);
  void add(const Expr& factor, bool above, std::ptrdiff_t count);
  bool add_parts(const Expr& core, bool above, std::ptrdiff_t count);
  Expr without_number(const Expr& factor, std::ptrdiff_t count);

  bool has_factor(const Expr& factor, bool above) const;
  bool would_cancel(const Expr& core, bool above) const;
  std::optional<FactorCounts::Factor> take_whole_that_cancels(FactorCounts& side, bool above) const;
  void open_what_cancels();
  Expr without_cofactor(const Expr& factor, std::ptrdiff_t count);
  void invert_cofactors();

  std::vector<Expr> numerator(const FactorCounts& factors);
  Expr denominator(const FactorCounts& factors, Shape shape);
  Expr matrix_part();
  Expr over_scalars(const Expr& core);
  Expr whole_number();

  NormalFormBuilder& form_;
  Shape shape_;
  std::optional<double> number_;
  FactorCounts scalars_over_, scalars_under_, over_, under_;
  std::vector<Expr> chain_;
};

}  // namespace matgrad
