#include "matgrad/autodiff/rewrite/tidy_rules.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/order.hpp"
#include "matgrad/autodiff/operations/packed_part.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/selection.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"

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

std::vector<Rule> make_rules() {
  const Expr A = variable("A", 3, 3), B = variable("B", 3, 3), v = variable("v", 3, 1), s = variable("s", 1, 1);
  const Expr P = variable("P", 3, 3, Fact::nonnegative), Q = variable("Q", 3, 3, Fact::positive);
  const Expr T = variable("T", 3, 3, Fact::column_stochastic), t = variable("t", 3, 1, Fact::column_stochastic);
  const Expr w = variable("w", 3, 1), R = variable("R", 1, 3), inverse_transposed = transpose(inverse(A));
  return {
      {"inverse of an inverse", inverse(inverse(A)), A},
      {"inverse of a transpose", inverse(transpose(A)), transpose(inverse(A))},
      {"inverse times matrix", matmul(matmul(inverse(A), A), B), B},
      {"matrix times inverse", matmul(matmul(A, inverse(A)), B), B},
      {"matrix, then inverse times matrix", matmul(matmul(B, inverse(A)), A), B},
      {"matrix, then matrix times inverse", matmul(matmul(B, A), inverse(A)), B},
      {"transposed inverse times transpose", matmul(matmul(inverse_transposed, transpose(A)), B), B},
      {"transpose times transposed inverse", matmul(matmul(transpose(A), inverse_transposed), B), B},
      {"matrix, then transposed inverse times transpose", matmul(matmul(B, inverse_transposed), transpose(A)), B},
      {"matrix, then transpose times transposed inverse", matmul(matmul(B, transpose(A)), inverse_transposed), B},
      {"inner product with an identity", dot(A, identity(3)), trace(A)},
      {"inner product of an identity", dot(identity(3), A), trace(A)},
      {"inner product with ones", dot(A, ones(3, 3)), sum(A)},
      {"inner product of ones", dot(ones(3, 3), A), sum(A)},
      {"inner product with a product through a column", dot(A, matmul(v, R)),
       product(std::vector{transpose(v), A, transpose(R)})},
      {"inner product of a product through a column", dot(matmul(v, R), A),
       product(std::vector{transpose(v), A, transpose(R)})},
      {"trace of a product through a first column", trace(matmul(v, R)), matmul(R, v)},
      {"trace of a product through a second column", trace(product(std::vector{A, v, R})),
       product(std::vector{R, A, v})},
      {"trace of a scalar", trace(s), s},
      {"sum of a scalar", sum(s), s},
      {"trace of a transpose", trace(transpose(A)), trace(A)},
      {"sum of a transpose", sum(transpose(A)), sum(A)},
      {"squared norm of a transpose", squared_norm(transpose(A)), squared_norm(A)},
      {"norm of a transpose", norm(transpose(A)), norm(A)},
      {"log-determinant of a transpose", log_det(transpose(A)), log_det(A)},
      {"log-determinant of an inverse", log_det(inverse(A)), -log_det(A)},
      {"determinant of a transpose", determinant(transpose(A)), determinant(A)},
      {"logarithm of an exponential", log(exp(A)), A},
      {"exponential of a logarithm", exp(log(Q)), Q},
      {"square of a root", square(sqrt(P)), P},
      {"root of a square", sqrt(square(A)), abs(A)},
      {"absolute value of a nonnegative matrix", abs(P), P},
      {"relu of a nonnegative matrix", relu(P), P},
      {"diagonal of a diagonal matrix", diagonal(as_diagonal(v)), v},
      {"column sums of a column-stochastic matrix", rows(column_sums(T), A), ones_like(A)},
      {"sum of probabilities", sum(t), constant(1.0)},
      {"diagonal of ones times a matrix", diagonal(matmul(ones(3, 3), A)), transpose(column_sums(A))},
      {"diagonal of a matrix times ones", diagonal(matmul(A, ones(3, 3))), row_sums(A)},
      {"column sum of an elementwise product", column_sums(hadamard(v, w)), matmul(transpose(v), w)},
      {"column sum of a column", column_sums(v), sum(v)},
      {"row sum of a row", row_sums(transpose(v)), sum(v)},
      {"a scalar in each row", rows(s, v), matmul(s, ones_like(v))},
      {"ones in each row", rows(ones_like(R), A), ones_like(A)},
      {"ones in each column", columns(ones_like(v), A), ones_like(A)},
      {"column sums of a transpose", column_sums(transpose(A)), transpose(row_sums(A))},
      {"row sums of a transpose", row_sums(transpose(A)), transpose(column_sums(A))},
  };
}

}  // namespace

std::span<const Rule> tidy_rules() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> all = make_rules();
    for (const auto part : {rules_of_extremes, rules_of_packed_parts})
      std::ranges::move(part(), std::back_inserter(all));
    return in_normal_form(std::move(all));
  }();
  return rules;
}

}  // namespace matgrad
