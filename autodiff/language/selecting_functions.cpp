#include "matgrad/autodiff/language/function_lists.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/order.hpp"
#include "matgrad/autodiff/operations/selection.hpp"

namespace matgrad {
namespace {

using Args = const FunctionArguments&;

std::vector<Index> positions(Args a) {
  std::vector<Index> result;
  for (double number : a.numbers) result.push_back(whole_number(number));
  return result;
}

using Sort = Expr (*)(const Operand&, SortOrder);
template <Sort Function>
Expr sorted(Args a) {
  return Function(a.inputs[0], a.word == "descending" ? SortOrder::descending : SortOrder::ascending);
}

}  // namespace

std::vector<LanguageFunction> selecting_functions() {
  return {
      {{"slice"}, "(A, i, j, m, n)", "p q; 4 -> $2 $3", "the m×n block whose first entry is A(i, j), from 0",
       [](Args a) {
         return slice(a.inputs[0], whole_number(a, 0), whole_number(a, 1), a.shape.rows, a.shape.cols);
       }},
      {{"slice_like"}, "(A, B, i, j)", "p q, m n; 2 -> m n", "the block in B's shape",
       [](Args a) { return slice_like(a.inputs[0], whole_number(a, 0), whole_number(a, 1), a.inputs[1]); }},
      {{"place"}, "(B, A, i, j)", "p q, m n; 2 -> m n",
       "B from (i, j) on in a matrix of A's shape, zeros elsewhere",
       [](Args a) { return place(a.inputs[0], whole_number(a, 0), whole_number(a, 1), a.inputs[1]); }},
      {{"gather_rows"}, "(A, i, …)", "m n; 0+ -> ? n", "rows by their positions, counted from 0",
       [](Args a) { return gather_rows(a.inputs[0], positions(a)); }},
      {{"gather_columns"}, "(A, j, …)", "m n; 0+ -> m ?", "columns by their positions, counted from 0",
       [](Args a) { return gather_columns(a.inputs[0], positions(a)); }},
      {{"scatter_add_rows"}, "(B, A, i, …)", "p n, m n; 0+ -> m n",
       "rows of B added to rows of zeros in A's shape",
       [](Args a) { return scatter_add_rows(a.inputs[0], positions(a), a.inputs[1]); }},
      {{"scatter_add_columns"}, "(B, A, j, …)", "m p, m n; 0+ -> m n", "the same for columns",
       [](Args a) { return scatter_add_columns(a.inputs[0], positions(a), a.inputs[1]); }},
      {{"take_along_columns"}, "(A, P)", "m n, k n -> k n", "the entries of each column that P names",
       binary<take_along_columns>},
      {{"take_along_rows"}, "(A, P)", "m n, m k -> m k", "the entries of each row that P names",
       binary<take_along_rows>},
      {{"scatter_add_along_columns"}, "(B, P, A)", "k n, k n, m n -> m n", "its adjoint",
       ternary<scatter_add_along_columns>},
      {{"scatter_add_along_rows"}, "(B, P, A)", "m k, m k, m n -> m n", "its adjoint",
       ternary<scatter_add_along_rows>},
      {{"one_hot"}, "(y, k)", "1 n; 1 -> $0 n", "one column for each label of the row y, of k classes",
       [](Args a) { return one_hot(a.inputs[0], a.shape.rows); }},
      {{"argmax"}, "(A)", "m n -> 1 1", "the position of the greatest entry, column by column", unary<argmax>},
      {{"argmin"}, "(A)", "m n -> 1 1", "the position of the least entry, column by column", unary<argmin>},
      {{"row_argmax"}, "(A)", "m n -> m 1", "the column of the greatest entry of each row", unary<row_argmax>},
      {{"row_argmin"}, "(A)", "m n -> m 1", "the column of the least entry of each row", unary<row_argmin>},
      {{"column_argmax"}, "(A)", "m n -> 1 n", "the row of the greatest entry of each column",
       unary<column_argmax>},
      {{"column_argmin"}, "(A)", "m n -> 1 n", "the row of the least entry of each column", unary<column_argmin>},
      {{"sort"}, "(v)", "m n -> m n", "a vector in order; sort[descending](v)", sorted<sort>, {"", "descending"}},
      {{"sort_rows"}, "(A)", "m n -> m n", "each row in order", sorted<sort_rows>, {"", "descending"}},
      {{"sort_columns"}, "(A)", "m n -> m n", "each column in order", sorted<sort_columns>, {"", "descending"}},
      {{"argsort"}, "(v)", "m n -> m n", "the positions of sort", sorted<argsort>, {"", "descending"}},
      {{"argsort_rows"}, "(A)", "m n -> m n", "the positions of sort_rows", sorted<argsort_rows>,
       {"", "descending"}},
      {{"argsort_columns"}, "(A)", "m n -> m n", "the positions of sort_columns", sorted<argsort_columns>,
       {"", "descending"}},
  };
}

}  // namespace matgrad
