#pragma once

#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/leaf_values.hpp"
#include "matgrad/autodiff/tape/function.hpp"

namespace matgrad {

// In the header, because results are made in the caller's code: how Eigen allocates depends on compiler flags.

/// The values of several expressions where their leaves have these values, in order. It compiles a Function and
/// calls it once; to evaluate again at other values, make a Function and keep it.
///
/// Leaves that do not occur may have values too. Throws what a Function throws: MissingInputError for a leaf
/// without value, ShapeError for a value of another shape, DomainError where a declared fact is false, Error for
/// a leaf that is given twice, and what the operations throw.
inline std::vector<Eigen::MatrixXd> evaluate(std::span<const Expr> exprs, const LeafValues<>& values) {
  std::vector<Expr> leaves;
  std::vector<Argument<double>> arguments;
  for (const auto& [leaf, value] : values) {
    leaves.push_back(leaf);
    arguments.emplace_back(value);
  }
  const Function<double> function(std::move(leaves), std::vector<Expr>(exprs.begin(), exprs.end()));
  return function(std::span<const Argument<double>>(arguments));
}

/// The same for expressions in braces.
inline std::vector<Eigen::MatrixXd> evaluate(std::initializer_list<Expr> exprs, const LeafValues<>& values) {
  return evaluate(std::span(exprs.begin(), exprs.size()), values);
}

/// The value of one expression: evaluate(L, {{W, W0}, {x, x0}}).
inline Eigen::MatrixXd evaluate(const Expr& expr, const LeafValues<>& values) {
  return std::move(evaluate(std::span(&expr, 1), values).front());
}

}  // namespace matgrad
