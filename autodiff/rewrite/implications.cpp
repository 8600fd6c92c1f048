#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/softmax.hpp"
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
  conclude(identity_like(any()), {Fact::positive_definite, Fact::diagonal, Fact::nonnegative});
  const Expr column = variable("v", 3, 1), positive_column = variable("v", 3, 1, Fact::positive);
  conclude(as_diagonal(column), Fact::diagonal);
  conclude(as_diagonal(positive_column), {Fact::diagonal, Fact::positive_definite});
  conclude(ones_like(any()), Fact::positive);

  // Elementwise functions and reductions.
  // Mathematically positive, but these may underflow to 0.
  for (const Expr& e : {exp(any()), sigmoid(any()), softplus(any())}) conclude(e, Fact::nonnegative);
  conclude(softmax(any()), Fact::column_stochastic);
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
