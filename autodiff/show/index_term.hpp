#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// One entry of a matrix expression, written with entries of what it is made of: a small tree. An index is a
/// number; no_index stands where a matrix has one row or column only.
struct IndexTerm {
  using Label = int;
  static constexpr Label no_index = -1;

  enum class Kind {
    number,     // value
    entry,      // of expr at (row, column)
    delta,      // 1 if row and column are the same number, else 0
    sum,        // Σ coefficients · parts
    product,    // of parts
    quotient,   // of two parts
    function,   // the elementwise operation of expr (whose inputs are placeholders), applied to parts
    summation,  // of the part over labels, each from 0 to below its range
  };

  Kind kind = Kind::number;
  double value = 0;
  std::optional<Expr> expr = {};
  Label row = no_index, column = no_index;
  std::vector<IndexTerm> parts = {};
  std::vector<double> coefficients = {};
  std::vector<Label> labels = {};
  std::vector<Index> ranges = {};

  // These simplify: numbers are multiplied out, sums within sums and products within products are taken apart, a
  // sum over a δ is carried out, and a product of sums over indices is one sum over all of them.
  static IndexTerm number(double value);
  static IndexTerm entry(const Expr& expr, Label row, Label column);
  static IndexTerm delta(Label row, Label column);
  static IndexTerm sum(std::vector<double> coefficients, std::vector<IndexTerm> terms);
  static IndexTerm product(std::vector<IndexTerm> factors);
  static IndexTerm quotient(IndexTerm above, IndexTerm below);
  static IndexTerm function(const Expr& operation, std::vector<IndexTerm> arguments);
  /// The sum of a product.
  static IndexTerm summation(std::vector<Label> labels, std::vector<Index> ranges, std::vector<IndexTerm> factors);

  bool is_number(double wanted) const { return kind == Kind::number && value == wanted; }
};

/// The values of entries: what a leaf, a named or other intermediate has at (row, column).
using EntryValues = std::function<double(const Expr& expr, Index row, Index column)>;

/// The number that `term` stands for, where free labels have the given values by number.
double evaluate(const IndexTerm& term, const std::vector<Index>& at, const EntryValues& values);

}  // namespace matgrad
