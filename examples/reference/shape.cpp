// Shape: Matrices of a given shape, reshaping, joining, moving and repeating.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void shape(Given& given, Show& show) {
  const Expr A = given("A", {{1, 2, 3}, {4, 5, 6}});
  const Expr B = given("B", {{7, 8, 9}, {10, 11, 12}});
  const Expr S = given("S", {{1, 2}, {3, 4}});
  const Expr b = given("b", {{10}, {20}});
  const Expr r = given("r", {{1, 2, 3}});

  // [zeros, zeros_like]
  show(zeros(1, 3));
  // 0 = 0  0  0
  show(zeros_like(A));
  // 0 =
  //   0  0  0
  //   0  0  0

  // [ones, ones_like]
  show(ones(1, 3));
  // 1 = 1  1  1
  show(ones_like(A));
  // 1 =
  //   1  1  1
  //   1  1  1

  // [identity, identity_like]
  show(identity(2));
  // I =
  //   1  0
  //   0  1
  show(identity_like(S));
  // I =
  //   1  0
  //   0  1

  // [entry_count]
  show(entry_count(A));
  // 6 = 6

  // [column_count]
  show(column_count(A));
  // 3 = 3

  // [columns]
  show(columns(b, A));
  // columns(b, A) =
  //   10  10  10
  //   20  20  20

  // [rows]
  show(rows(r, A));
  // rows(r, A) =
  //   1  2  3
  //   1  2  3

  // [as_diagonal]
  show(as_diagonal(b));
  // as_diagonal(b) =
  //   10   0
  //    0  20

  // [diagonal]
  show(diagonal(S));
  // diagonal(S) =
  //   1
  //   4
  show(diagonal(A, 1));
  // diagonal[1](A) =
  //   2
  //   6

  // [diagonal_like]
  show(diagonal_like(b, A));
  // diagonal_like(b, A) =
  //   10   0   0
  //    0  20   0

  // [lower_triangle]
  show(lower_triangle(A));
  // lower_triangle(A) =
  //   1  0  0
  //   4  5  0

  // [upper_triangle]
  show(upper_triangle(A, 1));
  // upper_triangle[1](A) =
  //   0  2  3
  //   0  0  6

  // [vec]
  show(vec(S));
  // vec(S) =
  //   1
  //   3
  //   2
  //   4

  // [vech]
  show(vech(S));
  // vech(S) =
  //   1
  //   3
  //   4

  // [fill_lower_triangle]
  show(fill_lower_triangle(transpose(r)));
  // fill_lower_triangle(rᵀ) =
  //   1  0
  //   2  3

  // [reshape]
  show(reshape(A, 3, 2));
  // reshape[3, 2](A) =
  //   1  5
  //   4  3
  //   2  6

  // [reshape_like]
  show(reshape_like(A, transpose(A)));
  // reshape_like(A, Aᵀ) =
  //   1  5
  //   4  3
  //   2  6

  // [concatenate_horizontally]
  show(concatenate_horizontally({A, b}));
  // concatenate_horizontally(A, b) =
  //    1   2   3  10
  //    4   5   6  20

  // [concatenate_vertically]
  show(concatenate_vertically({A, r}));
  // concatenate_vertically(A, r) =
  //   1  2  3
  //   4  5  6
  //   1  2  3

  // [horizontal_part]
  show(horizontal_part(A, 1, {b, S}));
  // horizontal_part[1](A, b, S) =
  //   2  3
  //   5  6

  // [vertical_part]
  show(vertical_part(A, 0, {r, r}));
  // vertical_part[0](A, r, r) = 1  2  3

  // [block]
  show(block({{S, b}, {b, S}}));
  // concatenate_vertically(concatenate_horizontally(S, b), concatenate_horizontally(b, S)) =
  //    1   2  10
  //    3   4  20
  //   10   1   2
  //   20   3   4

  // [block_diagonal]
  show(block_diagonal({S, b}));
  // block_diagonal(S, b) =
  //    1   2   0
  //    3   4   0
  //    0   0  10
  //    0   0  20

  // [diagonal_block]
  show(diagonal_block(A, 1, {zeros(1, 2), zeros(1, 1)}));
  // diagonal_block[1](A, 0₁ₓ₂, 0) = 6

  // [flip_rows]
  show(flip_rows(A));
  // flip_rows(A) =
  //   4  5  6
  //   1  2  3

  // [flip_columns]
  show(flip_columns(A));
  // flip_columns(A) =
  //   3  2  1
  //   6  5  4

  // [roll_rows]
  show(roll_rows(A, 1));
  // roll_rows[1](A) =
  //   4  5  6
  //   1  2  3

  // [roll_columns]
  show(roll_columns(A, 1));
  // roll_columns[1](A) =
  //   3  1  2
  //   6  4  5

  // [shift_rows]
  show(shift_rows(A, 1));
  // shift_rows[1](A) =
  //   0  0  0
  //   1  2  3

  // [shift_columns]
  show(shift_columns(A, -1));
  // shift_columns[-1](A) =
  //   2  3  0
  //   5  6  0

  // [tile]
  show(tile(r, 2, 2));
  // 1₂ₓ₂ ⊗ r =
  //   1  2  3  1  2  3
  //   1  2  3  1  2  3

  // [repeat]
  show(repeat(r, 2));
  // r ⊗ 1₂ =
  //   1  2  3
  //   1  2  3
}

}  // namespace matgrad::examples
