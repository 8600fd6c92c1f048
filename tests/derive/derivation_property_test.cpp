#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <vector>

#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_expression.hpp"
#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

using Precise = Matrix<long double>;

/// ⟨G, expr⟩ with a random G, derived with respect to all variables.
struct Derived {
  explicit Derived(const RandomExpression& random)
      : G(variable("G", random.expr.rows(), random.expr.cols())),
        loss(dot(G, random.expr)),
        variables(random.variables()),
        leaves(random.leaves) {
    std::mt19937 engine(7);
    leaves.emplace_back(G, uniform_matrix(G.rows(), G.cols(), engine).cast<long double>());
  }
  Precise value(const Expr& expr) const { return reference_value(expr, leaves); }

  Expr G, loss;
  std::vector<Expr> variables;
  LeafValues<long double> leaves;
};

void compare(const Derived& problem, const std::string& what, const Expr& piece, const Expr& truth) {
  RC_LOG() << what << ": " << to_text(piece) << "\n";
  RC_ASSERT(piece.shape() == truth.shape());
  RC_ASSERT(relative_difference(problem.value(truth), problem.value(piece)) < 1e-11);
}

// A derivation takes as long as many gradients, and under a sanitizer ten times that.
#if defined(MATGRAD_SANITIZED)
constexpr std::size_t one_in = 20;
#else
constexpr std::size_t one_in = 10;
#endif

/// One in so many of the random expressions.
template <class Property>
bool holds_for_some_expressions(const char* description, Property property) {
  return holds_for_random_expressions(description, [&property](const RandomExpression& random) {
    if (random.expr.hash() % one_in == 0 && !random.variables().empty()) property(random);
  });
}

}  // namespace

TEST_CASE("the closed form is the gradient, and the paths add up to it") {
  CHECK(holds_for_some_expressions("closed form and paths", [](const RandomExpression& random) {
    const Derived problem(random);
    const Derivation derivation = derive(problem.loss, problem.variables);
    for (const VariableDerivation& derived : derivation.variables()) {
      const Expr truth = gradient(problem.loss, derived.variable);
      compare(problem, "closed form", derived.closed_form, truth);
      if (derived.paths.empty()) continue;
      Expr sum = derived.paths[0].contribution;
      for (std::size_t i = 1; i < derived.paths.size(); ++i) sum = sum + derived.paths[i].contribution;
      compare(problem, "sum of the paths", of_declared_kind(sum, derived.variable), truth);
    }
  }));
}

TEST_CASE("each line of the backward pass is the adjoint of its step") {
  CHECK(holds_for_some_expressions("backward pass", [](const RandomExpression& random) {
    const Derived problem(random);
    const Derivation derivation = derive(problem.loss, problem.variables);
    const Expr root = derivation.steps().back().node;
    for (const BackwardStep& step : derivation.adjoints())
      compare(problem, step.name, step.adjoint, gradient(root, step.node));
  }));
}

TEST_CASE("a derivation can be written in every way, and left at every step") {
  CHECK(holds_for_some_expressions("writing", [](const RandomExpression& random) {
    const Derived problem(random);
    const Derivation derivation = derive(random.expr, problem.variables, {.upstream = random.expr});
    RC_ASSERT(derivation.upstream().has_value());
    for (const std::string& text : {to_text(derivation), to_latex(derivation), to_html(derivation)})
      RC_ASSERT(text.size() > 20);
    LeafValues<long double> leaves = problem.leaves;
    leaves.emplace_back(derivation.upstream()->adjoint, problem.value(problem.G));
    for (const VariableDerivation& derived : derivation.variables())
      RC_ASSERT(relative_difference(problem.value(gradient(problem.loss, derived.variable)),
                                    reference_value(derived.closed_form, leaves)) < 1e-11);
  }));
}

}  // namespace matgrad::tests
