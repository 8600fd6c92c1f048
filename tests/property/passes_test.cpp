#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/rewrite/interner.hpp>
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/rewrite/lower_passes.hpp>
#include <matgrad/autodiff/rewrite/lower_rules.hpp>
#include <matgrad/autodiff/rewrite/tidy.hpp>
#include <matgrad/autodiff/rewrite/tidy_passes.hpp>
#include <matgrad/autodiff/rewrite/tidy_rules.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_expression.hpp"
#include "support/random_values.hpp"
#include "support/read_file.hpp"

namespace matgrad::tests {
namespace {

/// The expression and all its gradients.
std::vector<Expr> with_gradients(const Expr& expr) {
  std::vector<Expr> exprs{expr};
  const Expr seed = variable("G", expr.rows(), expr.cols());
  for (const Expr& one : gradient(expr, Graph(expr).leaves(), seed)) exprs.push_back(one);
  return exprs;
}

bool are_same(const std::vector<Expr>& a, const std::vector<Expr>& b) {
  std::vector<Expr> both = a;
  both.insert(both.end(), b.begin(), b.end());
  both = merge(both);
  return std::equal(both.begin(), both.begin() + std::ssize(a), both.begin() + std::ssize(a), both.end());
}

}  // namespace

TEST_CASE("a pass of lower, applied again, soon changes nothing, and has no more nodes and no more cost") {
  CHECK(holds_for_random_expressions("passes settle", [](const RandomExpression& random) {
    std::vector<Expr> exprs = with_gradients(random.expr);
    NormalFormBuilder form(lower_rules(), Sharing::for_machines);
    for (const Pass& pass : lower_passes()) {
      RC_LOG() << pass.name << "\n";
      exprs = pass.apply(Graph(exprs), form, nullptr);
      std::vector<Expr> before, after = exprs;
      int times = 0;
      do {
        before = std::move(after);
        after = pass.apply(Graph(before), form, nullptr);
        RC_ASSERT(Graph(after).size() <= Graph(before).size());
        RC_ASSERT(total_cost(after) <= total_cost(before) * (1 + 1e-9));
        RC_ASSERT(++times <= 4);
      } while (!are_same(before, after));
    }
  }));
}

TEST_CASE("a pass of tidy keeps the values") {
  CHECK(holds_for_random_expressions("passes keep values", [](const RandomExpression& random) {
    Graph graph(merge({random.expr}));
    NormalFormBuilder form(tidy_rules());
    const auto expected = reference_value(random.expr, random.leaves);
    for (const std::span<const Pass> passes : tidy_passes())
      for (const Pass& pass : passes) {
        RC_LOG() << pass.name << "\n";
        apply(std::span(&pass, 1), graph, form, nullptr);
        RC_ASSERT(relative_difference(expected, reference_value(graph.roots().front(), random.leaves)) < 1e-10);
      }
  }));
}

TEST_CASE("tidy, applied again, changes nothing") {
  CHECK(holds_for_random_expressions("tidy settles", [](const RandomExpression& random) {
    const std::vector<Expr> once = tidy(with_gradients(random.expr));
    RC_ASSERT(are_same(once, tidy(once)));
  }));
}

TEST_CASE("the page on the architecture lists the passes with their measures") {
  const std::string page = read_file(MATGRAD_SOURCE_DIR "/docs/architecture.md");
  std::vector<Pass> all(lower_passes().begin(), lower_passes().end());
  for (const std::span<const Pass> passes : tidy_passes()) all.insert(all.end(), passes.begin(), passes.end());
  for (const Pass& pass : all) {
    const std::string row = "| " + std::string(pass.name) + " | " + std::string(pass.measure) + " |\n";
    CAPTURE(row);
    CHECK(page.find(row) != std::string::npos);
  }
}

}  // namespace matgrad::tests
