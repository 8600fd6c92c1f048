#include <string>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/local_change.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

/// What is made of 1 − f, and of a − b.
void add_differences(std::vector<LocalChange>& changes, const Expr& node, const Describe& describe) {
  const std::vector<double>& coefficients = *sum_coefficients(node);
  const auto is_one = [&](std::size_t i) {
    return (coefficients[i] == 1 && is_ones(node.input(i))) || number_value(node.input(i)) == 1 / coefficients[i];
  };
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
    const std::size_t other = 1 - i;
    if (coefficients[other] != -1) continue;
    const Expr& square = node.input(other);
    if (is_one(i) && fixed_exponent(square)) {
      const Expr outside = with_inputs(square, {1.0 - square.input(0)});
      changes.push_back({"power in the wrong place",
                         describe(outside) + " stands where " + describe(node) + " belongs",
                         "(1 − h)² and 1 − h² differ", [outside](const ExprList&) { return outside; }});
    }
    if (is_one(i)) {
      changes.push_back({"f for 1 − f",
                         describe(node.input(other)) + " stands where " + describe(node) + " belongs", "",
                         [other](const ExprList& inputs) { return inputs[other]; }});
    } else if (coefficients[i] == 1 && node.input(0).shape() == node.input(1).shape()) {
      const auto make = [i](const ExprList& inputs) { return hadamard(inputs[i], 1.0 - inputs[1 - i]); };
      changes.push_back(
          {"wrong common factor",
           describe(make({node.input(0), node.input(1)})) + " stands where " + describe(node) + " belongs", "",
           make});
    }
  }
}

}  // namespace

std::vector<Expr> without_one_term(const Expr& sum) {
  const Expr& written = is_named(sum) ? sum.input(0) : sum;
  const std::vector<double>* coefficients = sum_coefficients(written);
  std::vector<Expr> found;
  for (std::size_t i = 0; coefficients != nullptr && coefficients->size() > 1 && i < coefficients->size(); ++i) {
    std::vector<double> rest = *coefficients;
    std::vector<Expr> terms(written.inputs().begin(), written.inputs().end());
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    terms.erase(terms.begin() + static_cast<std::ptrdiff_t>(i));
    found.push_back(weighted_sum(rest, terms));
  }
  return found;
}

std::vector<LocalChange> changes_of_sum(const Expr& node, const Describe& describe) {
  std::vector<LocalChange> changes;
  const std::vector<double> coefficients = *sum_coefficients(node);
  const auto with_coefficient = [&coefficients](std::size_t i, double value) {
    std::vector<double> changed = coefficients;
    changed[i] = value;
    return [changed](const ExprList& inputs) { return weighted_sum(changed, inputs); };
  };
  if (coefficients.size() == 2) add_differences(changes, node, describe);
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    const double c = coefficients[i];
    const std::string term = describe(weighted_sum({c}, std::vector{node.input(i)}));
    if (coefficients.size() > 1)
      changes.push_back(
          {"term missing", "the term " + term + " is missing", "", with_coefficient(i, 0), node.input(i)});
    else if (!number_value(node.input(i)))
      changes.push_back({"factor missing", "the factor " + describe(node.input(i)) + " is missing", "",
                         [c](const ExprList& inputs) { return c * ones_like(inputs[0]); }});
    if (coefficients.size() == 1 && node.rows() == node.cols() && node.rows() > 1)
      changes.push_back({"factor missing", "the factor " + describe(node.input(i)) + " is missing", "",
                         [c](const ExprList& inputs) { return c * identity(inputs[0].rows()); }});
    changes.push_back({"wrong sign of a term", term + " has the wrong sign", "", with_coefficient(i, -c)});
    if (c != 1 && c != -1)
      changes.push_back({"constant factor of a term", "the number in " + term + " is missing", "",
                         with_coefficient(i, c < 0 ? -1 : 1)});
  }
  return changes;
}

}  // namespace matgrad::grading
