// Reductions and statistics: Sums, means, variances, running sums and recurrences.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void reductions(Given& given, Show& show) {
  const Expr A = given("A", {{1, 2}, {3, 6}});
  const Expr B = given("B", {{1, 0}, {0.5, 2}});
  const Expr X = given("X", {{1, 2, 3}, {2, 4, 9}});

  // [sum]
  show(sum(A));
  // sum(A) = 12

  // [column_sums]
  show(column_sums(A));
  // column_sums(A) = 4  8

  // [row_sums]
  show(row_sums(A));
  // row_sums(A) =
  //   3
  //   9

  // [mean]
  show(mean(A));
  // mean(A) = 3

  // [column_means]
  show(column_means(A));
  // column_means(A) = 2  4

  // [row_means]
  show(row_means(A));
  // row_means(A) =
  //   1.5
  //   4.5

  // [trace]
  show(trace(A));
  // tr(A) = 7

  // [dot]
  show(dot(A, B));
  // ⟨A, B⟩ = 14.5

  // [column_products]
  show(column_products(A));
  // column_products(A) = 3  12

  // [row_products]
  show(row_products(A));
  // row_products(A) =
  //    2
  //   18

  // [variance]
  show(variance(A));
  // variance(A) = 4.667

  // [column_variances]
  show(column_variances(A));
  // column_variances(A) = 2  8

  // [row_variances]
  show(row_variances(A));
  // row_variances(A) =
  //   0.5
  //   4.5

  // [standard_deviation]
  show(standard_deviation(A));
  // standard_deviation(A) = 2.16

  // [column_standard_deviations]
  show(column_standard_deviations(A));
  // column_standard_deviations(A) = 1.414  2.828

  // [row_standard_deviations]
  show(row_standard_deviations(A));
  // row_standard_deviations(A) =
  //   0.7071
  //    2.121

  // [centred]
  show(centred(X));
  // centred(X) =
  //   -1   0   1
  //   -3  -1   4

  // [covariance]
  show(covariance(X));
  // (1 / (3 − 1)) centred(X) centred(X)ᵀ =
  //     1  3.5
  //   3.5   13

  // [centring_matrix]
  show(centring_matrix(2));
  // centred(I) =
  //    0.5  -0.5
  //   -0.5   0.5

  // [cumulative_column_sums]
  show(cumulative_column_sums(A));
  // cumulative_column_sums(A) =
  //   1  2
  //   4  8

  // [cumulative_row_sums]
  show(cumulative_row_sums(A));
  // cumulative_row_sums(A) =
  //   1  3
  //   3  9

  // [cumulative_column_products]
  show(cumulative_column_products(A));
  // cumulative_column_products(A) =
  //    1   2
  //    3  12

  // [cumulative_row_products]
  show(cumulative_row_products(A));
  // cumulative_row_products(A) =
  //    1   2
  //    3  18

  // [column_differences]
  show(column_differences(A));
  // column_differences(A) = 2  4

  // [row_differences]
  show(row_differences(A));
  // row_differences(A) =
  //   1
  //   3

  // [column_recurrence]
  show(column_recurrence(B, A));
  // column_recurrence(B, A) =
  //     1    2
  //   3.5   10

  // [row_recurrence]
  show(row_recurrence(B, A));
  // row_recurrence(B, A) =
  //    1   2
  //    3  12

  // [reverse_column_recurrence]
  show(reverse_column_recurrence(B, A));
  // reverse_column_recurrence(B, A) =
  //   2.5   14
  //     3    6

  // [reverse_row_recurrence]
  show(reverse_row_recurrence(B, A));
  // reverse_row_recurrence(B, A) =
  //    1   2
  //   15   6
}

}  // namespace matgrad::examples
