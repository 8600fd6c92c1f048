// Elementwise: Arithmetic, powers, exponentials, rounding, comparison and choice, entry by entry.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void elementwise(Given& given, Show& show) {
  const Expr A = given("A", {{1, 4}, {9, 16}});
  const Expr B = given("B", {{1, 2}, {3, 4}});
  const Expr X = given("X", {{-1.5, 0}, {0.5, 2.5}});

  // [operator+]
  show(A + B);
  // A + B =
  //    2   6
  //   12  20
  show(A + 1);
  // A + 1 =
  //    2   5
  //   10  17

  // [operator-]
  show(A - B);
  // A − B =
  //    0   2
  //    6  12
  show(-A);
  // −A =
  //    -1   -4
  //    -9  -16

  // [operator*]
  show(2.0 * A);
  // 2 A =
  //    2   8
  //   18  32
  show(A * B);  // the matrix product; entry by entry it is hadamard(A, B)
  // A B =
  //   13  18
  //   57  82

  // [operator/]
  show(A / 2.0);
  // A / 2 =
  //   0.5    2
  //   4.5    8

  // [weighted_sum]
  show(weighted_sum({0.5, -1}, std::vector<Operand>{A, B}));
  // ½ A − B =
  //   -0.5     0
  //    1.5     4

  // [sum_of]
  show(sum_of(std::vector<Operand>{A, B, X}));
  // A + B + X =
  //    0.5     6
  //   12.5  22.5

  // [hadamard]
  show(hadamard(A, B));
  // A ∘ B =
  //    1   8
  //   27  64

  // [divide]
  show(divide(A, B));
  // A ./ B =
  //   1  2
  //   3  4

  // [divide_or_zero]
  show(divide_or_zero(A, X));
  // A ./ X =
  //   -0.6667        0
  //        18      6.4

  // [power]
  show(power(A, 1.5));
  // A.^1.5 =
  //    1   8
  //   27  64
  show(power(A, B));
  // A .^ B =
  //           1         16
  //         729  6.554e+04

  // [square]
  show(square(B));
  // B.^2 =
  //    1   4
  //    9  16

  // [cube]
  show(cube(B));
  // B.^3 =
  //    1   8
  //   27  64

  // [reciprocal]
  show(reciprocal(A));
  // A.^−1 =
  //        1    0.25
  //   0.1111  0.0625

  // [sqrt]
  show(sqrt(A));
  // sqrt(A) =
  //   1  2
  //   3  4

  // [exp]
  show(exp(X));
  // exp(X) =
  //   0.2231       1
  //    1.649   12.18

  // [expm1]
  show(expm1(X));
  // expm1(X) =
  //   -0.7769        0
  //    0.6487    11.18

  // [log]
  show(log(A));
  // log(A) =
  //       0  1.386
  //   2.197  2.773

  // [log1p]
  show(log1p(A));
  // log1p(A) =
  //   0.6931   1.609
  //    2.303   2.833

  // [abs]
  show(abs(X));
  // abs(X) =
  //   1.5    0
  //   0.5  2.5

  // [sign]
  show(sign(X));
  // sign(X) =
  //   -1   0
  //    1   1

  // [floor]
  show(floor(X));
  // floor(X) =
  //   -2   0
  //    0   2

  // [ceil]
  show(ceil(X));
  // ceil(X) =
  //   -1   0
  //    1   3

  // [round]
  show(round(X));
  // round(X) =
  //   -2   0
  //    1   3

  // [maximum]
  show(maximum(X, B));
  // maximum(X, B) =
  //   1  2
  //   3  4

  // [minimum]
  show(minimum(X, B));
  // minimum(X, B) =
  //   -1.5     0
  //    0.5   2.5

  // [clamp]
  show(clamp(X, -1, 1));
  // minimum(maximum(X, −1), 1) =
  //    -1    0
  //   0.5    1

  // [soft_clamp]
  show(soft_clamp(X, -1, 1));
  // ½ (−1 + 1) + (½ (1 − (−1))) ∘ tanh((X − ½ (−1 + 1)) / (½ (1 − (−1)))) =
  //   -0.9051        0
  //    0.4621   0.9866

  // [greater]
  show(greater(X, 0));
  // X > 0 =
  //   0  0
  //   1  1

  // [greater_equal]
  show(greater_equal(X, 0));
  // X ≥ 0 =
  //   0  1
  //   1  1

  // [less]
  show(less(X, 0));
  // X < 0 =
  //   1  0
  //   0  0

  // [less_equal]
  show(less_equal(X, 0));
  // X ≤ 0 =
  //   1  1
  //   0  0

  // [equal]
  show(equal(X, 0));
  // X == 0 =
  //   0  1
  //   0  0

  // [not_equal]
  show(not_equal(X, 0));
  // X ≠ 0 =
  //   1  0
  //   1  1

  // [select]
  show(select(greater(X, 0), A, B));
  // select(X > 0, A, B) =
  //    1   2
  //    9  16

  // [stop_gradient]
  show(stop_gradient(X));
  // stop_gradient(X) =
  //   -1.5     0
  //    0.5   2.5
  show(gradient(sum(hadamard(stop_gradient(X), X)), X));  // as if the first X were a constant
  // stop_gradient(X) =
  //   -1.5     0
  //    0.5   2.5
}

}  // namespace matgrad::examples
