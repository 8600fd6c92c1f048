#pragma once

#include <limits>
#include <optional>
#include <unordered_map>
#include <vector>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/linear_algebra/evaluate_operation.hpp>

namespace matgrad::tests {

/// The values of leaves, by node; the leaves must outlive it, or other nodes could take their place.
template <class Scalar>
using Bindings = std::unordered_map<const Node*, Matrix<Scalar>>;

/// Which nodes of the graph have a value that the outputs depend on.
inline std::vector<bool> needed_for(const Graph& graph, const std::vector<Expr>& outputs) {
  std::vector<bool> needed(graph.size(), false);
  for (const Expr& output : outputs) needed[graph.position(output)] = true;
  for (std::size_t n = graph.size(); n-- > 0;) {
    const Expr& node = graph.nodes()[n];
    for (std::size_t i = 0; i < node.inputs().size(); ++i)
      if (needed[n] && node.op().uses_value(i)) needed[graph.position(node.input(i))] = true;
  }
  return needed;
}

/// Runs every operation once, in order, each into a buffer of its own that held NaN. Inputs of which only the
/// shape is used have no data. With `overwritten`, that input of an operation, where it may be, is the result's
/// buffer.
template <class Scalar>
std::vector<Matrix<Scalar>> evaluated(const std::vector<Expr>& outputs, const Bindings<Scalar>& leaves,
                                      std::optional<std::size_t> overwritten = {}) {
  const Graph graph(outputs);
  const std::vector<bool> needed = needed_for(graph, outputs);
  std::vector<Matrix<Scalar>> values(graph.size());
  for (std::size_t n = 0; n < graph.size(); ++n) {
    const Expr& node = graph.nodes()[n];
    if (!needed[n]) continue;
    if (const auto leaf = leaves.find(node.id()); leaf != leaves.end()) {
      values[n] = leaf->second;
      continue;
    }
    Matrix<Scalar>& out = values[n];
    out.setConstant(node.rows(), node.cols(), std::numeric_limits<Scalar>::quiet_NaN());
    std::vector<ConstView<Scalar>> inputs;
    for (std::size_t i = 0; i < node.inputs().size(); ++i) {
      const Expr& input = node.input(i);
      const Scalar* data = node.op().uses_value(i) ? values[graph.position(input)].data() : nullptr;
      if (data != nullptr && i == overwritten && node.op().may_overwrite(i) && input.shape() == node.shape()) {
        out = values[graph.position(input)];
        data = out.data();
      }
      inputs.emplace_back(data, input.rows(), input.cols());
    }
    evaluate_operation(node, Inputs<Scalar>(inputs), View<Scalar>(out.data(), out.rows(), out.cols()));
  }
  std::vector<Matrix<Scalar>> results;
  for (const Expr& output : outputs) results.push_back(values[graph.position(output)]);
  return results;
}

template <class Scalar>
Matrix<Scalar> evaluated(const Expr& output, const Bindings<Scalar>& leaves,
                         std::optional<std::size_t> overwritten = {}) {
  return evaluated<Scalar>(std::vector{output}, leaves, overwritten).front();
}

}  // namespace matgrad::tests
