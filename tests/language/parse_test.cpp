#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/language/parse.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

namespace matgrad {

TEST_CASE("a program is declarations, named intermediates and a formula") {
  const Formula formula = parse_formula("W: 3x6; x: 6; K = W'*W*x - x; 0.5*norm2(K)^2");
  CHECK(to_text(formula.result) == "½ ‖K‖²");
  REQUIRE(formula.definitions.size() == 1);
  CHECK(formula.definitions[0].first == "K");
  CHECK(to_listing(formula.result) == "K = Wᵀ W x − x\n½ ‖K‖²");
  REQUIRE(formula.variables.size() == 2);
  CHECK(formula.variables[0].symbol() == "W");
  CHECK(formula.variables[0].shape() == Shape{3, 6});
  CHECK(formula.assumptions.empty());
  CHECK(to_text(gradient(formula.result, formula.variables[0])) == "W (K xᵀ + x Kᵀ)");
}

TEST_CASE("a last statement with a name is the formula") {
  const Formula formula = parse_formula("z2 = W2*h1 + b2");
  CHECK(formula.result.symbol() == "z2");
  CHECK(to_text(formula.result) == "z2");
  CHECK(to_listing(formula.result) == "z2 = W2 h1 + b2");
}

TEST_CASE("names that show the same are the same") {
  CHECK(parse_formula("W1: 3x2; alpha: scalar; sum(α*W₁)").variables.size() == 2);
  CHECK(to_text(parse_formula("z2 = W*x; sum(z₂)").result) == "sum(z2)");
  CHECK(parse_formula("x₁'*x1 + x_1'*x1").variables.size() == 1);
  CHECK(parse_formula("rho_hat + ρ̂ + rho").variables.size() == 2);
  CHECK(parse_formula("x1: 2; x₁: 3; norm2(x1) + norm2(x₁)").variables.size() == 2);
}

TEST_CASE("a value decides over the letters of its declaration") {
  ParseOptions options;
  options.shapes["W"] = {1, 6};
  const Formula formula = parse_formula("W: m x n; x: n; norm2(W*x)^2", options);
  CHECK(formula.sizes == std::vector<std::pair<std::string, Index>>{{"m", 1}, {"n", 6}});
  CHECK(formula.variables[1].shape() == Shape{6, 1});
}

}  // namespace matgrad
