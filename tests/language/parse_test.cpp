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

}  // namespace matgrad
