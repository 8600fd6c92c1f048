#include "support/read_back.hpp"

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/language/parse.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>

#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

/// What is known of a printed formula: what stands in it by its name, that is leaves, and in one line the named
/// intermediates; and the shape of the whole, which every printout states beside it.
ParseOptions names_in(const Expr& expr, bool with_intermediates) {
  ParseOptions options{.result = expr.shape()};
  const Graph graph(expr);
  for (const Expr& node : graph.nodes())
    if (node.is_leaf() || (with_intermediates && is_named(node)))
      options.known.insert_or_assign(std::string(node.symbol()), node);
  return options;
}

}  // namespace

std::string misread(const Expr& expr, const LeafValues<long double>& leaves, Tally& tally, double tolerance) {
  const Matrix<long double> expected = reference_value(expr, leaves);
  bool read = false;
  for (const bool in_one_line : {true, false}) {
    const std::string text = in_one_line ? to_text(expr) : to_listing(expr);
    if (text.find("…") != std::string::npos || text.find("constant[") != std::string::npos) {
      ++tally.cut;
      continue;
    }
    try {
      const Formula formula = parse_formula(text, names_in(expr, in_one_line));
      if (!formula.variables.empty()) return text + "\nhas new variables";
      const double difference = relative_difference(expected, reference_value(formula.result, leaves));
      if (!(difference < tolerance)) return text + "\nis read as\n" + to_listing(formula.result);
    } catch (const Error& error) {
      return text + "\n" + error.what();
    }
    ++tally.texts;
    read = true;
  }
  if (read) ++tally.expressions;
  return {};
}

}  // namespace matgrad::tests
