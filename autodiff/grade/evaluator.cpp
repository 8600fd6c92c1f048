#include "matgrad/autodiff/grade/evaluator.hpp"

#include <array>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/linear_algebra/evaluate_operation.hpp"

namespace matgrad::grading {

Evaluator::Evaluator(std::span<const Expr> roots)
    : graph_(roots),
      random_leaves_(graph_),
      needed_(needed_values(graph_, roots)),
      leaf_index_(graph_.size()),
      inputs_(graph_.size()) {
  for (std::size_t i = 0; i < graph_.size(); ++i) {
    const Expr& node = graph_.nodes()[i];
    if (node.is_leaf() && needed_[i]) {
      leaf_index_[i] = leaves_.size();
      leaves_.push_back(node);
    }
    for (const Expr& input : node.inputs()) inputs_[i].push_back(graph_.position(input));
  }
}

bool Evaluator::uses_value(std::size_t node, std::size_t input) const {
  return needed_[inputs_[node][input]] && graph_.nodes()[node].op().uses_value(input);
}

Marks Evaluator::with_values_below(const Expr& node) const {
  return with_nodes_below(graph_, marks_of(graph_, std::span(&node, 1)), &Op::uses_value);
}

std::vector<std::size_t> Evaluator::marked_leaves(const Marks& marks) const {
  std::vector<std::size_t> found;
  for (std::size_t leaf = 0; leaf < leaves_.size(); ++leaf)
    if (marks[graph_.position(leaves_[leaf])]) found.push_back(leaf);
  return found;
}

template <class Scalar>
void Evaluator::evaluate(std::size_t i, Evaluation<Scalar>& result) const {
  const Expr& node = graph_.nodes()[i];
  std::vector<ConstView<Scalar>> inputs;
  inputs.reserve(inputs_[i].size() + 1);
  for (std::size_t k = 0; k < inputs_[i].size(); ++k) {
    const bool used = uses_value(i, k);
    if (used && result.thrown_[inputs_[i][k]]) {
      result.thrown_[i] = true;
      return;
    }
    const Matrix<Scalar>& value = result.values_[inputs_[i][k]];
    const Expr& input = node.input(k);
    inputs.emplace_back(used ? value.data() : nullptr, input.rows(), input.cols());
  }
  const OpPtr draw = random_leaves_.empty() ? nullptr : random_leaves_.draw(node);
  constexpr std::array<Scalar, random_state_size> random_state{};
  if (draw != nullptr) inputs.emplace_back(random_state.data(), random_state_size, 1);
  Matrix<Scalar>& value = result.values_[i];
  value.resize(node.rows(), node.cols());
  try {
    const Op& op = draw != nullptr ? *draw : node.op();
    evaluate_operation(op, node, Inputs<Scalar>(inputs), View<Scalar>(value.data(), node.rows(), node.cols()));
  } catch (const MissingInputError&) {
    throw;
  } catch (const Error&) {
    result.thrown_[i] = true;
  }
}

template <class Scalar>
Evaluation<Scalar> Evaluator::at(std::span<const Eigen::MatrixXd> leaf_values, std::size_t end) const {
  Evaluation<Scalar> result(graph_.size());
  for (std::size_t i = 0; i < end; ++i) {
    if (!needed_[i]) continue;
    if (graph_.nodes()[i].is_leaf())
      result.values_[i] = leaf_values[leaf_index_[i]].cast<Scalar>();
    else
      evaluate(i, result);
  }
  return result;
}

template Evaluation<double> Evaluator::at(std::span<const Eigen::MatrixXd>, std::size_t) const;
template Evaluation<long double> Evaluator::at(std::span<const Eigen::MatrixXd>, std::size_t) const;

}  // namespace matgrad::grading
