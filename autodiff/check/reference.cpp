#include "matgrad/autodiff/check/reference.hpp"

#include <array>
#include <string>
#include <unordered_map>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/linear_algebra/evaluate_operation.hpp"
#include "matgrad/autodiff/tape/program.hpp"

namespace matgrad {

template <class Scalar>
ReferenceEvaluation<Scalar>::ReferenceEvaluation(std::span<const Expr> exprs, std::span<const Leaf> leaves)
    : graph_(exprs), random_leaves_(graph_), values_(graph_.size()) {
  std::unordered_map<const Op*, ConstView<Scalar>> given;
  for (const auto& [leaf, value] : leaves) {
    if (leaf.rows() != value.rows() || leaf.cols() != value.cols())
      throw ShapeError("the value given for " + std::string(leaf.symbol()) + " (" + to_string(leaf.shape()) +
                       ") is " + to_string(Shape{value.rows(), value.cols()}));
    given.emplace(&leaf.op(), value);
  }
  const std::vector<bool> needed = needed_values(graph_, exprs);
  for (std::size_t i = 0; i < graph_.size(); ++i) {
    if (!needed[i]) continue;
    const Expr& node = graph_.nodes()[i];
    if (!node.is_leaf()) {
      evaluate(i, needed);
      continue;
    }
    const auto value = given.find(&node.op());
    if (value == given.end())
      throw MissingInputError("no value is given for the variable " + std::string(node.symbol()) + " (" +
                              to_string(node.shape()) + ")");
    values_[i].assign(value->second.data(), value->second.data() + value->second.size());
  }
}

template <class Scalar>
void ReferenceEvaluation<Scalar>::evaluate(std::size_t i, const std::vector<bool>& needed) {
  const Expr& node = graph_.nodes()[i];
  std::vector<ConstView<Scalar>> inputs;
  for (std::size_t k = 0; k < node.inputs().size(); ++k) {
    const Expr& input = node.input(k);
    const std::size_t position = graph_.position(input);
    const bool has_value = needed[position] && node.op().uses_value(k);
    inputs.emplace_back(has_value ? values_[position].data() : nullptr, input.rows(), input.cols());
  }
  const OpPtr draw = random_leaves_.draw(node);
  constexpr std::array<Scalar, random_state_size> random_state{};
  if (draw != nullptr) inputs.emplace_back(random_state.data(), random_state_size, 1);
  values_[i].resize(static_cast<std::size_t>(node.shape().size()));
  try {
    const Op& op = draw != nullptr ? *draw : node.op();
    evaluate_operation(op, node, Inputs<Scalar>(inputs),
                       View<Scalar>(values_[i].data(), node.rows(), node.cols()));
  } catch (Error& error) {
    error.add_context(evaluation_context(node));
    throw;
  }
}

template <class Scalar>
ConstView<Scalar> ReferenceEvaluation<Scalar>::value(const Expr& expr) const {
  return {values_[graph_.position(expr)].data(), expr.rows(), expr.cols()};
}

template class ReferenceEvaluation<float>;
template class ReferenceEvaluation<double>;
template class ReferenceEvaluation<long double>;

}  // namespace matgrad
