// Linear algebra, products: Matrix products, and the products with a name.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void products(Given& given, Show& show) {
  const Expr A = given("A", {{1, 2}, {3, 4}});
  const Expr B = given("B", {{0, 1}, {1, 0}});
  const Expr C = given("C", {{1, 0, 0, 2}, {0, 1, 2, 0}});
  const Expr u = given("u", {{1}, {2}});
  const Expr v = given("v", {{3}, {4}, {5}});
  const Expr w = given("w", {{1}, {0}, {0}});

  // [matmul]
  show(matmul(A, B));
  // A B =
  //   2  1
  //   4  3
  show(A * u);
  // A u =
  //    5
  //   11

  // [product]
  show(product(std::vector<Operand>{A, B, u}));
  // A B u =
  //    4
  //   10

  // [transpose]
  show(transpose(C));
  // Cᵀ =
  //   1  0
  //   0  1
  //   0  2
  //   2  0

  // [outer]
  show(outer(u, v));
  // u vᵀ =
  //    3   4   5
  //    6   8  10

  // [quadratic_form]
  show(quadratic_form(u, A));
  // uᵀ A u = 27

  // [trace_of_product]
  show(trace_of_product(A, B));
  // ⟨Aᵀ, B⟩ = 5

  // [gram]
  show(gram(C));
  // Cᵀ C =
  //   1  0  0  2
  //   0  1  2  0
  //   0  2  4  0
  //   2  0  0  4

  // [commutator]
  show(commutator(A, B));
  // A B − B A =
  //   -1  -3
  //    3   1

  // [anticommutator]
  show(anticommutator(A, B));
  // A B + B A =
  //   5  5
  //   5  5

  // [symmetric_part]
  show(symmetric_part(A));
  // ½ A + ½ Aᵀ =
  //     1  2.5
  //   2.5    4

  // [skew_part]
  show(skew_part(A));
  // ½ A − ½ Aᵀ =
  //      0  -0.5
  //    0.5     0

  // [cross]
  show(cross(v, w));
  // v × w =
  //    0
  //    5
  //   -4

  // [kronecker]
  show(kronecker(u, A));
  // u ⊗ A =
  //   1  2
  //   3  4
  //   2  4
  //   6  8

  // [block_inner_products]
  show(block_inner_products(C, A));
  // block_inner_products(C, A) = 5  10

  // [block_sum]
  show(block_sum(C, transpose(u)));
  // block_sum(C, uᵀ) =
  //   1  4
  //   4  1

  // [matrix_power]
  show(matrix_power(A, 3));
  // A³ =
  //    37   54
  //    81  118
}

}  // namespace matgrad::examples
