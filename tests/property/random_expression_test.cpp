#include "support/random_expression.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/rewrite/fact_table.hpp>
#include <matgrad/autodiff/rewrite/interner.hpp>
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/rewrite/normal_form.hpp>
#include <matgrad/autodiff/rewrite/tidy.hpp>
#include <matgrad/autodiff/rewrite/tidy_rules.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

using Precise = Matrix<long double>;

/// ⟨G, expr⟩ with a random G, its gradients, and a random direction that keeps the facts of every variable.
struct Differentiated {
  explicit Differentiated(const RandomExpression& random)
      : expr(random.expr), leaves(random.leaves), seed(variable("G", expr.rows(), expr.cols())) {
    std::mt19937 engine(5);
    for (const Expr& leaf : Graph(expr).leaves()) {
      variables.push_back(leaf);
      Eigen::MatrixXd v = random_matrix(leaf.shape(), leaf.op().declared_facts(), engine);
      if (leaf.op().declared_facts().has(Fact::column_stochastic)) {
        const Eigen::RowVectorXd sums = v.colwise().sum();
        v -= random_matrix(leaf.shape(), leaf.op().declared_facts(), engine) * sums.asDiagonal();
      }
      directions.push_back(v.cast<long double>());
    }
    weight = random_matrix(expr.shape(), {}, engine).cast<long double>();
    leaves.emplace_back(seed, weight);
    if (!variables.empty()) gradients = gradient(expr, variables, seed);
  }

  /// ⟨G, expr⟩ after a step along the direction.
  long double along(long double step) const {
    LeafValues<long double> moved = leaves;
    for (auto& [leaf, value] : moved)
      for (std::size_t i = 0; i < variables.size(); ++i)
        if (leaf == variables[i]) value += step * directions[i];
    return reference_value(expr, moved).cwiseProduct(weight).sum();
  }
  long double by_differences(long double h) const {
    return (45 * (along(h) - along(-h)) - 9 * (along(2 * h) - along(-2 * h)) + (along(3 * h) - along(-3 * h))) /
           (60 * h);
  }
  long double by_gradients() const {
    const auto values = reference_values(std::span<const Expr>(gradients), leaves);
    long double total = 0;
    for (std::size_t i = 0; i < values.size(); ++i) total += values[i].cwiseProduct(directions[i]).sum();
    return total;
  }

  Expr expr;
  LeafValues<long double> leaves;
  Expr seed;
  Precise weight;
  std::vector<Expr> variables;
  std::vector<Precise> directions;
  std::vector<Expr> gradients;
};

bool agree(long double a, long double b, long double tolerance) {
  return std::abs(a - b) <= tolerance * std::max(1.0L, std::abs(a));
}

}  // namespace

TEST_CASE("tidying keeps the value, and a second time changes nothing") {
  CHECK(holds_for_random_expressions("tidy", [](const RandomExpression& random) {
    const Expr tidied = tidy(random.expr);
    RC_LOG() << "tidied: " << to_text(tidied);
    RC_ASSERT(tidied.shape() == random.expr.shape());
    const Precise before = reference_value(random.expr, random.leaves),
                  after = reference_value(tidied, random.leaves);
    RC_ASSERT(relative_difference(before, after) < 1e-13);
    RC_ASSERT(to_text(tidy(tidied)) == to_text(tidied));
  }));
}

TEST_CASE("a Function gives the values of the reference evaluator, with the gradients too") {
  CHECK(holds_for_random_expressions("Function", [](const RandomExpression& random) {
    const Differentiated problem(random);
    std::vector<Expr> outputs = problem.gradients, inputs = random.variables();
    outputs.push_back(random.expr);
    inputs.push_back(problem.seed);
    std::vector<Eigen::MatrixXd> values;
    for (const auto& [leaf, value] : problem.leaves) values.push_back(value.cast<double>());
    const std::vector<Argument<double>> arguments(values.begin(), values.end());
    const Function<double> f(inputs, outputs);
    RC_LOG() << to_text(f);
    const std::vector<Eigen::MatrixXd> results = f(arguments);
    const std::vector<Precise> expected = reference_values(std::span<const Expr>(outputs), problem.leaves);
    for (std::size_t i = 0; i < outputs.size(); ++i)
      RC_ASSERT(relative_difference(expected[i], results[i].cast<long double>()) < 1e-10);
  }));
}

TEST_CASE("gradients agree with differences") {
  int undecided = 0, decided = 0;
  CHECK(holds_for_random_expressions("differences", [&](const RandomExpression& random) {
    const Differentiated problem(random);
    const long double wide = problem.by_differences(2e-3L), narrow = problem.by_differences(1e-3L);
    // The error of the narrow step is about 1/64 of the gap; a kink between the points shows in the gap, too.
    if (!agree(wide, narrow, 1e-8L)) {
      ++undecided;
      return;
    }
    ++decided;
    RC_ASSERT(agree(narrow, problem.by_gradients(), 1e-8L));
  }));
  CHECK(decided > 9 * undecided);
}

TEST_CASE("forward and reverse derivatives are adjoint") {
  CHECK(holds_for_random_expressions("⟨G, J v⟩ = ⟨Jᵀ G, v⟩", [](const RandomExpression& random) {
    const Differentiated problem(random);
    if (problem.variables.empty()) return;
    LeafValues<long double> leaves = problem.leaves;
    std::vector<Expr> directions;
    for (std::size_t i = 0; i < problem.variables.size(); ++i) {
      const Expr& x = problem.variables[i];
      directions.push_back(variable("V", x.rows(), x.cols(), {}));
      leaves.emplace_back(directions.back(), problem.directions[i]);
    }
    const Expr forward = directional_derivative(random.expr, problem.variables, directions);
    const long double product = reference_value(forward, leaves).cwiseProduct(problem.weight).sum();
    RC_ASSERT(agree(product, problem.by_gradients(), 1e-11L));
  }));
}

TEST_CASE("lowering never raises the cost of an expression and its gradients") {
  CHECK(holds_for_random_expressions("cost", [](const RandomExpression& random) {
    const Differentiated problem(random);
    std::vector<Expr> wanted = problem.gradients;
    wanted.push_back(random.expr);
    for (const std::vector<Expr>& exprs : {std::vector{random.expr}, wanted})
      RC_ASSERT(total_cost(lower(exprs)) <= total_cost(merge(exprs)) * (1 + 1e-9));
  }));
}

TEST_CASE("derived facts hold for the values") {
  CHECK(holds_for_random_expressions("facts", [](const RandomExpression& random) {
    NormalFormBuilder form(tidy_rules());
    const Graph graph(normalise(Graph(random.expr), form).front());
    for (const Expr& node : graph.nodes()) {
      const Eigen::MatrixXd value = reference_value(node, random.leaves).cast<double>();
      RC_LOG() << "part: " << to_text(node);
      RC_ASSERT(has_facts(value, form.facts(node)));
    }
  }));
}

TEST_CASE("everything prints") {
  CHECK(holds_for_random_expressions("print", [](const RandomExpression& random) {
    const Differentiated problem(random);
    std::vector<Expr> all = problem.gradients;
    all.insert(all.end(), {random.expr, tidy(random.expr)});
    for (const Expr& expr : all) {
      RC_ASSERT_FALSE(to_text(expr).empty());
      RC_ASSERT_FALSE(to_listing(expr).empty());
    }
  }));
}

}  // namespace matgrad::tests
