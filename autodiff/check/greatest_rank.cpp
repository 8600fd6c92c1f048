#include "matgrad/autodiff/check/greatest_rank.hpp"

#include <algorithm>
#include <vector>

#include "matgrad/autodiff/check/regular_arguments.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/products.hpp"

namespace matgrad {
namespace {

/// From the bounds of the inputs.
Index rank_by_operation(const Expr& node, const std::vector<Index>& ranks) {
  const Index full = std::min(node.rows(), node.cols());
  if (node.op().is_alias() || is_transpose(node)) return ranks[0];
  if (is_call<columns>(node) || is_call<rows>(node)) return 1;
  // A scalar goes with every entry.
  Index least = full;
  for (std::size_t i = 0; i < ranks.size(); ++i)
    if (!node.input(i).shape().is_scalar()) least = std::min(least, ranks[i]);
  if (is_product(node)) return least;
  if (is_hadamard(node) || is_call<kronecker>(node) ||
      (is_call<divide>(node) && node.input(1).shape().is_scalar())) {
    Index product = 1;
    for (const Index rank : ranks) product = std::min(full, product * rank);
    return product;
  }
  if (sum_coefficients(node) == nullptr) return full;
  Index sum = 0;
  for (const Index rank : ranks) sum += rank;
  return sum;
}

}  // namespace

Index greatest_rank(const Expr& matrix) {
  const Graph graph(matrix);
  std::vector<Index> bounds;
  for (const Expr& node : graph.nodes()) {
    const Index full = std::min(node.rows(), node.cols());
    std::vector<Index> ranks;
    for (const Expr& input : node.inputs()) ranks.push_back(bounds[graph.position(input)]);
    bounds.push_back(ranks.empty() ? full : std::min(full, rank_by_operation(node, ranks)));
  }
  return bounds[graph.position(matrix)];
}

std::optional<Expr> always_singular(std::span<const Expr> exprs) {
  for (const Expr& matrix : regular_arguments(exprs).inverted)
    if (matrix.rows() == matrix.cols() && greatest_rank(matrix) < matrix.rows()) return matrix;
  return std::nullopt;
}

std::string always_singular_text(const Expr& matrix) {
  return to_text(matrix) + " is singular whatever the values are: it is " + to_string(matrix.shape()) +
         ", and its rank at most " + std::to_string(greatest_rank(matrix));
}

}  // namespace matgrad
