// Linear algebra, solving: Linear equations, inverses, determinants and condition.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void solving(Given& given, Show& show) {
  const Expr A = given("A", {{4, 1}, {2, 3}});
  const Expr B = given("B", {{6}, {8}});
  const Expr T = given("T", {{1, 0}, {1, 1}, {1, 2}});
  const Expr y = given("y", {{1}, {3}, {5}});
  const Expr G = given("G", {{1, 0}, {0, 0}});

  // [solve]
  show(solve(A, B));
  // solve(A, B) =
  //   1
  //   2

  // [triangular_solve]
  show(triangular_solve(A, B, Triangle::lower));
  // triangular_solve[lower](A, B) =
  //     1.5
  //   1.667

  // [inverse]
  show(inverse(A));
  // A⁻¹ =
  //    0.3  -0.1
  //   -0.2   0.4

  // [least_squares]
  show(least_squares(T, y));
  // least_squares(T, y) =
  //   1
  //   2

  // [pseudo_inverse]
  show(pseudo_inverse(T));
  // T⁺ =
  //    0.8333   0.3333  -0.1667
  //      -0.5        0      0.5

  // [determinant]
  show(determinant(A));
  // det(A) = 10

  // [log_det]
  show(log_det(A));
  // log|A| = 2.303

  // [log_abs_det]
  show(log_abs_det(A));
  // log|det(A)| = 2.303

  // [cofactor]
  show(cofactor(A));
  // cofactor(A) =
  //    3  -2
  //   -1   4

  // [cofactor_derivative]
  show(cofactor_derivative(A, G));
  // cofactor_derivative(A, G) =
  //   0  0
  //   0  1

  // [rcond]
  show(rcond(A));
  // rcond(A) = 0.3333
}

}  // namespace matgrad::examples
