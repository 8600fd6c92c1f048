#include "matgrad/autodiff/language/function_lists.hpp"
#include "matgrad/autodiff/operations/covariance.hpp"
#include "matgrad/autodiff/operations/cumulative.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/moments.hpp"
#include "matgrad/autodiff/operations/normalise.hpp"
#include "matgrad/autodiff/operations/order.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

using Moment = Expr (*)(const Operand&, Estimate);
template <Moment Function>
Expr moment(const FunctionArguments& a) {
  return Function(a.inputs[0], a.word == "biased" ? Estimate::biased : Estimate::unbiased);
}

}  // namespace

std::vector<LanguageFunction> reducing_functions() {
  return {
      {{"sum"}, "(A)", "m n -> 1 1", "the sum of all entries", unary<sum>},
      {{"mean"}, "(A)", "m n -> 1 1", "the mean of all entries", unary<mean>},
      {{"norm1"}, "(A)", "m n -> 1 1", "the sum of |a| over all entries",
       [](const FunctionArguments& a) { return sum(abs(a.inputs[0])); }},
      {{"norm2", "norm"}, "(A)", "m n -> 1 1",
       "the Euclidean norm of a vector, the Frobenius norm of a matrix, also ‖A‖", unary<norm>},
      {{"squared_norm"}, "(A)", "m n -> 1 1", "‖A‖², as norm2(A)^2", unary<squared_norm>},
      {{"tr", "trace"}, "(A)", "n n -> 1 1", "the sum of the diagonal", unary<trace>, {},
       "the trace is that of a square matrix"},
      {{"dot", "inner"}, "(A, B)", "m n, m n -> 1 1", "⟨A, B⟩, the sum of all aᵢⱼ bᵢⱼ", binary<dot>},
      {{"row_sums"}, "(A)", "m n -> m 1", "the sum of each row", unary<row_sums>},
      {{"column_sums"}, "(A)", "m n -> 1 n", "the sum of each column", unary<column_sums>},
      {{"row_means"}, "(A)", "m n -> m 1", "the mean of each row", unary<row_means>},
      {{"column_means"}, "(A)", "m n -> 1 n", "the mean of each column", unary<column_means>},
      {{"max"}, "(A)", "m n -> 1 1", "the greatest entry", unary<max>},
      {{"min"}, "(A)", "m n -> 1 1", "the least entry", unary<min>},
      {{"row_max"}, "(A)", "m n -> m 1", "the greatest entry of each row", unary<row_max>},
      {{"row_min"}, "(A)", "m n -> m 1", "the least entry of each row", unary<row_min>},
      {{"column_max"}, "(A)", "m n -> 1 n", "the greatest entry of each column", unary<column_max>},
      {{"column_min"}, "(A)", "m n -> 1 n", "the least entry of each column", unary<column_min>},
      {{"variance", "var"}, "(A)", "m n -> 1 1", "of all entries, with n − 1; variance[biased](A) with n",
       moment<variance>, {"", "biased"}},
      {{"row_variances"}, "(A)", "m n -> m 1", "the variance of each row", moment<row_variances>, {"", "biased"}},
      {{"column_variances"}, "(A)", "m n -> 1 n", "the variance of each column", moment<column_variances>,
       {"", "biased"}},
      {{"standard_deviation", "std"}, "(A)", "m n -> 1 1", "the root of the variance",
       moment<standard_deviation>, {"", "biased"}},
      {{"row_standard_deviations"}, "(A)", "m n -> m 1", "the standard deviation of each row",
       moment<row_standard_deviations>, {"", "biased"}},
      {{"column_standard_deviations"}, "(A)", "m n -> 1 n", "the standard deviation of each column",
       moment<column_standard_deviations>, {"", "biased"}},
      {{"centred"}, "(X)", "d n -> d n", "each row less its mean", unary<centred>},
      {{"covariance", "cov"}, "(X)", "d n -> d d", "of the columns of X, with n − 1; covariance[biased](X) with n",
       moment<covariance>, {"", "biased"}},
      {{"row_norms"}, "(A)", "m n -> m 1", "the norm of each row", unary<row_norms>},
      {{"column_norms"}, "(A)", "m n -> 1 n", "the norm of each column", unary<column_norms>},
      {{"normalised_rows"}, "(A)", "m n -> m n", "each row divided by its norm", unary<normalised_rows>},
      {{"normalised_columns"}, "(A)", "m n -> m n", "each column divided by its norm", unary<normalised_columns>},
      {{"clip_by_norm"}, "(A, c)", "m n, 1 1 -> m n", "A, scaled down to norm c if its norm is greater",
       binary<clip_by_norm>},
      {{"row_products"}, "(A)", "m n -> m 1", "the product of each row", unary<row_products>},
      {{"column_products"}, "(A)", "m n -> 1 n", "the product of each column", unary<column_products>},
      {{"cumulative_row_sums"}, "(A)", "m n -> m n", "sums along each row", unary<cumulative_row_sums>},
      {{"cumulative_column_sums"}, "(A)", "m n -> m n", "sums along each column", unary<cumulative_column_sums>},
      {{"cumulative_row_products"}, "(A)", "m n -> m n", "products along each row",
       unary<cumulative_row_products>},
      {{"cumulative_column_products"}, "(A)", "m n -> m n", "products along each column",
       unary<cumulative_column_products>},
      {{"row_differences"}, "(A)", "m n -> m n-1", "the differences along each row", unary<row_differences>},
      {{"column_differences"}, "(A)", "m n -> m-1 n", "the differences along each column",
       unary<column_differences>},
      {{"row_recurrence"}, "(A, B)", "m n, m n -> m n", "zⱼ = aⱼ zⱼ₋₁ + bⱼ along each row",
       binary<row_recurrence>},
      {{"column_recurrence"}, "(A, B)", "m n, m n -> m n", "zᵢ = aᵢ zᵢ₋₁ + bᵢ along each column",
       binary<column_recurrence>},
      {{"reverse_row_recurrence"}, "(A, B)", "m n, m n -> m n", "its adjoint", binary<reverse_row_recurrence>},
      {{"reverse_column_recurrence"}, "(A, B)", "m n, m n -> m n", "its adjoint",
       binary<reverse_column_recurrence>},
  };
}

}  // namespace matgrad
