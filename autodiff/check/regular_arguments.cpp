#include "matgrad/autodiff/check/regular_arguments.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_function.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/matrix_function.hpp"

namespace matgrad {
namespace {

constexpr Index most_rows = 2000;  // as many operations as evaluation itself takes

/// Whether input k of a node with a single entry must not be 0, where `result` says whether the node must not be.
bool must_not_be_zero(const Expr& node, std::size_t k, bool result) {
  if (!node.input(k).shape().is_scalar()) return false;
  if (is_call<divide>(node) && k == 1) return true;
  if (result && (node.op().is_linear_in(k) || node.op().is_alias())) return true;
  if (node.inputs().size() != 1 || !node.op().is_entry_by_entry() || unknown_function(node)) return false;
  const double at_zero = reference_value<double>(Expr(node.shared_op(), {constant(0)}), {})(0, 0);
  return !std::isfinite(at_zero) || (result && at_zero == 0);
}

void add(std::vector<Expr>& list, const Expr& matrix) {
  if (std::ranges::find(list, matrix) == list.end()) list.push_back(matrix);
}

/// Rows, then columns, divided by their greatest magnitudes: what differs in units only is not close to singular.
Eigen::MatrixXd equilibrated(Eigen::MatrixXd a) {
  const auto scale = [](auto lane) {
    const double greatest = lane.cwiseAbs().maxCoeff();
    if (greatest > 0) lane /= greatest;
  };
  for (auto row : a.rowwise()) scale(row);
  for (auto column : a.colwise()) scale(column);
  return a;
}

}  // namespace

RegularArguments regular_arguments(std::span<const Expr> exprs) {
  RegularArguments all;
  const Graph graph(exprs);
  std::vector<bool> not_zero(graph.size());
  for (std::size_t i = graph.size(); i-- > 0;) {
    const Expr& node = graph.nodes()[i];
    for (std::size_t k = 0; k < node.inputs().size(); ++k)
      if (node.op().needs_regular(k)) add(all.inverted, node.input(k));
    if (is_call<determinant>(node)) add(not_zero[i] ? all.inverted : all.determinants, node.input(0));
    for (std::size_t k = 0; k < node.inputs().size(); ++k)
      if (must_not_be_zero(node, k, not_zero[i])) not_zero[graph.position(node.input(k))] = true;
  }
  return all;
}

bool is_singular_to_working_precision(const Eigen::MatrixXd& a) {
  if (a.size() == 0 || a.rows() != a.cols() || a.rows() > most_rows || !a.allFinite()) return false;
  const double bound = static_cast<double>(a.rows()) * std::numeric_limits<double>::epsilon();
  return reference_value<double>(rcond(constant(equilibrated(a))), {})(0, 0) <= bound;
}

SingularError singular_to_working_precision(const Expr& matrix) {
  return SingularError(to_text(matrix) +
                       " is singular to working precision: no inverse, factor or logarithm of "
                       "its determinant can be computed");
}

void require_regular(std::span<const Expr> exprs, const LeafValues<>& values) {
  const std::vector<Expr> inverted = regular_arguments(exprs).inverted;
  if (inverted.empty()) return;
  std::vector<ReferenceEvaluation<double>::Leaf> leaves;
  for (const auto& [leaf, value] : values)
    leaves.emplace_back(leaf, ConstView<double>(value.data(), value.rows(), value.cols()));
  const ReferenceEvaluation<double> evaluation(inverted, leaves);
  for (const Expr& matrix : inverted)
    if (is_singular_to_working_precision(evaluation.value(matrix))) throw singular_to_working_precision(matrix);
}

}  // namespace matgrad
