#include <string>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/local_change.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad::grading {
namespace {

constexpr const char* over_samples = "each use of a repeated vector, one a sample, adds to its gradient";

/// Sums along one direction, rows or columns.
std::vector<LocalChange> changes_of_sums(const Expr& node, bool of_rows, const Describe& describe) {
  const std::string what = describe(node.input(0));
  const double count = static_cast<double>(of_rows ? node.input(0).cols() : node.input(0).rows());
  const std::string of = of_rows ? "columns" : "rows";
  return {
      {"sum missing", "the sum over the " + of + " of " + what + " is missing", over_samples,
       [](const ExprList& inputs) { return inputs[0]; }},
      {"one term of a sum", "of the sum over the " + of + " of " + what + " only the first one is there",
       over_samples,
       [of_rows](const ExprList& inputs) {
         const Expr& a = inputs[0];
         return of_rows ? column(a, 0) : row(a, 0);
       }},
      {"mean for sum", "a mean stands for the sum over the " + of + " of " + what, over_samples,
       [of_rows, count](const ExprList& inputs) {
         return (1 / count) * (of_rows ? row_sums(inputs[0]) : column_sums(inputs[0]));
       }},
      {"sum over the wrong index", what + " is summed over the wrong index", "see which index the variable has",
       [of_rows](const ExprList& inputs) { return of_rows ? column_sums(inputs[0]) : row_sums(inputs[0]); }},
      {"sum over the wrong index", what + " is summed over the wrong index", "see which index the variable has",
       [of_rows](const ExprList& inputs) {
         return transpose(of_rows ? column_sums(inputs[0]) : row_sums(inputs[0]));
       }},
      {"sum over the wrong index", what + " is summed over all entries", "see which index the variable has",
       [](const ExprList& inputs) { return sum(inputs[0]); }},
  };
}

}  // namespace

std::vector<LocalChange> changes_of_reduction(const Expr& node, const Describe& describe) {
  if (is_call<row_sums>(node)) return changes_of_sums(node, true, describe);
  if (is_call<column_sums>(node)) return changes_of_sums(node, false, describe);
  if (is_call<trace>(node))
    return {{"sum over the wrong index", "the sum of all entries stands for " + describe(node), "",
             [](const ExprList& inputs) { return sum(inputs[0]); }}};
  if (is_call<sum>(node))
    return {{"sum missing", "the sum over all entries of " + describe(node.input(0)) + " is missing",
             "each use of a number that is repeated adds to its gradient",
             [](const ExprList& inputs) { return inputs[0]; }},
            {"mean for sum", "a mean stands for " + describe(node), "",
             [](const ExprList& inputs) { return mean(inputs[0]); }}};
  if (is_call<dot>(node))
    return {{"sum missing", "the sum in " + describe(node) + " is missing", "",
             [](const ExprList& inputs) { return hadamard(inputs); }}};
  if (is_count(node))
    return {{"1/m dropped", "the division by the number " + describe(node) + " of a mean is missing",
             "the gradient of a mean is the mean of the gradients: keep its 1/m",
             [](const ExprList&) { return constant(1.0); }}};
  if (number_value(node))
    return {{"constant factor", "the number " + describe(node) + " is missing", "",
             [](const ExprList&) { return constant(1.0); }}};
  return {};
}

}  // namespace matgrad::grading
