#include <doctest/doctest.h>

#include <span>
#include <sstream>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "gradient_check.hpp"
#include "support/together.hpp"

namespace matgrad::tests {
namespace {

/// The value and the gradient of the row's first case in print and in numbers.
std::string work(const OpRow& row, const Problem& problem) {
  std::vector<Expr> variables, outputs{problem.result};
  for (std::size_t i : problem.wanted) variables.push_back(problem.inputs[i]);
  if (row.order > 0 && !variables.empty())
    for (const Expr& slope : gradient(problem.result, variables, problem.weight)) outputs.push_back(slope);
  std::vector<Expr> leaves = problem.inputs;
  leaves.push_back(problem.weight);
  std::vector<Argument<double>> values(problem.values.begin(), problem.values.end());
  values.emplace_back(problem.weight_value);
  std::ostringstream text;
  for (const Expr& output : outputs) text << output << '\n';
  const Function function(leaves, outputs);
  for (const auto& value : function(std::span<const Argument<double>>(values))) text << value << '\n';
  return text.str();
}

}  // namespace

TEST_CASE("Every operation is differentiated, printed, compiled and run by threads at once") {
  for (const OpRow& row : all_rows()) {
    CAPTURE(row.name);
    const Problem problem(row, row.cases.front(), 1);
    const std::vector<std::string> texts = together<std::string>(2, [&](int) { return work(row, problem); });
    CHECK(texts[0] == texts[1]);
    CHECK(texts[0] == work(row, problem));
  }
}

}  // namespace matgrad::tests
