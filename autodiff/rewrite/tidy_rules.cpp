#include "matgrad/autodiff/rewrite/tidy_rules.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/rewrite/common_rules.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"

namespace matgrad {
namespace {

std::vector<Rule> make_tidy_rules() {
  const Expr A = variable("A", 3, 3), B = variable("B", 3, 3), v = variable("v", 3, 1), s = variable("s", 1, 1);
  const Expr P = variable("P", 3, 3, Fact::nonnegative), Q = variable("Q", 3, 3, Fact::positive);
  const Expr T = variable("T", 3, 3, Fact::column_stochastic), t = variable("t", 3, 1, Fact::column_stochastic);
  const Expr w = variable("w", 3, 1), R = variable("R", 1, 3), inverse_transposed = transpose(inverse(A));
  return {
      {"inverse times matrix", matmul(matmul(inverse(A), A), B), B},
      {"matrix times inverse", matmul(matmul(A, inverse(A)), B), B},
      {"matrix, then inverse times matrix", matmul(matmul(B, inverse(A)), A), B},
      {"matrix, then matrix times inverse", matmul(matmul(B, A), inverse(A)), B},
      {"transposed inverse times transpose", matmul(matmul(inverse_transposed, transpose(A)), B), B},
      {"transpose times transposed inverse", matmul(matmul(transpose(A), inverse_transposed), B), B},
      {"matrix, then transposed inverse times transpose", matmul(matmul(B, inverse_transposed), transpose(A)), B},
      {"matrix, then transpose times transposed inverse", matmul(matmul(B, transpose(A)), inverse_transposed), B},
      {"inner product with a product through a column", dot(A, matmul(v, R)),
       product(std::vector{transpose(v), A, transpose(R)})},
      {"inner product of a product through a column", dot(matmul(v, R), A),
       product(std::vector{transpose(v), A, transpose(R)})},
      {"trace of a product through a first column", trace(matmul(v, R)), matmul(R, v)},
      {"trace of a product through a second column", trace(product(std::vector{A, v, R})),
       product(std::vector{R, A, v})},
      {"sum of a transpose", sum(transpose(A)), sum(A)},
      {"squared norm of a transpose", squared_norm(transpose(A)), squared_norm(A)},
      {"norm of a transpose", norm(transpose(A)), norm(A)},
      {"log-determinant of an inverse", log_det(inverse(A)), -log_det(A)},
      {"determinant of a transpose", determinant(transpose(A)), determinant(A)},
      {"square of a root", square(sqrt(P)), P},
      {"root of a square", sqrt(square(A)), abs(A)},
      {"absolute value of a nonnegative matrix", abs(P), P},
      {"relu of a nonnegative matrix", relu(P), P},
      {"diagonal of ones times a matrix", diagonal(matmul(ones(3, 3), A)), transpose(column_sums(A))},
      {"diagonal of a matrix times ones", diagonal(matmul(A, ones(3, 3))), row_sums(A)},
      {"column sum of an elementwise product", column_sums(hadamard(v, w)), matmul(transpose(v), w)},
      {"column sum of a column", column_sums(v), sum(v)},
      {"row sum of a row", row_sums(transpose(v)), sum(v)},
      {"a scalar in each row", rows(s, v), matmul(s, ones_like(v))},
      {"column sums of a transpose", column_sums(transpose(A)), transpose(row_sums(A))},
      {"row sums of a transpose", row_sums(transpose(A)), transpose(column_sums(A))},
  };
}

}  // namespace

std::span<const Rule> tidy_rules() {
  static const std::vector<Rule> rules = [] {
    std::vector<Rule> all = make_tidy_rules();
    std::ranges::move(common_rules(), std::back_inserter(all));
    return in_normal_form(std::move(all));
  }();
  return rules;
}

}  // namespace matgrad
