#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/operations/random_leaf.hpp"

namespace matgrad::grading {

/// The values of all nodes at one point, by position in the graph. A node that throws has none, and the nodes that
/// use it have none either.
template <class Scalar>
class Evaluation {
 public:
  explicit Evaluation(std::size_t size) : values_(size), thrown_(size, false) {}

  bool has_value(std::size_t i) const { return !thrown_[i]; }
  bool is_finite(std::size_t i) const { return !thrown_[i] && values_[i].allFinite(); }
  const Matrix<Scalar>& operator[](std::size_t i) const { return values_[i]; }

 private:
  friend class Evaluator;

  std::vector<Matrix<Scalar>> values_;
  std::vector<bool> thrown_;
};

/// Evaluates the nodes of some expressions at many points, one after the other as the reference evaluator does,
/// but goes on where an operation throws.
class Evaluator {
 public:
  explicit Evaluator(std::span<const Expr> roots);

  const Graph& graph() const { return graph_; }
  /// In the order in which `at` takes their values.
  const std::vector<Expr>& leaves() const { return leaves_; }
  bool is_needed(std::size_t i) const { return needed_[i]; }
  bool uses_value(std::size_t node, std::size_t input) const;
  /// A node and all whose values it is computed from; which leaves are marked, by their places in leaves().
  Marks with_values_below(const Expr& node) const;
  std::vector<std::size_t> marked_leaves(const Marks& marks) const;

  /// The values of the nodes before position `end`, those of which only the shape matters left out.
  template <class Scalar>
  Evaluation<Scalar> at(std::span<const Eigen::MatrixXd> leaf_values, std::size_t end) const;
  template <class Scalar>
  Evaluation<Scalar> at(std::span<const Eigen::MatrixXd> leaf_values) const {
    return at<Scalar>(leaf_values, graph_.size());
  }

 private:
  template <class Scalar>
  void evaluate(std::size_t i, Evaluation<Scalar>& result) const;

  Graph graph_;
  LeafNumbers random_leaves_;
  std::vector<bool> needed_;
  std::vector<Expr> leaves_;
  std::vector<std::size_t> leaf_index_;           // by position
  std::vector<std::vector<std::size_t>> inputs_;  // positions, by position
};

extern template Evaluation<double> Evaluator::at(std::span<const Eigen::MatrixXd>, std::size_t) const;
extern template Evaluation<long double> Evaluator::at(std::span<const Eigen::MatrixXd>, std::size_t) const;

}  // namespace matgrad::grading
