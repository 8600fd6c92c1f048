#pragma once

#include <span>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/leaf_values.hpp"
#include "matgrad/autodiff/operations/random_leaf.hpp"

namespace matgrad {

/// Evaluates expressions exactly as written, node after node, each into memory of its own: no rewriting, no
/// planned buffers. What a Function computes is checked against it; in long double it is the measure of accuracy.
/// Nodes of which only the shape matters are skipped. Random leaves are drawn as by a Function of the same
/// expressions that is called without a Workspace (seed 0, run 0).
///
/// Throws MissingInputError for a leaf without value, ShapeError for one of another shape, and what the operations
/// throw. Scalar: float, double or long double.
template <class Scalar>
class ReferenceEvaluation {
 public:
  using Leaf = std::pair<Expr, ConstView<Scalar>>;

  ReferenceEvaluation(std::span<const Expr> exprs, std::span<const Leaf> leaves);

  /// The value of any expression that was evaluated.
  ConstView<Scalar> value(const Expr& expr) const;

 private:
  void evaluate(std::size_t i, const std::vector<bool>& needed);

  Graph graph_;
  LeafNumbers random_leaves_;
  std::vector<std::vector<Scalar>> values_;  // by position in the graph
};

extern template class ReferenceEvaluation<float>;
extern template class ReferenceEvaluation<double>;
extern template class ReferenceEvaluation<long double>;

/// The values of `exprs` where the leaves have the given ones.
template <class Scalar>
std::vector<Matrix<Scalar>> reference_values(std::span<const Expr> exprs, const LeafValues<Scalar>& leaves) {
  std::vector<typename ReferenceEvaluation<Scalar>::Leaf> views;
  for (const auto& [leaf, value] : leaves)
    views.emplace_back(leaf, ConstView<Scalar>(value.data(), value.rows(), value.cols()));
  const ReferenceEvaluation<Scalar> evaluation(exprs, views);
  std::vector<Matrix<Scalar>> results;
  for (const Expr& expr : exprs) results.emplace_back(evaluation.value(expr));
  return results;
}

template <class Scalar>
Matrix<Scalar> reference_value(const Expr& expr, const LeafValues<Scalar>& leaves) {
  return std::move(reference_values<Scalar>(std::span(&expr, 1), leaves)[0]);
}

}  // namespace matgrad
