#include <doctest/doctest.h>

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/rewrite/lower_rules.hpp>
#include <matgrad/autodiff/rewrite/normal_form.hpp>
#include <matgrad/autodiff/rewrite/reading_effort.hpp>
#include <matgrad/autodiff/rewrite/tidy_rules.hpp>

#include "instances.hpp"
#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

std::vector<Rule> all_rules() {
  std::vector<Rule> rules(tidy_rules().begin(), tidy_rules().end());
  rules.insert(rules.end(), lower_rules().begin(), lower_rules().end());
  return rules;
}

Expr normal_form(const Expr& expr, std::span<const Rule> rules) {
  NormalFormBuilder form(rules);
  return normalise(Graph(expr), form).front();
}

std::vector<NearMiss> near_misses(const Expr& left) {
  std::vector<NearMiss> all = with_a_fact_missing(left);
  for (const auto& more :
       {with_unequal_wildcards(left), with_a_matrix_instead(left), with_an_operation_missing(left)})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

TEST_CASE("names of rules tell them apart, and no rule invents a wildcard") {
  for (const std::span<const Rule> rules : {tidy_rules(), lower_rules()}) {
    std::set<std::string> names;
    for (const Rule& rule : rules) {
      CAPTURE(rule.name);
      CHECK(names.insert(rule.name).second);
      const Graph left(rule.left);
      for (const Expr& leaf : Graph(rule.right).leaves()) CHECK(left.contains(leaf));
    }
  }
}

TEST_CASE("both sides of every rule have the same value, in all shapes that fit") {
  for (const Rule& rule : all_rules()) {
    CAPTURE(rule.name);
    unsigned seed = 0;
    for (const std::vector<Expr>& sides : instances({rule.left, rule.right})) {
      CAPTURE(to_text(sides[0]));
      CAPTURE(to_string(sides[0].shape()));
      if (sides[0].shape() != sides[1].shape()) {
        CHECK(same_structure(normal_form(sides[0], std::span(&rule, 1)), normal_form(sides[0], {})));
        continue;
      }
      const auto values = values_in_domain(sides, ++seed);
      CHECK(relative_difference(values[0], values[1]) < 1e-12);
    }
    CHECK(seed >= 1);
  }
}

TEST_CASE("every rule rewrites its left side to its right side") {
  for (const Rule& rule : all_rules()) {
    CAPTURE(rule.name);
    const std::vector<Expr> sides = instances({rule.left, rule.right}).front();
    NormalFormBuilder form(std::span(&rule, 1));
    const std::vector<Expr> rewritten = normalise(Graph(sides), form);
    CAPTURE(to_text(rewritten[0]));
    CAPTURE(to_text(rewritten[1]));
    CHECK(rewritten[0] == rewritten[1]);
    CHECK_FALSE(same_structure(normal_form(sides[0], {}), rewritten[0]));
  }
}

TEST_CASE("no rule rewrites what only comes near its left side") {
  for (const Rule& rule : all_rules()) {
    CAPTURE(rule.name);
    const std::vector<NearMiss> misses = near_misses(rule.left);
    CHECK_FALSE(misses.empty());
    for (const NearMiss& miss : misses) {
      CAPTURE(miss.description);
      CAPTURE(to_text(miss.expr));
      CHECK(same_structure(normal_form(miss.expr, std::span(&rule, 1)), normal_form(miss.expr, {})));
    }
  }
}

TEST_CASE("every tidy rule lowers the reading effort") {
  for (const Rule& rule : tidy_rules()) {
    CAPTURE(rule.name);
    CHECK(reading_effort(rule.right) < reading_effort(rule.left));
  }
}

TEST_CASE("every lower rule lowers the operations of eliminations, else of products, else the reading effort") {
  const std::set<std::string_view> eliminating{"inverse", "solve", "log_det", "log_abs_det", "determinant"};
  const auto measure = [&eliminating](const Expr& expr) {
    const Graph graph(expr);
    double eliminations = 0, products = 0;
    for (const Expr& node : graph.nodes()) {
      eliminations += eliminating.contains(node.op().name()) ? node.op().cost(node) : 0;
      products += is_product(node) ? node.op().cost(node) : 0;
    }
    return std::tuple(eliminations, products, reading_effort(expr));
  };
  for (const Rule& rule : lower_rules()) {
    CAPTURE(rule.name);
    CHECK(measure(rule.right) < measure(rule.left));
  }
}

TEST_CASE("rules that are there for speed lower the total cost") {
  const std::set<std::string> stable_forms = {"logarithm of a sum of exponentials", "logarithm of a sigmoid"};
  for (const Rule& rule : lower_rules()) {
    CAPTURE(rule.name);
    CHECK((total_cost({rule.right}) <= total_cost({rule.left})) == !stable_forms.contains(rule.name));
  }
}

}  // namespace matgrad::tests
