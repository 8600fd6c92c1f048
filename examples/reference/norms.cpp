// Linear algebra, norms: Of matrices, of their columns and rows, and distances.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void norms(Given& given, Show& show) {
  const Expr A = given("A", {{3, 0}, {4, -2}});
  const Expr X = given("X", {{0, 3}, {0, 4}});
  const Expr W = given("W", {{1, 0}, {0, 1}});

  // [norm]
  show(norm(A));
  // ‖A‖ = 5.385

  // [squared_norm]
  show(squared_norm(A));
  // ‖A‖² = 29

  // [one_norm]
  show(one_norm(A));
  // one_norm(A) = 7

  // [infinity_norm]
  show(infinity_norm(A));
  // one_norm(Aᵀ) = 6

  // [spectral_norm]
  show(spectral_norm(A));
  // slice[0, 0, 1, 1](singular_values(A)) = 5.263

  // [nuclear_norm]
  show(nuclear_norm(A));
  // sum(singular_values(A)) = 6.403

  // [one_norm_subgradient]
  show(one_norm_subgradient(A));
  // one_norm_subgradient(A) =
  //   1  0
  //   1  0

  // [column_norms]
  show(column_norms(A));
  // column_norms(A) = 5  2

  // [row_norms]
  show(row_norms(A));
  // row_norms(A) =
  //       3
  //   4.472

  // [normalised_columns]
  show(normalised_columns(A));
  // A ./ rows(column_norms(A), A) =
  //   0.6    0
  //   0.8   -1

  // [normalised_rows]
  show(normalised_rows(A));
  // A ./ columns(row_norms(A), A) =
  //         1        0
  //    0.8944  -0.4472

  // [clip_by_norm]
  show(clip_by_norm(A, 1));
  // (1 / maximum(1, ‖A‖)) A =
  //    0.5571        0
  //    0.7428  -0.3714

  // [pairwise_squared_distances]
  show(pairwise_squared_distances(X, X));
  // pairwise_squared_distances(X, X) =
  //    0  25
  //   25   0

  // [pairwise_distances]
  show(pairwise_distances(X, X));
  // pairwise_distances(X, X) =
  //   0  5
  //   5  0

  // [weighted_differences]
  show(weighted_differences(X, A, W));
  // weighted_differences(X, A, W) =
  //   -3   3
  //   -4   6

  // [difference_products]
  show(difference_products(X, A, W));
  // difference_products(X, A, W) =
  //   -3   0
  //    0   6
}

}  // namespace matgrad::examples
