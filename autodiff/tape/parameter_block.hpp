#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/tape/argument.hpp"

namespace matgrad {

/// Where each of some leaves stands in one column of numbers, one behind the other, column by column.
class BlockLayout {
 public:
  /// Throws Error for what is no leaf, and for two leaves of one name.
  explicit BlockLayout(std::vector<Expr> leaves);

  const std::vector<Expr>& leaves() const { return leaves_; }
  Index size() const { return starts_.back(); }
  Index start(std::size_t i) const { return starts_[i]; }
  /// The number of the leaf of a name. Throws Error, which lists the names, where there is none.
  std::size_t number(std::string_view name) const;
  /// y and its gradients by the leaves, flattened, for a Function to run. Throws what matgrad::value_and_gradient
  /// throws.
  std::array<Expr, 2> value_and_gradient(const Expr& y) const;

 private:
  std::vector<Expr> leaves_;
  std::vector<Index> starts_;  // and where the last one ends
};

/// The entries of all expressions in one column, one behind the other, column by column: m₁×n₁, …, mₖ×nₖ give
/// (Σ mᵢ nᵢ)×1. Of gradients it is the gradient in one buffer, as an optimiser over one vector, clipping by its
/// norm or a sum over several machines takes it. Throws ShapeError without expressions.
Expr flattened(const std::vector<Expr>& exprs, const char* file = __builtin_FILE(), int line = __builtin_LINE());

/// The values of leaves that are learnt together, in one buffer, and bound to a Function as one argument:
///
///     ParameterBlock<double> theta({W1, b1, W2, b2});
///     theta["W1"] = W0;                                      // a view of its part
///     Function f(theta.inputs({x, y}), theta.value_and_gradient(L));
///     Workspace w(f);
///     auto [loss, g] = f(w, theta.arguments(x0, y0));        // g in the order of theta.flat()
///     theta.flat() -= 0.1 * g;
///
/// The values are 0 at first. Nothing is copied in a call, and only the first one allocates.
template <class Scalar = double>
class ParameterBlock {
 public:
  using Column = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

  /// Throws Error for what is no leaf, and for two leaves of one name.
  explicit ParameterBlock(std::vector<Expr> leaves)
      : layout_(std::move(leaves)), values_(Column::Zero(layout_.size())) {}

  /// The leaves in order.
  const std::vector<Expr>& leaves() const { return layout_.leaves(); }
  /// The leaves, and behind them others: what a Function of the block takes.
  std::vector<Expr> inputs(const std::vector<Expr>& others = {}) const {
    std::vector<Expr> all = leaves();
    all.insert(all.end(), others.begin(), others.end());
    return all;
  }

  /// y and its gradient by all leaves in one column, in the order of flat(): what a Function of the block gives.
  /// Throws what matgrad::value_and_gradient throws.
  std::array<Expr, 2> value_and_gradient(const Expr& y) const { return layout_.value_and_gradient(y); }

  /// The value of the leaf of this name. Throws Error where there is none.
  Eigen::Map<Matrix<Scalar>> operator[](std::string_view name) { return part(layout_.number(name)); }
  ConstView<Scalar> operator[](std::string_view name) const {
    const std::size_t i = layout_.number(name);
    return {values_.data() + layout_.start(i), leaves()[i].rows(), leaves()[i].cols()};
  }
  /// All values in one column.
  Eigen::Map<Column> flat() { return {values_.data(), values_.size()}; }
  Eigen::Map<const Column> flat() const { return {values_.data(), values_.size()}; }

  /// The arguments of a Function of inputs(others): the block and values for the others, in order. They hold until
  /// the next call of it, and as long as the block and these values.
  template <class... A>
  requires(Bindable<A>&&...) std::span<const Argument<Scalar>> arguments(A&&... others) {
    arguments_.clear();
    for (std::size_t i = 0; i < leaves().size(); ++i) arguments_.emplace_back(part(i));
    (arguments_.emplace_back(std::forward<A>(others)), ...);
    return arguments_;
  }

 private:
  Eigen::Map<Matrix<Scalar>> part(std::size_t i) {
    return {values_.data() + layout_.start(i), leaves()[i].rows(), leaves()[i].cols()};
  }

  BlockLayout layout_;
  Column values_;
  std::vector<Argument<Scalar>> arguments_;
};

}  // namespace matgrad
