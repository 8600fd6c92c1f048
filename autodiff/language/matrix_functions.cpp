#include "matgrad/autodiff/language/function_lists.hpp"
#include "matgrad/autodiff/operations/distance.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/matrix_function.hpp"
#include "matgrad/autodiff/operations/matrix_norm.hpp"
#include "matgrad/autodiff/operations/orthogonal.hpp"
#include "matgrad/autodiff/operations/packed_part.hpp"
#include "matgrad/autodiff/operations/products.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/singular_values.hpp"
#include "matgrad/autodiff/operations/spectral.hpp"
#include "matgrad/autodiff/operations/triangular.hpp"

namespace matgrad {
namespace {

Expr by_triangle(const FunctionArguments& a) {
  const auto says = [&](std::string_view word) { return a.word.find(word) != std::string_view::npos; };
  const TriangularForm form{.transposed = says("transposed"), .unit_diagonal = says("unit diagonal")};
  return triangular_solve(a.inputs[0], a.inputs[1], says("lower") ? Triangle::lower : Triangle::upper, form);
}

Expr directional(const FunctionArguments& a, SpectralFunction f) {
  return symmetric_function_derivative(a.inputs[0], f, {a.inputs.begin() + 1, a.inputs.end()});
}

template <const PackedBlock& Block>
Expr part(const FunctionArguments& a) {
  return packed_part(a.inputs[0], Block, a.inputs[1]);
}
template <const PackedBlock& Block>
Expr placed(const FunctionArguments& a) {
  return placed_part(a.inputs[0], Block, a.inputs[1]);
}

}  // namespace

std::vector<LanguageFunction> matrix_functions() {
  return {
      {{"inv", "inverse"}, "(A)", "n n -> n n", "A⁻¹", unary<inverse>, {},
       "only a square matrix has an inverse; pinv(A) is the pseudo-inverse"},
      {{"solve"}, "(A, B)", "n n, n k -> n k", "A⁻¹ B", binary<solve>},
      {{"det", "determinant"}, "(A)", "n n -> 1 1", "the determinant, also log|A| for its logarithm",
       unary<determinant>, {}, "only a square matrix has a determinant"},
      {{"logdet", "log_det"}, "(A)", "n n -> 1 1", "log det A, for a positive determinant", unary<log_det>},
      {{"log_abs_det"}, "(A)", "n n -> 1 1", "log |det A|", unary<log_abs_det>},
      {{"chol", "cholesky"}, "(A)", "n n -> n n", "the lower triangular L with L Lᵀ = A", unary<cholesky>},
      {{"pinv", "pseudo_inverse"}, "(A)", "m n -> n m", "the pseudo-inverse A⁺", unary<pseudo_inverse>},
      {{"least_squares", "lstsq"}, "(A, B)", "m n, m k -> n k", "the X with least ‖A X − B‖",
       binary<least_squares>},
      {{"triangular_solve"},
       "(L, B)",
       "n n, n k -> n k",
       "L⁻¹ B by substitution: triangular_solve[lower](L, B), [upper], [lower, transposed], …",
       by_triangle,
       {"lower", "upper", "lower, transposed", "upper, transposed", "lower, unit diagonal", "upper, unit diagonal",
        "lower, transposed, unit diagonal", "upper, transposed, unit diagonal"}},
      {{"transpose"}, "(A)", "m n -> n m", "Aᵀ, as A'", unary<transpose>},
      {{"matmul"}, "(A, B)", "m n, n k -> m k", "the product of matrices", binary<matmul>},
      {{"outer"}, "(a, b)", "m 1, n 1 -> m n", "a bᵀ", binary<outer>},
      {{"quadratic_form"}, "(x, A)", "n 1, n n -> 1 1", "xᵀ A x", binary<quadratic_form>},
      {{"trace_of_product"}, "(A, B)", "m n, n m -> 1 1", "tr(A B)", binary<trace_of_product>},
      {{"gram"}, "(X)", "m n -> n n", "Xᵀ X", unary<gram>},
      {{"commutator"}, "(A, B)", "n n, n n -> n n", "A B − B A", binary<commutator>},
      {{"anticommutator"}, "(A, B)", "n n, n n -> n n", "A B + B A", binary<anticommutator>},
      {{"symmetric_part"}, "(A)", "n n -> n n", "(A + Aᵀ)/2", unary<symmetric_part>},
      {{"skew_part"}, "(A)", "n n -> n n", "(A − Aᵀ)/2", unary<skew_part>},
      {{"cross"}, "(a, b)", "3 n, 3 n -> 3 n", "the cross product of columns with three entries", binary<cross>},
      {{"kron", "kronecker"}, "(A, B)", "m n, p q -> m*p n*q", "the Kronecker product A ⊗ B", binary<kronecker>},
      {{"block_inner_products"}, "(C, B)", "m n, p q -> ?", "⟨Cᵢⱼ, B⟩ for each block of C in B's shape",
       binary<block_inner_products>},
      {{"block_sum"}, "(C, A)", "m n, p q -> ?", "Σᵢⱼ Aᵢⱼ Cᵢⱼ over the blocks of C", binary<block_sum>},
      {{"cofactor"}, "(A)", "n n -> n n", "the matrix of cofactors", unary<cofactor>},
      {{"cofactor_derivative"}, "(A, G)", "n n, n n -> n n", "the derivative of cofactor in direction G",
       binary<cofactor_derivative>},
      {{"lower_half"}, "(A)", "n n -> n n", "the lower triangle with half the diagonal", unary<lower_half>},
      {{"rcond"}, "(A)", "n n -> 1 1", "the reciprocal of the condition number", unary<rcond>},
      {{"matrix_power"}, "(A, n)", "n n; 1 -> n n", "Aⁿ, as A^n",
       [](const FunctionArguments& a) {
         return matrix_power(a.inputs[0], static_cast<int>(whole_number(a, 0)));
       }},
      {{"expm", "matrix_exponential"}, "(A)", "n n -> n n", "the exponential of a square matrix",
       unary<matrix_exponential>},
      {{"matrix_exponential_derivative"}, "(A, G)", "n n, n n, … -> n n", "its derivative in direction G",
       [](const FunctionArguments& a) {
         return matrix_exponential_derivative(a.inputs[0], {a.inputs.begin() + 1, a.inputs.end()});
       }},
      {{"pairwise_squared_distances"}, "(X, Y)", "d m, d n -> m n", "‖xᵢ − yⱼ‖² for columns of X and Y",
       binary<pairwise_squared_distances>},
      {{"pairwise_distances"}, "(X, Y)", "d m, d n -> m n", "‖xᵢ − yⱼ‖ for columns of X and Y",
       binary<pairwise_distances>},
      {{"weighted_differences"}, "(X, Y, W)", "d m, d n, m n -> d m", "Σⱼ Wᵢⱼ (xᵢ − yⱼ) for each i",
       ternary<weighted_differences>},
      {{"difference_products"}, "(X, Y, V)", "d m, d n, d m -> m n", "⟨vᵢ, xᵢ − yⱼ⟩",
       ternary<difference_products>},
  };
}

std::vector<LanguageFunction> spectral_functions() {
  return {
      {{"eigenvalues"}, "(A)", "n n -> n 1", "of a symmetric matrix, in ascending order",
       [](const FunctionArguments& a) { return eigenvalues(a.inputs[0]); }},
      {{"eigenvectors"}, "(A)", "n n -> n n", "of a symmetric matrix, in the same order",
       [](const FunctionArguments& a) { return eigenvectors(a.inputs[0]); }},
      {{"singular_values"}, "(A)", "m n -> m&n 1", "in descending order",
       [](const FunctionArguments& a) { return singular_values(a.inputs[0]); }},
      {{"left_singular_vectors"}, "(A)", "m n -> ?", "U of A = U Σ Vᵀ",
       [](const FunctionArguments& a) { return left_singular_vectors(a.inputs[0]); }},
      {{"right_singular_vectors"}, "(A)", "m n -> ?", "V of A = U Σ Vᵀ",
       [](const FunctionArguments& a) { return right_singular_vectors(a.inputs[0]); }},
      {{"orthogonal_factor"}, "(A)", "m n -> ?", "Q of A = Q R", unary<orthogonal_factor>},
      {{"triangular_factor"}, "(A)", "m n -> ?", "R of A = Q R", unary<triangular_factor>},
      {{"spectral_norm"}, "(A)", "m n -> 1 1", "the greatest singular value", unary<spectral_norm>},
      {{"nuclear_norm"}, "(A)", "m n -> 1 1", "the sum of the singular values", unary<nuclear_norm>},
      {{"one_norm"}, "(A)", "m n -> 1 1", "the greatest sum of |a| over a column", unary<one_norm>},
      {{"one_norm_subgradient"}, "(A)", "m n -> m n", "the subgradient of one_norm", unary<one_norm_subgradient>},
      {{"infinity_norm"}, "(A)", "m n -> 1 1", "the greatest sum of |a| over a row", unary<infinity_norm>},
      {{"symmetric_exp"}, "(A)", "n n -> n n", "the exponential of a symmetric matrix", unary<symmetric_exp>},
      {{"symmetric_log"}, "(A)", "n n -> n n", "the logarithm of a positive definite matrix",
       unary<symmetric_log>},
      {{"symmetric_sqrt", "sqrtm"}, "(A)", "n n -> n n", "the root of a positive definite matrix",
       unary<symmetric_sqrt>},
      {{"symmetric_inverse_sqrt"}, "(A)", "n n -> n n", "A to the power −½, for a positive definite matrix",
       unary<symmetric_inverse_sqrt>},
      {{"symmetric_power"}, "(A, p)", "n n; 1 -> n n", "Aᵖ of a positive definite matrix, for any number p",
       [](const FunctionArguments& a) { return symmetric_power(a.inputs[0], a.numbers[0]); }},
      {{"symmetric_exp_derivative"}, "(A, G)", "n n, n n, … -> n n", "its derivative in direction G",
       [](const FunctionArguments& a) { return directional(a, SpectralFunction::exp()); }},
      {{"symmetric_log_derivative"}, "(A, G)", "n n, n n, … -> n n", "its derivative in direction G",
       [](const FunctionArguments& a) { return directional(a, SpectralFunction::log()); }},
      {{"symmetric_sqrt_derivative"}, "(A, G)", "n n, n n, … -> n n", "its derivative in direction G",
       [](const FunctionArguments& a) { return directional(a, SpectralFunction::power(0.5)); }},
      {{"symmetric_inverse_sqrt_derivative"}, "(A, G)", "n n, n n, … -> n n", "its derivative in direction G",
       [](const FunctionArguments& a) { return directional(a, SpectralFunction::power(-0.5)); }},
      {{"symmetric_power_derivative"}, "(A, G, p)", "n n, n n, …; 1 -> n n", "its derivative in direction G",
       [](const FunctionArguments& a) { return directional(a, SpectralFunction::power(a.numbers[0])); }},
  };
}

std::vector<LanguageFunction> decomposing_functions() {
  return {
      {{"eigh"}, "(A)", "n n -> ?", "[λ | V], eigenvalues and eigenvectors of a symmetric matrix",
       [](const FunctionArguments& a) { return eigh(a.inputs[0]); }},
      {{"qr"}, "(A)", "m n -> ?", "[Q | R] of A = Q R", unary<qr>},
      {{"svd"}, "(A)", "m n -> ?", "[U | σ | V] of A = U Σ Vᵀ",
       [](const FunctionArguments& a) { return svd(a.inputs[0]); }},
      {{"eigenvalues_part"}, "(P, A)", "n k, n n -> n 1", "λ of P = [λ | V] for a matrix of A's shape",
       part<packed::eigenvalues>},
      {{"eigenvectors_part"}, "(P, A)", "n k, n n -> n n", "V of P = [λ | V] for a matrix of A's shape",
       part<packed::eigenvectors>},
      {{"orthogonal_factor_part"}, "(P, A)", "m k, m n -> m n", "Q of P = [Q | R] for a matrix of A's shape",
       part<packed::orthogonal_factor>},
      {{"triangular_factor_part"}, "(P, A)", "m k, m n -> n n", "R of P = [Q | R] for a matrix of A's shape",
       part<packed::triangular_factor>},
      {{"left_singular_vectors_part"}, "(P, A)", "p q, m n -> m m&n",
       "U of P = [U | σ | V] for a matrix of A's shape", part<packed::left_singular_vectors>},
      {{"singular_values_part"}, "(P, A)", "p q, m n -> m&n 1", "σ of P = [U | σ | V] for a matrix of A's shape",
       part<packed::singular_values>},
      {{"right_singular_vectors_part"}, "(P, A)", "p q, m n -> n m&n",
       "V of P = [U | σ | V] for a matrix of A's shape", part<packed::right_singular_vectors>},
      {{"place_eigenvalues"}, "(B, A)", "n 1, n n -> ?", "[B | 0], where eigh(A) has λ",
       placed<packed::eigenvalues>},
      {{"place_eigenvectors"}, "(B, A)", "n n, n n -> ?", "[0 | B], where eigh(A) has V",
       placed<packed::eigenvectors>},
      {{"place_orthogonal_factor"}, "(B, A)", "m n, m n -> ?", "[B | 0], where qr(A) has Q",
       placed<packed::orthogonal_factor>},
      {{"place_triangular_factor"}, "(B, A)", "n n, m n -> ?", "[0 | B], where qr(A) has R",
       placed<packed::triangular_factor>},
      {{"place_left_singular_vectors"}, "(B, A)", "m m&n, m n -> ?", "[B | 0 | 0], where svd(A) has U",
       placed<packed::left_singular_vectors>},
      {{"place_singular_values"}, "(B, A)", "m&n 1, m n -> ?", "[0 | B | 0], where svd(A) has σ",
       placed<packed::singular_values>},
      {{"place_right_singular_vectors"}, "(B, A)", "n m&n, m n -> ?", "[0 | 0 | B], where svd(A) has V",
       placed<packed::right_singular_vectors>},
      {{"divide_by_gaps"}, "(M, v)", "n n, n 1 -> n n", "Mᵢⱼ/(vⱼ − vᵢ), and 0 on the diagonal",
       [](const FunctionArguments& a) { return divide_by_gaps(a.inputs[0], a.inputs[1]); }},
      {{"divide_by_sums"}, "(M, v)", "n n, n 1 -> n n", "Mᵢⱼ/(vᵢ + vⱼ)",
       [](const FunctionArguments& a) { return divide_by_sums(a.inputs[0], a.inputs[1]); }},
      {{"nonzero_values"}, "(v)", "n 1 -> n 1", "1 where a singular value is not zero to rounding, else 0",
       unary<nonzero_values>},
  };
}

}  // namespace matgrad
