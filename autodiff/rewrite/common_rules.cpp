#include "matgrad/autodiff/rewrite/common_rules.hpp"

#include <algorithm>
#include <iterator>

#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/order.hpp"
#include "matgrad/autodiff/operations/packed_part.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/selection.hpp"

namespace matgrad {
namespace {

/// Of a single column each row has one entry, which is its extreme.
std::vector<Rule> rules_of_extremes() {
  const Expr v = variable("v", 3, 1), w = variable("w", 3, 1);
  return {
      {"greatest entry of each row of a column", row_max(v), v},
      {"least entry of each row of a column", row_min(v), v},
      {"what flows to the greatest of a column's rows", scatter_add_along_rows(w, row_argmax(v), v), w},
      {"what flows to the least of a column's rows", scatter_add_along_rows(w, row_argmin(v), v), w},
  };
}

/// What was placed in one part of a decomposition is there.
std::vector<Rule> rules_of_packed_parts() {
  using namespace packed;
  const Expr A = variable("A", 3, 3), B = variable("B", 3, 3), v = variable("v", 3, 1);
  const auto placed_and_taken = [&A](const Expr& part, const PackedBlock& block) {
    return packed_part(placed_part(part, block, A), block, A);
  };
  return {
      {"eigenvalues placed and taken", placed_and_taken(v, eigenvalues), v},
      {"eigenvectors placed and taken", placed_and_taken(B, eigenvectors), B},
      {"orthogonal factor placed and taken", placed_and_taken(B, orthogonal_factor), B},
      {"triangular factor placed and taken", placed_and_taken(B, triangular_factor), B},
      {"left singular vectors placed and taken", placed_and_taken(B, left_singular_vectors), B},
      {"singular values placed and taken", placed_and_taken(v, singular_values), v},
      {"right singular vectors placed and taken", placed_and_taken(B, right_singular_vectors), B},
  };
}

}  // namespace

std::vector<Rule> common_rules() {
  const Expr A = variable("A", 3, 3), v = variable("v", 3, 1), s = variable("s", 1, 1), R = variable("R", 1, 3);
  const Expr Q = variable("Q", 3, 3, Fact::positive);
  const Expr T = variable("T", 3, 3, Fact::column_stochastic), t = variable("t", 3, 1, Fact::column_stochastic);
  std::vector<Rule> rules{
      {"inverse of an inverse", inverse(inverse(A)), A},
      {"inverse of a transpose", inverse(transpose(A)), transpose(inverse(A))},
      {"inner product with an identity", dot(A, identity(3)), trace(A)},
      {"inner product of an identity", dot(identity(3), A), trace(A)},
      {"inner product with ones", dot(A, ones(3, 3)), sum(A)},
      {"inner product of ones", dot(ones(3, 3), A), sum(A)},
      {"trace of a scalar", trace(s), s},
      {"sum of a scalar", sum(s), s},
      {"trace of a transpose", trace(transpose(A)), trace(A)},
      {"log-determinant of a transpose", log_det(transpose(A)), log_det(A)},
      {"logarithm of an exponential", log(exp(A)), A},
      {"exponential of a logarithm", exp(log(Q)), Q},
      {"diagonal of a diagonal matrix", diagonal(as_diagonal(v)), v},
      {"column sums of a column-stochastic matrix", rows(column_sums(T), A), ones_like(A)},
      {"sum of probabilities", sum(t), constant(1.0)},
      {"ones in each row", rows(ones_like(R), A), ones_like(A)},
      {"ones in each column", columns(ones_like(v), A), ones_like(A)},
  };
  for (const auto part : {rules_of_extremes, rules_of_packed_parts})
    std::ranges::move(part(), std::back_inserter(rules));
  return rules;
}

}  // namespace matgrad
