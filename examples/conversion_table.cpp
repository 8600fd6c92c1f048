#include <matgrad/matgrad.hpp>

#include <string>
#include <utility>
#include <vector>

// The expressions of the conversion table in README.md, as matgrad writes them, with their shapes.

using namespace matgrad;

int main() {
  const Expr A = variable("A", 3, 4), B = variable("B", 3, 4), C = variable("C", 4, 2);
  const Expr S = variable("S", 3, 3), b = variable("b", 3), r = variable("r", 1, 4), x = variable("x", 4);
  const Expr L = squared_norm(A * x), y = A * x, s = variable("s", 1);

  const std::vector<Expr> expressions = {
      A * C,
      transpose(A),
      hadamard(A, B),
      divide(A, B),
      2.0 * A + 1,
      s * A,
      square(A),
      identity(3),
      inverse(S),
      solve(S, B),
      log_abs_det(S),
      cholesky(S),
      trace(S),
      sum(A),
      row_sums(A),
      column_sums(A),
      mean(A),
      dot(A, B),
      norm(A),
      A + columns(b, A),
      A + rows(r, A),
      diagonal(S),
      as_diagonal(b),
      slice(A, 0, 1, 2, 3),
      concatenate_horizontally({A, B}),
      reshape(A, 12, 1),
      select(greater(A, 0), A, B),
      maximum(A, 0),
      softmax(A),
      log_softmax(A),
      cross_entropy(A, B),
      stop_gradient(A),
      gradient(L, A),
      jacobian(y, x),
      hessian(L, x),
  };
  for (const Expr& expr : expressions) fmt::print("{:>5}  {}\n", to_string(expr.shape()), expr);
}
