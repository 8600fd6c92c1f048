#include "matgrad/autodiff/rewrite/linear_operations.hpp"

#include <algorithm>
#include <vector>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/distance.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

struct LinearOperation {
  Expr model;
  std::vector<std::size_t> inputs;
};

std::vector<LinearOperation> linear_operations() {
  const Expr A = variable("A", 2, 2), B = variable("B", 2, 2), v = variable("v", 2), r = variable("r", 1, 2);
  return {{sum(A), {0}},
          {trace(A), {0}},
          {dot(A, B), {0, 1}},
          {row_sums(A), {0}},
          {column_sums(A), {0}},
          {columns(v, A), {0}},
          {rows(r, A), {0}},
          {diagonal(A), {0}},
          {as_diagonal(v), {0}},
          {diagonal_like(v, A), {0}},
          {reshape_like(A, B), {0}},
          {divide_or_zero(A, B, QuotientText::call), {0}},
          {weighted_differences(A, A, B), {2}},
          {solve(A, B), {1}}};
}

}  // namespace

bool is_linear_in(const Expr& expr, std::size_t i) {
  static const std::vector<LinearOperation> all = linear_operations();
  return std::ranges::any_of(all, [&](const LinearOperation& operation) {
    return operation.model.op().equals(expr.op()) &&
           std::ranges::find(operation.inputs, i) != operation.inputs.end();
  });
}

}  // namespace matgrad
