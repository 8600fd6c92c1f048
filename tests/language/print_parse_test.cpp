#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/language/parse.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_expression.hpp"
#include "support/random_values.hpp"

// What matgrad prints, the language reads back: printed, parsed and evaluated, an expression has the same value.

namespace matgrad::tests {
namespace {

/// What stands in a formula by its name: leaves, and in one line the named intermediates.
ParseOptions names_in(const Expr& expr, bool with_intermediates) {
  ParseOptions options;
  const Graph graph(expr);
  for (const Expr& node : graph.nodes())
    if (node.is_leaf() || (with_intermediates && is_named(node)))
      options.known.insert_or_assign(std::string(node.symbol()), node);
  return options;
}

bool is_filling(const Expr& expr) { return is_zero(expr) || is_ones(expr) || is_identity(expr); }

/// Ones, zeros and the identity are printed without their size: 1, 0 and I. It can be read back where they are
/// added to, or multiplied entry by entry with, something that has a size.
bool has_lost_sizes(const Expr& expr) {
  const Graph graph(expr);
  std::vector<bool> is_sizeless(graph.size());
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const Expr& node = graph.nodes()[i];
    bool any = false, all = true;
    for (const Expr& input : node.inputs()) {
      const bool sizeless = is_sizeless[graph.position(input)];
      any = any || sizeless;
      all = all && (sizeless || input.shape().is_scalar());
    }
    const bool gives_size = sum_coefficients(node) != nullptr || is_hadamard(node);
    if (any && (all || !gives_size)) return true;
    is_sizeless[i] = is_filling(node);
  }
  return is_sizeless[graph.position(expr)];
}

struct Tally {
  int expressions = 0, texts = 0, cut = 0, lost_sizes = 0;
};

/// Empty, or what came out instead.
std::string misread(const Expr& expr, const LeafValues<long double>& leaves, Tally& tally) {
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
      if (!(difference < 1e-12) && has_lost_sizes(expr)) {
        ++tally.lost_sizes;
        continue;
      }
      if (!(difference < 1e-12)) return text + "\nis read as\n" + to_listing(formula.result);
    } catch (const Error& error) {
      if (!has_lost_sizes(expr)) return text + "\n" + error.what();
      ++tally.lost_sizes;
      continue;
    }
    ++tally.texts;
    read = true;
  }
  if (read) ++tally.expressions;
  return {};
}

}  // namespace

TEST_CASE("10,000 random expressions and gradients are printed and read back") {
  Tally tally;
  CHECK(holds_for_random_expressions("printed text has the same value", [&](const RandomExpression& random) {
    RC_LOG() << to_listing(random.expr);
    const std::string wrong = misread(random.expr, random.leaves, tally);
    if (!wrong.empty()) RC_FAIL(wrong);
    const std::vector<Expr> variables = Graph(random.expr).leaves();
    if (variables.empty()) return;
    // Of a vector or matrix in a fixed direction.
    const Expr direction = constant(Eigen::MatrixXd::Constant(random.expr.rows(), random.expr.cols(), 0.75));
    for (std::size_t i = 0; i < variables.size() && i < 3; ++i) {
      const Expr slope = gradient(random.expr, variables[i], direction);
      if (is_zero(slope)) continue;
      const std::string wrong_slope = misread(slope, random.leaves, tally);
      if (!wrong_slope.empty()) RC_FAIL(wrong_slope);
    }
  }));
  MESSAGE(tally.expressions, " expressions, ", tally.texts, " texts read back, ", tally.cut, " cut off in print, ", tally.lost_sizes,
          " with a 1, 0 or I whose size print leaves out");
  CHECK(tally.expressions >= 10'000);
}

}  // namespace matgrad::tests
