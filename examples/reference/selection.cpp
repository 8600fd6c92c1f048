// Selection and order: Blocks, rows and entries by index, greatest and least entries, sorting.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void selection(Given& given, Show& show) {
  const Expr A = given("A", {{3, 1, 2}, {4, 6, 5}});
  const Expr B = given("B", {{10, 20}});
  const Expr C = given("C", {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}});
  const Expr P = given("P", {{1, 0, 1}});
  const Expr Q = given("Q", {{2}, {0}});
  const Expr y = given("y", {{0, 2, 1}});

  // [slice]
  show(slice(A, 0, 1, 2, 2));
  // slice[0, 1, 2, 2](A) =
  //   1  2
  //   6  5

  // [row, column]
  show(row(A, 1));
  // slice[1, 0, 1, 3](A) = 4  6  5
  show(column(A, 0));
  // slice[0, 0, 2, 1](A) =
  //   3
  //   4
  show(rows(C, 1, 2));
  // slice[1, 0, 2, 3](C) =
  //   4  5  6
  //   7  8  9
  show(columns(A, 1, 2));
  // slice[0, 1, 2, 2](A) =
  //   1  2
  //   6  5

  // [slice_like]
  show(slice_like(A, 1, 0, B));
  // slice_like[1, 0](A, B) = 4  6

  // [place]
  show(place(B, 1, 1, A));
  // place[1, 1](B, A) =
  //    0   0   0
  //    0  10  20

  // [gather_rows]
  show(gather_rows(C, {2, 0}));
  // gather_rows[2 0](C) =
  //   7  8  9
  //   1  2  3

  // [gather_columns]
  show(gather_columns(C, {1, 1}));
  // gather_columns[1 1](C) =
  //   2  2
  //   5  5
  //   8  8

  // [scatter_add_rows]
  show(scatter_add_rows(A, {0, 0}, C));
  // scatter_add_rows[0 0](A, C) =
  //   7  7  7
  //   0  0  0
  //   0  0  0

  // [scatter_add_columns]
  show(scatter_add_columns(B, {2, 0}, y));
  // scatter_add_columns[2 0](B, y) = 20  0  10

  // [take_along_columns]
  show(take_along_columns(A, P));
  // take_along_columns(A, P) = 4  1  5

  // [take_along_rows]
  show(take_along_rows(A, Q));
  // take_along_rows(A, Q) =
  //   2
  //   4

  // [scatter_add_along_columns]
  show(scatter_add_along_columns(y, P, A));
  // scatter_add_along_columns(y, P, A) =
  //   0  2  0
  //   0  0  1

  // [scatter_add_along_rows]
  show(scatter_add_along_rows(Q, Q, A));
  // scatter_add_along_rows(Q, Q, A) =
  //   0  0  2
  //   0  0  0

  // [one_hot]
  show(one_hot(y, 3));
  // one_hot[3](y) =
  //   1  0  0
  //   0  0  1
  //   0  1  0

  // [max]
  show(max(A));
  // row_max(column_max(A)) = 6

  // [min]
  show(min(A));
  // row_min(column_min(A)) = 1

  // [column_max]
  show(column_max(A));
  // column_max(A) = 4  6  5

  // [column_min]
  show(column_min(A));
  // column_min(A) = 3  1  2

  // [row_max]
  show(row_max(A));
  // row_max(A) =
  //   3
  //   6

  // [row_min]
  show(row_min(A));
  // row_min(A) =
  //   1
  //   4

  // [argmax]
  show(argmax(A));
  // argmax(A) = 3

  // [argmin]
  show(argmin(A));
  // argmin(A) = 2

  // [column_argmax]
  show(column_argmax(A));
  // column_argmax(A) = 1  1  1

  // [column_argmin]
  show(column_argmin(A));
  // column_argmin(A) = 0  0  0

  // [row_argmax]
  show(row_argmax(A));
  // row_argmax(A) =
  //   0
  //   1

  // [row_argmin]
  show(row_argmin(A));
  // row_argmin(A) =
  //   1
  //   0

  // [sort]
  show(sort(y, SortOrder::descending));
  // sort_rows[descending](y) = 2  1  0

  // [sort_columns]
  show(sort_columns(A, SortOrder::descending));
  // sort_columns[descending](A) =
  //   4  6  5
  //   3  1  2

  // [sort_rows]
  show(sort_rows(A));
  // sort_rows(A) =
  //   1  2  3
  //   4  5  6

  // [argsort]
  show(argsort(y));
  // argsort_rows(y) = 0  2  1

  // [argsort_columns]
  show(argsort_columns(A));
  // argsort_columns(A) =
  //   0  0  0
  //   1  1  1

  // [argsort_rows]
  show(argsort_rows(A));
  // argsort_rows(A) =
  //   1  2  0
  //   0  2  1
}

}  // namespace matgrad::examples
