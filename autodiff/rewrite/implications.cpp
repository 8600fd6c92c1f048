#include "matgrad/autodiff/operations/diagonals.hpp"
#include "matgrad/autodiff/operations/distance.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/matrix_function.hpp"
#include "matgrad/autodiff/operations/products.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/softmax.hpp"
#include "matgrad/autodiff/operations/triangular.hpp"
#include "matgrad/autodiff/operations/trigonometric.hpp"
#include "matgrad/autodiff/operations/vectorisation.hpp"
#include "matgrad/autodiff/rewrite/by_structure.hpp"
#include "matgrad/autodiff/rewrite/fact_table.hpp"

namespace matgrad {
namespace {

Expr any(Facts facts = {}) { return variable("A", 3, 3, facts); }
Expr scalar(Facts facts = {}) { return variable("s", 1, 1, facts); }

std::vector<Implication> make_implications() {
  std::vector<Implication> list;
  const auto conclude = [&list](const Expr& pattern, Facts conclusion) { list.push_back({pattern, conclusion}); };

  // Closed under sums and under products with a scalar.
  for (Fact fact : {Fact::nonnegative, Fact::symmetric, Fact::positive_semidefinite, Fact::lower_triangular,
                    Fact::upper_triangular})
    conclude(any(fact) + any(fact), fact);
  conclude(any(Fact::positive_definite) + any(Fact::positive_semidefinite), Fact::positive_definite);
  conclude(any(Fact::positive) + any(Fact::nonnegative), Fact::positive);
  for (Fact fact : {Fact::symmetric, Fact::lower_triangular, Fact::upper_triangular})
    conclude(matmul(scalar(), any(fact)), fact);
  for (Fact fact : {Fact::positive, Fact::positive_definite})
    conclude(matmul(scalar(Fact::positive), any(fact)), fact);
  for (Fact fact : {Fact::nonnegative, Fact::positive_semidefinite})
    conclude(matmul(scalar(Fact::nonnegative), any(fact)), fact);

  // Products of matrices.
  for (Fact fact : {Fact::nonnegative, Fact::lower_triangular, Fact::upper_triangular})
    conclude(matmul(any(fact), any(fact)), fact);
  conclude(hadamard(any(Fact::nonnegative), any(Fact::nonnegative)), Fact::nonnegative);
  conclude(hadamard(any(Fact::positive), any(Fact::positive)), Fact::positive);
  conclude(hadamard(any(Fact::symmetric), any(Fact::symmetric)), Fact::symmetric);
  conclude(hadamard(any(Fact::positive_semidefinite), any(Fact::positive_semidefinite)),
           Fact::positive_semidefinite);  // Schur's product theorem
  for (Fact fact : {Fact::lower_triangular, Fact::upper_triangular}) conclude(hadamard(any(fact), any()), fact);

  conclude(transpose(any(Fact::lower_triangular)), Fact::upper_triangular);
  conclude(transpose(any(Fact::upper_triangular)), Fact::lower_triangular);
  for (Fact fact : {Fact::nonnegative, Fact::positive}) conclude(transpose(any(fact)), fact);
  for (Fact fact : {Fact::symmetric, Fact::positive_definite, Fact::lower_triangular, Fact::upper_triangular})
    conclude(inverse(any(fact)), fact);
  conclude(cholesky(any()), Fact::lower_triangular);
  for (const Index k : {0, -1}) {
    conclude(lower_triangle(any(), k), Fact::lower_triangular);
    conclude(upper_triangle(any(), -k), Fact::upper_triangular);
  }
  conclude(fill_lower_triangle(variable("v", 6, 1)), Fact::lower_triangular);

  // Inverses in the forms that lower gives them.
  const auto substituted = [](Fact right, Triangle triangle, bool transposed) {
    return triangular_solve(any(), any(right), triangle, {.transposed = transposed});
  };
  for (const bool transposed : {false, true}) {
    conclude(substituted(Fact::lower_triangular, transposed ? Triangle::upper : Triangle::lower, transposed),
             Fact::lower_triangular);
    conclude(substituted(Fact::upper_triangular, transposed ? Triangle::lower : Triangle::upper, transposed),
             Fact::upper_triangular);
  }
  conclude(by_structure(Structure::diagonal, inverse(any(Fact::diagonal))), Fact::diagonal);
  conclude(by_structure(Structure::diagonal, inverse(any({Fact::diagonal, Fact::positive_definite}))),
           Fact::positive_definite);

  for (Fact fact : {Fact::lower_triangular, Fact::upper_triangular}) conclude(matrix_exponential(any(fact)), fact);
  conclude(matrix_exponential(any(Fact::symmetric)),
           Fact::positive_semidefinite);  // its least eigenvalue may underflow
  for (Fact fact : {Fact::nonnegative, Fact::positive, Fact::symmetric, Fact::positive_semidefinite,
                    Fact::positive_definite, Fact::lower_triangular, Fact::upper_triangular})
    conclude(kronecker(any(fact), any(fact)), fact);

  conclude(identity_like(any()), {Fact::positive_definite, Fact::diagonal, Fact::nonnegative});
  const Expr column = variable("v", 3, 1), positive_column = variable("v", 3, 1, Fact::positive);
  conclude(as_diagonal(column), Fact::diagonal);
  conclude(as_diagonal(positive_column), {Fact::diagonal, Fact::positive_definite});
  conclude(diagonal_like(column, any()), Fact::diagonal);
  conclude(diagonal_like(positive_column, any()), {Fact::diagonal, Fact::positive_definite});

  // Elementwise functions and reductions.
  // Mathematically positive, but these may underflow to 0.
  for (const Expr& e : {exp(any()), sigmoid(any()), softplus(any())}) conclude(e, Fact::nonnegative);
  conclude(softmax(any()), Fact::column_stochastic);
  const Expr points = any(), others = variable("B", 3, 3);
  for (const auto distances : {pairwise_squared_distances, pairwise_distances}) {
    conclude(distances(points, others), Fact::nonnegative);
    conclude(distances(points, points), Fact::symmetric);
  }
  // Entry by entry, what is symmetric stays so.
  const Expr S = any(Fact::symmetric), T = variable("T", 3, 3, Fact::symmetric);
  for (const Expr& e : {exp(S), log(S), sqrt(S), tanh(S), sigmoid(S), softplus(S), abs(S), relu(S), sin(S), cos(S),
                        square(S), divide(S, T), divide_or_zero(S, T), divide_or_zero(S, T, QuotientText::call),
                        divide(scalar(), S), divide(S, scalar())})
    conclude(e, Fact::symmetric);
  for (const Expr& e : {square(any()), abs(any()), relu(any()), sqrt(any()), squared_norm(any()), norm(any())})
    conclude(e, Fact::nonnegative);
  for (Fact fact : {Fact::positive, Fact::nonnegative}) conclude(divide(any(fact), any(Fact::positive)), fact);
  conclude(sqrt(any(Fact::positive)), Fact::positive);
  conclude(sum(any(Fact::nonnegative)), Fact::nonnegative);
  conclude(trace(any(Fact::positive_semidefinite)), Fact::nonnegative);
  conclude(trace(any(Fact::positive_definite)), Fact::positive);
  conclude(diagonal(any(Fact::positive_definite)), Fact::positive);
  return list;
}

}  // namespace

std::span<const Implication> known_implications() {
  static const std::vector<Implication> list = make_implications();
  return list;
}

}  // namespace matgrad
