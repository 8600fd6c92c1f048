#include "matgrad/autodiff/transform/differentiable_form.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include <matgrad/autodiff/check/check_gradient.hpp>
#include <matgrad/autodiff/check/picture_values.hpp>
#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/grade/grade.hpp>
#include <matgrad/autodiff/language/parse.hpp>
#include <matgrad/autodiff/operations/distance.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/show/graph_picture.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

namespace matgrad::tests {
namespace {

using Eigen::MatrixXd;

const MatrixXd points{{0.3, -1.2, 0.5, 2.0}, {0.9, 0.1, -0.7, 0.4}};

/// Every way to write the distances of a set to itself of which the loss has a derivative.
const std::vector<std::string> losses = {
    "R = sqrt(pairwise_squared_distances(X,X)); sum((1+2*R).*exp(-2*R))",
    "D = pairwise_squared_distances(X,X); R = sqrt(D); sum((1+2*R).*exp(-2*R))",
    "sum(exp(-sqrt(pairwise_squared_distances(X,X))))",
    "sum(pairwise_squared_distances(X,X).^0.5)",
    "r = sqrt(3*pairwise_squared_distances(X,X))/0.7; sum((1 + r).*exp(-r))",
    "l: scalar positive; r = sqrt(5*pairwise_squared_distances(X,X)/l); sum((1 + r + r.^2/3).*exp(-r))",
    "l: scalar positive; sum(sqrt(l*pairwise_squared_distances(X,X)))",
    "sum(sqrt(max(pairwise_squared_distances(X,X), 0)))",
    "sum(sqrt(relu(2*pairwise_squared_distances(X, X))))",
    "tr(sqrt(pairwise_squared_distances(X,X))*B)",
    "R = pairwise_distances(X,X); sum(R./(1 + R))",
    "Y = tanh(X); sum(sqrt(pairwise_squared_distances(Y,Y)))",
    "Y = X*sqrt(pairwise_squared_distances(X,X)); sum(sqrt(pairwise_squared_distances(Y,Y)))",
};

MatrixXd value_of(const Expr& leaf) {
  if (leaf.symbol() == "X") return points;
  if (leaf.symbol() == "l") return MatrixXd::Constant(1, 1, 0.8);
  return MatrixXd{{0.1, 0.2, 0.3, 0.4}, {0.5, -0.6, 0.7, 0.8}, {0.9, 1.0, -1.1, 1.2}, {1.3, 1.4, 1.5, 1.6}};
}

}  // namespace

TEST_CASE("losses of the distances of a set to itself have a gradient, by every way of computing it") {
  for (const std::string& text : losses) {
    CAPTURE(text);
    const Formula formula = parse_formula(text, {.shapes = {{"X", {2, 4}}, {"B", {4, 4}}}});
    const Expr& loss = formula.result;
    std::vector<MatrixXd> values;
    LeafValues<double> leaves;
    for (const Expr& leaf : formula.variables) {
      values.push_back(value_of(leaf));
      leaves.emplace_back(leaf, values.back());
    }
    CHECK(check_gradient(loss, formula.variables, values).passed());
    for (const Expr& x : formula.variables) {
      const Expr slope = gradient(loss, x);
      const MatrixXd expected = reference_value<double>(slope, leaves);
      CHECK(expected.allFinite());
      const auto near = [&](const MatrixXd& a) { return (a - expected).norm() <= 1e-12 * expected.norm(); };
      std::vector<Argument<double>> arguments(values.begin(), values.end());
      const Function<double> function(formula.variables, std::vector{loss, slope});
      CHECK(near(function(std::span<const Argument<double>>(arguments))[1]));
      // The formula, as it is printed and as a derivation ends.
      ParseOptions known{.result = x.shape()};
      for (const Expr& leaf : formula.variables) known.known.emplace(leaf.symbol(), leaf);
      CHECK(near(reference_value<double>(parse_formula(to_listing(slope), known).result, leaves)));
      const Derivation derivation = derive(loss, x);
      CHECK(near(reference_value<double>(derivation.variables().front().closed_form, leaves)));
      CHECK(to_text(grade(loss, x, slope)).starts_with("Right"));
    }
  }
}

TEST_CASE("a picture of the losses of distances shows what is differentiated") {
  const Expr X = variable("X", 2, 4), R = named("R", sqrt(pairwise_squared_distances(X, X)));
  const Expr loss = sum(hadamard(1 + R, exp(-R)));
  const NamedLoss drawn = named_as_derived(loss, {X});
  CHECK(to_dot(drawn.loss) == to_dot(derive(loss, X).loss()));
  const DotOptions options =
      picture_values(drawn.loss, {{X, points}}, {.highlight = X, .sweep = DotOptions::Sweep::both});
  CHECK(options.adjoint_values.size() > 2);
  for (const auto& adjoint : options.adjoint_values) CHECK(adjoint.second.find("NaN") == std::string::npos);
  CHECK(to_dot(drawn.loss, options).find("= pairwise_distances(X, X)") != std::string::npos);
}

TEST_CASE("the distances themselves can still be what is differentiated by") {
  const Expr X = variable("X", 2, 3), D = named("D", pairwise_squared_distances(X, X)), R = named("R", sqrt(D));
  const Expr loss = sum(hadamard(R, exp(-R)));
  CHECK(to_text(gradient(sum(R), D)) == "½ (1 ./ sqrt(D))");
  CHECK(to_text(gradient(loss, R)) == "exp(−R) − R ∘ exp(−R)");
  const std::vector<Expr> both = differentiable_form(loss, {X, D});
  CHECK(both == std::vector<Expr>{loss, X, D});
  // R is another node then, and found as such.
  const MatrixXd slope = reference_value<double>(gradient(sum(R), R), LeafValues<double>{{X, points.leftCols(3)}});
  CHECK(slope == MatrixXd::Ones(3, 3));
}

TEST_CASE("what has no root of distances is left as it is") {
  const Expr X = variable("X", 2, 3);
  for (const Expr& loss :
       {sum(pairwise_squared_distances(X, X)), sum(sqrt(exp(X))), sum(sqrt(pairwise_squared_distances(X, X) + 1)),
        sum(sqrt(-2 * pairwise_squared_distances(X, X))), sum(power(pairwise_squared_distances(X, X), 1.5))})
    CHECK(differentiable_form(loss, {X}).front() == loss);
}

TEST_CASE("the distances of a set to itself are known to be symmetric") {
  const Expr X = variable("X", 2, 4);
  CHECK(to_text(gradient(sum(exp(-pairwise_squared_distances(X, X))), X)) ==
        "−4 weighted_differences(X, X, exp(−pairwise_squared_distances(X, X)))");
  const Expr R = named("R", sqrt(pairwise_squared_distances(X, X)));
  CHECK(to_text(gradient(sum(hadamard(1 + 2 * R, exp(-2 * R))), X)) ==
        "−8 weighted_differences(X, X, divide_or_zero(R ∘ exp(−2 R), pairwise_distances(X, X)))");
}

TEST_CASE("second derivatives of distances stay finite") {
  const Expr X = variable("X", 2, 4), V = variable("V", 2, 4);
  const Expr R = sqrt(pairwise_squared_distances(X, X));
  const Expr loss = sum(hadamard(1 + R, exp(-R)));
  const Expr slope = dot(gradient(loss, X), V);
  CHECK(check_gradient(slope, {X, V}, {points, MatrixXd::Random(2, 4)}).passed());
}

}  // namespace matgrad::tests
