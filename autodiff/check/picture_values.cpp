#include "matgrad/autodiff/check/picture_values.hpp"

#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/show/value_summary.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"

namespace matgrad {
namespace {

/// What the adjoints in a picture flow to.
std::vector<Expr> wanted_nodes(const Graph& graph, const DotOptions& options) {
  if (!options.with_respect_to.empty()) return options.with_respect_to;
  if (options.highlight) return {*options.highlight};
  std::vector<Expr> parameters;
  for (const Expr& leaf : graph.leaves())
    if (is_parameter(leaf)) parameters.push_back(leaf);
  return parameters.empty() ? graph.leaves() : parameters;
}

}  // namespace

DotOptions picture_values(const Expr& root, const LeafValues<>& values, DotOptions options) {
  const Graph graph(root);
  const std::vector<bool> needed = needed_values(graph, std::span(&root, 1));
  std::vector<Expr> nodes, adjoint_nodes, wanted{root};
  for (std::size_t i = 0; i < graph.size(); ++i)
    if (needed[i]) nodes.push_back(graph.nodes()[i]);
  if (options.sweep != DotOptions::Sweep::forward && root.shape().is_scalar()) {
    const Adjoints adjoints(root, constant(1.0), wanted_nodes(graph, options));
    for (const Expr& node : nodes)
      if (const auto adjoint = adjoints.total(node)) {
        adjoint_nodes.push_back(node);
        wanted.push_back(*adjoint);
      }
  }
  // One evaluation for all, so that forward and backward see the same random draws.
  std::vector<ReferenceEvaluation<double>::Leaf> leaves;
  for (const auto& [leaf, value] : values)
    leaves.emplace_back(leaf, ConstView<double>(value.data(), value.rows(), value.cols()));
  const ReferenceEvaluation<double> evaluation(wanted, leaves);
  for (const Expr& node : nodes) options.values.emplace_back(node, value_summary(evaluation.value(node)));
  for (std::size_t i = 0; i < adjoint_nodes.size(); ++i)
    options.adjoint_values.emplace_back(adjoint_nodes[i], value_summary(evaluation.value(wanted[i + 1])));
  return options;
}

}  // namespace matgrad
