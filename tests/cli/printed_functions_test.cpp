#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/grade/grade_written.hpp>
#include <matgrad/autodiff/language/function_table.hpp>
#include <matgrad/autodiff/language/parse.hpp>

#include "cli/equation.hpp"
#include "support/function_calls.hpp"

// What gradient prints for each function of the language is a right answer.

namespace matgrad::tests {
namespace {

const std::string declarations = "A, B: 3x2; P: 3x3 positive definite; Q: 3x3; x: 3; s: scalar; ";

/// Functions through which no derivative passes: only the weight is differentiated by.
const std::set<std::string> without_derivative = {"rcond",      "one_hot",      "argmax",         "argmin",
                                                  "row_argmax", "row_argmin",   "column_argmax",  "column_argmin",
                                                  "argsort",    "argsort_rows", "argsort_columns"};

std::vector<std::string> all_calls() {
  std::vector<std::string> all;
  for (const LanguageFunction& function : language_functions())
    for (const std::string& call : calls_of(function)) all.push_back(call);
  return all;
}

/// A number that depends on every entry of the call's value in its own way.
std::string loss_of(const std::string& call) {
  const Shape shape = parse_formula(declarations + call).result.shape();
  return declarations + "C: " + std::to_string(shape.rows) + "x" + std::to_string(shape.cols) + "; sum(C .* (" +
         call + "))";
}

}  // namespace

TEST_CASE("what gradient prints for each function is a right answer") {
  for (const std::string& call : all_calls()) {
    const std::string loss = loss_of(call);
    const Formula formula = parse_formula(loss);
    const bool only_weight = without_derivative.contains(call.substr(0, call.find_first_of("([")));
    for (const Expr& variable : formula.variables) {
      const std::string wrt(variable.symbol());
      if (only_weight && wrt != "C") continue;
      const std::string line = cli::equation(derive(formula.result, {variable}).variables().front(), "text");
      std::string said;
      try {
        const Grade found = matgrad::grade(loss, {.wrt = wrt, .answer = line});
        if (!found.right()) said = to_text(found);
      } catch (const Error& error) {
        said = error.what();
      }
      CHECK_MESSAGE(said.empty(), call, " by ", wrt, "\n", line, said);
    }
  }
}

}  // namespace matgrad::tests
