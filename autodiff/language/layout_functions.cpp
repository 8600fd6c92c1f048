#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/language/function_lists.hpp"
#include "matgrad/autodiff/operations/block_matrix.hpp"
#include "matgrad/autodiff/operations/covariance.hpp"
#include "matgrad/autodiff/operations/diagonals.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/rearrangement.hpp"
#include "matgrad/autodiff/operations/vectorisation.hpp"

namespace matgrad {
namespace {

using Args = const FunctionArguments&;

std::vector<Expr> all(Args a) { return {a.inputs.begin(), a.inputs.end()}; }
std::vector<Expr> all_but_first(Args a) { return {a.inputs.begin() + 1, a.inputs.end()}; }

std::size_t part_number(Args a) {
  const Index i = whole_number(a, 0);
  if (i < 0) throw ShapeError("parts are counted from 0");
  return static_cast<std::size_t>(i);
}

Expr filled(Args a) {
  const double value = a.numbers[0];
  const Expr one = ones(a.shape.rows, a.shape.cols);
  if (value == 0) return zeros(a.shape.rows, a.shape.cols);
  return value == 1 ? one : value * one;
}

Expr diagonal_or_matrix(Args a) {
  const bool column = a.inputs[0].cols() == 1;
  if (a.numbers.empty()) return column ? as_diagonal(a.inputs[0]) : diagonal(a.inputs[0]);
  const Index k = whole_number(a, 0);
  return column ? as_diagonal(a.inputs[0], k) : diagonal(a.inputs[0], k);
}

std::string diagonal_of_row(Args a) {
  const Expr& r = a.inputs[0];
  if (r.rows() != 1 || r.cols() == 1) return {};
  return "the diagonal of the row " + to_text(r) + " (" + to_string(r.shape()) +
         ") is its first entry; for the matrix with it on the diagonal write diag(" + to_text(transpose(r)) + ")";
}

}  // namespace

std::vector<LanguageFunction> filling_functions() {
  return {
      {{"eye"}, "", " -> n n", "the identity matrix in the size that fits, also I",
       [](Args a) { return identity(a.shape.rows); }},
      {{"eye", "identity"}, "(n)", "; 1 -> $0 $0", "the identity matrix of n rows",
       [](Args a) { return identity(a.shape.rows); }},
      {{"vector"}, "(c)", "; 1 -> n 1", "the vector of the number c in the size that fits", filled},
      {{"matrix"}, "(c)", "; 1 -> m n", "the matrix of the number c in the size that fits", filled},
      {{"ones"}, "(m)", "; 1 -> $0 1", "the vector of m ones", [](Args a) { return ones(a.shape.rows); }},
      {{"ones"}, "(m, n)", "; 2 -> $0 $1", "the matrix of ones",
       [](Args a) { return ones(a.shape.rows, a.shape.cols); }},
      {{"zeros"}, "(m)", "; 1 -> $0 1", "the vector of m zeros", [](Args a) { return zeros(a.shape.rows); }},
      {{"zeros"}, "(m, n)", "; 2 -> $0 $1", "the matrix of zeros",
       [](Args a) { return zeros(a.shape.rows, a.shape.cols); }},
      {{"ones_like"}, "(A)", "m n -> m n", "ones in A's shape", unary<ones_like>},
      {{"zeros_like"}, "(A)", "m n -> m n", "zeros in A's shape", unary<zeros_like>},
      {{"identity_like"}, "(A)", "n n -> n n", "the identity in A's shape", unary<identity_like>},
      {{"centring_matrix"}, "(n)", "; 1 -> $0 $0", "I − 11ᵀ/n",
       [](Args a) { return centring_matrix(a.shape.rows); }},
      {{"entry_count"}, "(A)", "m n -> 1 1", "the number of entries", unary<entry_count>},
      {{"column_count"}, "(A)", "m n -> 1 1", "the number of columns", unary<column_count>},
  };
}

std::vector<LanguageFunction> rearranging_functions() {
  return {
      {{"diag"}, "(A)", "diagonal", "the diagonal of a matrix; of a vector the matrix with it on the diagonal",
       diagonal_or_matrix, {}, {}, diagonal_of_row},
      {{"diag"}, "(A, k)", "m n; 1 -> ?", "the same for the k-th diagonal above", diagonal_or_matrix},
      {{"diagonal"}, "(A)", "m n -> m&n 1", "the diagonal of a matrix", unary<diagonal>},
      {{"diagonal"}, "(A, k)", "m n; 1 -> ?", "the k-th diagonal above",
       [](Args a) { return diagonal(a.inputs[0], whole_number(a, 0)); }},
      {{"as_diagonal"}, "(v)", "n 1 -> n n", "the matrix with v on its diagonal", unary<as_diagonal>},
      {{"as_diagonal"}, "(v, k)", "n 1; 1 -> ?", "the matrix with v on the k-th diagonal above",
       [](Args a) { return as_diagonal(a.inputs[0], whole_number(a, 0)); }},
      {{"diagonal_like"}, "(v, A)", "m&n 1, m n -> m n", "the matrix of A's shape with v on the diagonal",
       [](Args a) { return diagonal_like(a.inputs[0], a.inputs[1]); }},
      {{"diagonal_like"}, "(v, A, k)", "k 1, m n; 1 -> m n",
       "the matrix of A's shape with v on the k-th diagonal above",
       [](Args a) { return diagonal_like(a.inputs[0], a.inputs[1], whole_number(a, 0)); }},
      {{"tril", "lower_triangle"}, "(A, k)", "m n; 0-1 -> m n", "the entries on and below a diagonal",
       [](Args a) { return lower_triangle(a.inputs[0], whole_number(a, 0)); }},
      {{"triu", "upper_triangle"}, "(A, k)", "m n; 0-1 -> m n", "the entries on and above a diagonal",
       [](Args a) { return upper_triangle(a.inputs[0], whole_number(a, 0)); }},
      {{"vec"}, "(A)", "m n -> m*n 1", "the columns one below the other", unary<vec>},
      {{"vech"}, "(A)", "n n -> ?", "the lower triangle column by column", unary<vech>},
      {{"fill_lower_triangle"}, "(v)", "m 1 -> ?", "the lower triangular matrix with vech(L) = v",
       unary<fill_lower_triangle>},
      {{"reshape"}, "(A, m, n)", "p q; 2 -> $0 $1", "the entries, column by column, as m rows and n columns",
       [](Args a) { return reshape(a.inputs[0], a.shape.rows, a.shape.cols); }},
      {{"reshape_like"}, "(A, B)", "p q, m n -> m n", "the same in B's shape", binary<reshape_like>},
      {{"columns"}, "(b, X)", "m 1, k n -> m n", "b repeated to as many columns as X has", binary<columns>},
      {{"rows"}, "(b, X)", "1 n, m k -> m n", "the row b repeated to as many rows as X has", binary<rows>},
      {{"horzcat", "concatenate_horizontally"}, "(A, B, …)", "beside", "matrices side by side",
       [](Args a) { return concatenate_horizontally(all(a)); }},
      {{"vertcat", "concatenate_vertically"}, "(A, B, …)", "below", "matrices one below the other",
       [](Args a) { return concatenate_vertically(all(a)); }},
      {{"blkdiag", "block_diagonal"}, "(A, B, …)", "along", "matrices along the diagonal, zeros elsewhere",
       [](Args a) { return block_diagonal(all(a)); }},
      {{"horizontal_part"}, "(A, B, C, …, i)", "part beside",
       "the part of A where part i of B, C, … stands side by side",
       [](Args a) { return horizontal_part(a.inputs[0], part_number(a), all_but_first(a)); }},
      {{"vertical_part"}, "(A, B, C, …, i)", "part below",
       "the part of A where part i of B, C, … stands one below the other",
       [](Args a) { return vertical_part(a.inputs[0], part_number(a), all_but_first(a)); }},
      {{"diagonal_block"}, "(A, B, C, …, i)", "part along",
       "the part of A where block i of B, C, … stands along the diagonal",
       [](Args a) { return diagonal_block(a.inputs[0], part_number(a), all_but_first(a)); }},
      {{"flip_rows", "flipud"}, "(A)", "m n -> m n", "the rows in reverse order", unary<flip_rows>},
      {{"flip_columns", "fliplr"}, "(A)", "m n -> m n", "the columns in reverse order", unary<flip_columns>},
      {{"roll_rows"}, "(A, k)", "m n; 1 -> m n", "row i moved to row i + k, around the end",
       [](Args a) { return roll_rows(a.inputs[0], whole_number(a, 0)); }},
      {{"roll_columns"}, "(A, k)", "m n; 1 -> m n", "column j moved to column j + k, around the end",
       [](Args a) { return roll_columns(a.inputs[0], whole_number(a, 0)); }},
      {{"shift_rows"}, "(A, k, filling)", "m n; 1-2 -> m n", "row i moved to row i + k, the rest filled",
       [](Args a) {
         return shift_rows(a.inputs[0], whole_number(a, 0), a.numbers.size() > 1 ? a.numbers[1] : 0);
       }},
      {{"shift_columns"}, "(A, k, filling)", "m n; 1-2 -> m n", "column j moved to column j + k, the rest filled",
       [](Args a) {
         return shift_columns(a.inputs[0], whole_number(a, 0), a.numbers.size() > 1 ? a.numbers[1] : 0);
       }},
      {{"tile", "repmat"}, "(A, r, c)", "m n; 2 -> ?", "r by c copies of A",
       [](Args a) { return tile(a.inputs[0], whole_number(a, 0), whole_number(a, 1)); }},
      {{"repeat"}, "(A, r, c)", "m n; 1-2 -> ?", "each entry repeated in a block of r by c",
       [](Args a) { return repeat(a.inputs[0], whole_number(a, 0), whole_number(a, 1, 1)); }},
  };
}

}  // namespace matgrad
