#include "matgrad/autodiff/rewrite/lower_rules.hpp"

#include <string>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/distance.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/softmax.hpp"
#include "matgrad/autodiff/operations/triangular.hpp"
#include "matgrad/autodiff/rewrite/by_structure.hpp"
#include "matgrad/autodiff/rewrite/common_rules.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"
#include "matgrad/autodiff/rewrite/stable_forms.hpp"

namespace matgrad {
namespace {

/// Of a diagonal or triangular matrix nothing is eliminated.
std::vector<Rule> structure_rules() {
  const Expr D = variable("D", 3, 3, Fact::diagonal), B = variable("B", 3, 3);
  const Expr L = variable("L", 3, 3, Fact::lower_triangular), U = variable("U", 3, 3, Fact::upper_triangular);
  std::vector<Rule> rules{
      {"solution with a transposed lower triangular matrix", solve(transpose(L), B),
       triangular_solve(L, B, Triangle::lower, {.transposed = true})},
      {"solution with a transposed upper triangular matrix", solve(transpose(U), B),
       triangular_solve(U, B, Triangle::upper, {.transposed = true})},
  };
  const auto add = [&rules](const std::string& kind, Structure structure, const std::vector<Expr>& originals) {
    for (const Expr& original : originals)
      rules.push_back(
          {original.op().label() + " of a " + kind + " matrix", original, by_structure(structure, original)});
  };
  add("diagonal", Structure::diagonal, {inverse(D), solve(D, B)});
  rules.push_back({"inverse of a lower triangular matrix", inverse(L),
                   triangular_solve(L, identity_like(L), Triangle::lower)});
  rules.push_back({"inverse of an upper triangular matrix", inverse(U),
                   triangular_solve(U, identity_like(U), Triangle::upper)});
  rules.push_back(
      {"solution with a lower triangular matrix", solve(L, B), triangular_solve(L, B, Triangle::lower)});
  rules.push_back(
      {"solution with an upper triangular matrix", solve(U, B), triangular_solve(U, B, Triangle::upper)});
  add("lower triangular", Structure::triangular, {log_det(L), log_abs_det(L), determinant(L)});
  add("upper triangular", Structure::triangular, {log_det(U), log_abs_det(U), determinant(U)});
  return rules;
}

std::vector<Rule> make_lower_rules() {
  const Expr A = variable("A", 3, 3), B = variable("B", 3, 3), v = variable("v", 3, 1);
  const Expr s = variable("s", 1, 1), D = variable("D", 3, 3, Fact::diagonal),
             Q = variable("Q", 3, 3, Fact::positive);
  const Expr T = variable("T", 3, 3, Fact::column_stochastic), t = variable("t", 3, 1, Fact::column_stochastic);
  std::vector<Rule> rules{
      {"diagonal matrix times matrix", matmul(D, A), hadamard(columns(diagonal(D), A), A)},
      {"matrix times diagonal matrix", matmul(A, D), hadamard(A, rows(transpose(diagonal(D)), A))},
      {"trace of a product", trace(matmul(A, B)), dot(transpose(A), B), false},
      {"trace of a multiple", trace(matmul(s, A)), matmul(s, trace(A)), false},
      {"sum of a multiple", sum(matmul(s, A)), matmul(s, sum(A)), false},
      {"sum of an elementwise product", sum(hadamard(A, B)), dot(A, B), false},
      {"inner product with itself", dot(A, A), squared_norm(A)},
      {"sum of squares", sum(square(A)), squared_norm(A), false},
      {"square of a norm", square(norm(A)), squared_norm(A), false},
      {"root of squared distances", sqrt(pairwise_squared_distances(A, B)), pairwise_distances(A, B)},
      {"logarithm of a softmax", log(softmax(A)), log_softmax(A)},
      {"logarithm of a sum of exponentials", log(column_sums(exp(A))), logsumexp(A)},
      {"matrix times one over another", hadamard(A, divide(1, B)), divide(A, B), false},
      {"one over a matrix times another", hadamard(divide(1, B), A), divide(A, B), false},
      {"logarithm of one plus an exponential", log(1 + exp(A)), softplus(A)},
      {"logarithm of a sigmoid", log(sigmoid(A)), -softplus(-A)},
      {"one over one plus an exponential", divide(1, 1 + exp(A)), sigmoid(-A)},
  };
  for (const auto part : {common_rules, stable_forms, structure_rules})
    for (Rule& rule : part()) rules.push_back(std::move(rule));
  return rules;
}

}  // namespace

std::span<const Rule> lower_rules() {
  static const std::vector<Rule> rules = in_normal_form(make_lower_rules());
  return rules;
}

}  // namespace matgrad
