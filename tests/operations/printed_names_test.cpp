#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/language/function_table.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "gradient_check.hpp"
#include "op_table.hpp"
#include "support/declared_operations.hpp"
#include "support/read_back.hpp"

// The operations, what is printed of them and of their derivatives, and the text language go together.

namespace matgrad::tests {
namespace {

/// Operations that texts do not call by their names, and why.
const std::map<std::string, std::string> without_name = {
    {"variable", "a name"},
    {"variable_like", "a name"},
    {"parameter", "a name"},
    {"named", "a name, defined by ="},
    {"constant", "a number or a matrix in brackets"},
    {"operator+", "+"},
    {"operator-", "-"},
    {"operator*", "*"},
    {"operator/", "/"},
    {"sum_of", "+"},
    {"weighted_sum", "+ and *"},
    {"product", "*"},
    {"row", "printed as the slice that it is"},
    {"column", "printed as the slice that it is"},
    {"block", "printed as the concatenations that it is composed of"},
    {"symmetric_function",
     "symmetric_exp, symmetric_log, symmetric_sqrt, symmetric_inverse_sqrt, symmetric_power"},
    {"symmetric_function_derivative", "the same with _derivative"},
    {"packed_part", "eigenvectors_part and the others"},
    {"placed_part", "place_eigenvectors and the others"},
    {"reduced_to", "composed of others"},
    // A random leaf is equal only to itself, so that no text can mean one that was printed.
    {"normal", "random"},
    {"normal_like", "random"},
    {"uniform", "random"},
    {"uniform_like", "random"},
    {"bernoulli", "random"},
    {"bernoulli_like", "random"},
    {"categorical", "random"},
};

/// The row's expression, its gradient and the gradient of that, in one case.
std::vector<Expr> derived(const OpRow& row, const Problem& problem) {
  std::vector<Expr> all{problem.result};
  for (std::size_t i : problem.wanted) {
    if (row.order < 1) break;
    const Expr first = gradient(problem.result, problem.inputs[i], problem.weight);
    all.push_back(first);
    if (row.order < 2) continue;
    const Expr direction = variable("V", first.rows(), first.cols());
    for (std::size_t k : problem.wanted) all.push_back(gradient(first, problem.inputs[k], direction));
  }
  return all;
}

}  // namespace

TEST_CASE("each public operation has a name in the text language, or none for a reason") {
  for (const std::string& name : declared_operations()) {
    const bool is_there = is_language_function(name);
    const std::string wrong = name + (is_there ? " has a name" : " has no name");
    CHECK_MESSAGE(is_there != without_name.contains(name), wrong);
  }
}

TEST_CASE("what is printed of each operation and its derivatives is read back with the same value") {
  Tally tally;
  for (const OpRow& row : all_rows()) {
    const std::string name = row.name.substr(0, row.name.find(','));
    const auto entry = without_name.find(name);
    if (entry != without_name.end() && entry->second == "random") continue;
    for (std::size_t c = 0; c < row.cases.size(); ++c) {
      const Problem problem(row, row.cases[c], static_cast<unsigned>(c));
      LeafValues<long double> leaves{{problem.weight, problem.weight_value.cast<long double>()}};
      for (std::size_t i = 0; i < problem.inputs.size(); ++i)
        leaves.emplace_back(problem.inputs[i], problem.values[i].cast<long double>());
      for (const Expr& expr : derived(row, problem)) {
        LeafValues<long double> all = leaves;
        for (const Expr& leaf : Graph(expr).leaves())
          if (leaf.symbol() == "V")
            all.emplace_back(leaf, Matrix<long double>::Constant(leaf.rows(), leaf.cols(), 0.7L));
        CHECK_MESSAGE(misread(expr, all, tally, 1e-11) == "", row.name);
      }
    }
  }
  MESSAGE(tally.expressions, " expressions, ", tally.texts, " texts read back, ", tally.cut, " cut off in print");
  CHECK(tally.expressions > 1000);
}

}  // namespace matgrad::tests
