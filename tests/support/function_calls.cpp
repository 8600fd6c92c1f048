#include "support/function_calls.hpp"

#include <map>

namespace matgrad::tests {
namespace {

/// Calls of functions that take numbers or words, or not just any shapes. Others are called as their signature
/// says.
const std::multimap<std::string, std::string> calls = {
    {"polygamma", "polygamma(A, 2)"},
    {"elu", "elu(A, 0.5)"},
    {"leaky_relu", "leaky_relu(A, 0.25)"},
    {"triangular_solve", "triangular_solve[lower](Q, A)"},
    {"triangular_solve", "triangular_solve[upper, transposed](Q, A)"},
    {"triangular_solve", "triangular_solve[lower, transposed, unit diagonal](Q, A)"},
    {"kron", "kron(A, B)"},
    {"block_inner_products", "block_inner_products(kron(A, B), B)"},
    {"block_sum", "block_sum(kron(A, B), A)"},
    {"matrix_power", "matrix_power(Q, 3)"},
    {"symmetric_power", "symmetric_power(P, 1.5)"},
    {"symmetric_power_derivative", "symmetric_power_derivative(P, Q, 1.5)"},
    {"symmetric_exp_derivative", "symmetric_exp_derivative(P, Q, P)"},
    {"variance", "variance[biased](A)"},
    {"covariance", "covariance[biased](A)"},
    {"cross", "cross(Q, P)"},
    {"matmul", "matmul(A', B)"},
    {"trace_of_product", "trace_of_product(A', B)"},
    {"weighted_differences", "weighted_differences(A, Q, A')"},
    {"difference_products", "difference_products(A, Q, B)"},
    {"binary_entropy", "binary_entropy(sigmoid(A))"},
    {"asin", "asin(tanh(A))"},
    {"acos", "acos(tanh(A))"},
    {"eye", "Q + eye"},
    {"eye", "Q + eye(3)"},
    {"vector", "x + vector(2)"},
    {"matrix", "A + matrix(2)"},
    {"ones", "A + ones(3, 2)"},
    {"ones", "x + ones(3)"},
    {"zeros", "A + zeros(3, 2)"},
    {"zeros", "x + zeros(3)"},
    {"centring_matrix", "centring_matrix(3)*A"},
    {"ones_like", "A + ones_like(B)"},
    {"zeros_like", "A + zeros_like(B)"},
    {"identity_like", "Q + identity_like(P)"},
    {"diag", "diag(A)"},
    {"diag", "diag(x)"},
    {"diag", "diag(x, 1)"},
    {"diagonal", "diagonal(A, -1)"},
    {"as_diagonal", "as_diagonal(x, 1)"},
    {"diagonal_like", "diagonal_like(diagonal(A, -1), A, -1)"},
    {"tril", "tril(A, -1)"},
    {"triu", "triu(A, 1)"},
    {"fill_lower_triangle", "fill_lower_triangle(vec(A))"},
    {"reshape", "reshape(A, 2, 3)"},
    {"reshape_like", "reshape_like(A, B')"},
    {"rows", "rows(x', B)"},
    {"horizontal_part", "horizontal_part(horzcat(A, Q), A, Q, 1)"},
    {"vertical_part", "vertical_part(vertcat(A, B), A, B, 1)"},
    {"diagonal_block", "diagonal_block(blkdiag(A, Q), A, Q, 0)"},
    {"roll_rows", "roll_rows(A, -1)"},
    {"roll_columns", "roll_columns(A, 1)"},
    {"shift_rows", "shift_rows(A, -1, 0.5)"},
    {"shift_columns", "shift_columns(A, 1)"},
    {"tile", "tile(A, 2, 3)"},
    {"repeat", "repeat(A, 2, 3)"},
    {"slice", "slice(Q, 1, 0, 2, 3)"},
    {"slice_like", "slice_like(Q, A, 0, 1)"},
    {"place", "place(A, Q, 0, 1)"},
    {"gather_rows", "gather_rows(A, 2, 0, 2)"},
    {"gather_columns", "gather_columns[1 0 1](A)"},
    {"scatter_add_rows", "scatter_add_rows(B, A, 2, 0, 2)"},
    {"scatter_add_columns", "scatter_add_columns(B, A, 1, 0)"},
    {"take_along_columns", "take_along_columns(A, argsort_columns(B))"},
    {"take_along_rows", "take_along_rows(A, argsort_rows(B))"},
    {"scatter_add_along_columns", "scatter_add_along_columns(A, argsort_columns(B), B)"},
    {"scatter_add_along_rows", "scatter_add_along_rows(A, argsort_rows(B), B)"},
    {"one_hot", "one_hot(column_argmax(A), 3)"},
    {"sort", "sort[descending](x)"},
    {"argsort", "argsort(x)"},
    {"sort_rows", "sort_rows[descending](A)"},
    {"eigenvalues_part", "eigenvalues_part(2*eigh(Q), Q)"},
    {"eigenvectors_part", "eigenvectors_part(2*eigh(Q), Q)"},
    {"orthogonal_factor_part", "orthogonal_factor_part(2*qr(A), A)"},
    {"triangular_factor_part", "triangular_factor_part(2*qr(A), A)"},
    {"left_singular_vectors_part", "left_singular_vectors_part(2*svd(A), A)"},
    {"singular_values_part", "singular_values_part(2*svd(A), A)"},
    {"right_singular_vectors_part", "right_singular_vectors_part(2*svd(A), A)"},
    {"place_eigenvalues", "place_eigenvalues(x, Q)"},
    {"place_eigenvectors", "place_eigenvectors(P, Q)"},
    {"place_orthogonal_factor", "place_orthogonal_factor(A, B)"},
    {"place_triangular_factor", "place_triangular_factor(A'*A, B)"},
    {"place_left_singular_vectors", "place_left_singular_vectors(A, B)"},
    {"place_singular_values", "place_singular_values(x, Q)"},
    {"place_right_singular_vectors", "place_right_singular_vectors(A'*A, B)"},
    {"matrix_exponential_derivative", "matrix_exponential_derivative(Q, P, Q)"},
};

/// Letters that fit the signature: A and B where both sizes may differ, Q and P for square matrices.
std::string call_by_signature(const LanguageFunction& function) {
  const Signature& signature = function.signature;
  std::string text = function.names[0] + "(";
  for (std::size_t i = 0; i < signature.least_inputs; ++i) {
    std::string argument = i % 2 == 0 ? "A" : "B";
    if (i < signature.inputs.size()) {
      const auto [rows, cols] = signature.inputs[i];
      const bool square = rows.kind == cols.kind && rows.first == cols.first;
      const bool is_scalar = square && rows.kind == SizeTerm::Kind::fixed;
      const bool is_column = !is_scalar && cols.kind == SizeTerm::Kind::fixed;
      if (is_scalar)
        argument = "s";
      else if (is_column)
        argument = "x";
      else if (square)
        argument = i == 0 ? "P" : "Q";
    }
    text += (i > 0 ? ", " : "") + argument;
  }
  return text + ")";
}

}  // namespace

std::vector<std::string> calls_of(const LanguageFunction& function) {
  const auto [begin, end] = calls.equal_range(function.names[0]);
  std::vector<std::string> all;
  for (auto call = begin; call != end; ++call) all.push_back(call->second);
  if (all.empty()) all.push_back(call_by_signature(function));
  return all;
}

}  // namespace matgrad::tests
