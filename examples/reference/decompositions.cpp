// Linear algebra, decompositions: Cholesky, QR and singular values.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void decompositions(Given& given, Show& show) {
  const Expr S = given("S", {{4, 2}, {2, 5}});
  const Expr T = given("T", {{3, 0}, {4, 5}, {0, 0}});
  const Expr M = given("M", {{1, 2}, {3, 4}});
  const Expr s = given("s", {{3}, {1}});

  // [cholesky]
  show(cholesky(S));
  // cholesky(S) =
  //   2  0
  //   1  2

  // [lower_half]
  show(lower_half(S));
  // lower_half(S) =
  //     2    0
  //     2  2.5

  // [qr]
  show(qr(T));
  // qr(T) =
  //    0.6  -0.8     5     4
  //    0.8   0.6     0     3
  //      0     0     0     0

  // [orthogonal_factor]
  show(orthogonal_factor(T));
  // orthogonal_factor(T) =
  //    0.6  -0.8
  //    0.8   0.6
  //      0     0

  // [triangular_factor]
  show(triangular_factor(T));
  // triangular_factor(T) =
  //   5  4
  //   0  3

  // [svd]
  show(svd(S));
  // svd(S) =
  //    0.6154   0.7882    6.562   0.6154   0.7882
  //    0.7882  -0.6154    2.438   0.7882  -0.6154

  // [singular_values]
  show(singular_values(S));
  // singular_values(S) =
  //   6.562
  //   2.438

  // [left_singular_vectors]
  show(left_singular_vectors(S));
  // left_singular_vectors(S) =
  //    0.6154   0.7882
  //    0.7882  -0.6154

  // [right_singular_vectors]
  show(right_singular_vectors(S));
  // right_singular_vectors(S) =
  //    0.6154   0.7882
  //    0.7882  -0.6154

  // [divide_by_sums]
  show(divide_by_sums(M, s));
  // divide_by_sums(M, s) =
  //   0.1667     0.5
  //     0.75       2

  // [nonzero_values]
  show(nonzero_values(s));
  // nonzero_values(s) =
  //   1
  //   1
}

}  // namespace matgrad::examples
