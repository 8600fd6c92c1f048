#pragma once

#include <string>
#include <string_view>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/notation.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/show/index_term.hpp"

namespace matgrad {

/// How an entry is written in index form.
struct IndexFormOptions {
  /// The letters of its row and column; of a column or row vector the first one is used, of a scalar none. Further
  /// ones are those of further labels, if they are free.
  std::string letters = "kl";
  /// Nodes that stand by a name, beside leaves and named intermediates.
  GivenNames names = {};
};

/// The entry of an expression at (row, column) in index form. A label 0 is the row and 1 the column.
struct IndexForm {
  Shape shape;
  IndexTerm entry;
  IndexFormOptions options;
};

/// The entry of `expr`: products and reductions become sums over indices (i, j, k, l, m, … save those in use),
/// transposes swap indices, elementwise operations act on entries. An operation that is none of these is written
/// as a matrix whose entry is taken: (K⁻¹)_kl. A named intermediate stands by its name, save `expr` itself.
/// Throws Error, which names the operation, where the formula is more than a few pages long.
IndexForm index_form(const Expr& expr, IndexFormOptions options = {});

/// "Σᵢ X_ik G_il", and with a name for the matrix "∂J/∂W_kl = Σᵢ X_ik G_il".
Notation notation_of(const IndexForm& form);
Notation notation_of(const IndexForm& form, std::string_view name);

/// What multiplies the entry of `leaf` in a product, or in each term of a sum over indices, which keep their
/// letters: in Σᵢ H_ik G_il it is H_ik for G. Throws Error unless that entry is one of the factors, and stands
/// nowhere else.
IndexForm factor_of(const IndexForm& form, const Expr& leaf);

/// A letter for each label, by its number: for the row, the column and those of an outermost sum.
std::string letters_of_sum(const IndexForm& form);

/// The number at (row, column).
double evaluate(const IndexForm& form, Index row, Index column, const EntryValues& values);

}  // namespace matgrad
