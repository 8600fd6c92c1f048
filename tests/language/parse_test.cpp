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

TEST_CASE("definitions behind where stand in any order") {
  const std::string wanted = to_listing(parse_formula("x: 2; W = [1 1; 0 1]; K = W*x - x; sum(K.^2)").result);
  for (const char* text :
       {"x: 2; sum(K.^2) where W = [1 1; 0 1], K = W*x - x", "x: 2; sum(K.^2) where K = W*x - x, W = [1 1; 0 1]",
        "x: 2; sum(K.^2) where K = Wx - x, W = [1 1; 0 1]",
        "x: 2; sum(K.^2) where K = W*x - x where W = [1 1; 0 1]",
        "x: 2; L = sum(K.^2), where K = W*x - x, W = [1 1; 0 1]"})
    CHECK_MESSAGE(parse_formula(text).variables.size() == 1, text);
  CHECK(to_listing(parse_formula("x: 2; sum(K.^2) where K = W*x - x, W = [1 1; 0 1]").result) == wanted);
  CHECK(to_text(parse_formula("a + b where a = b*c, b = 2*c, c = alpha, α = 3").result) ==
        to_text(parse_formula("α = 3; c = alpha; b = 2*c; a = b*c; a + b").result));
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

TEST_CASE("a size behind 1, 0 and I is that of a matrix of ones, of zeros and of the identity") {
  const auto shape_of = [](const std::string& text) { return parse_formula(text).result.shape(); };
  CHECK(shape_of("1₃") == Shape{3, 1});
  CHECK(shape_of("0₃ₓ₂") == Shape{3, 2});
  CHECK(shape_of("1₁₂ₓ₁ᵀ") == Shape{1, 12});
  CHECK(shape_of("I₄ − 1₄ 1ᵀ / 4") == Shape{4, 4});
  CHECK(shape_of("I_4") == Shape{4, 4});
  CHECK(to_text(parse_formula("sum(2 1₃)").result) == "sum(2 1₃)");
  CHECK(parse_formula("I₃ + A").variables[0].shape() == Shape{3, 3});
  CHECK(parse_formula("I₃: 3x2; I₃ + A").variables[0].symbol() == "I₃");
}

TEST_CASE("the shape of the result, where it is known, gives sizes, and a number is the matrix of it") {
  const ParseOptions square{.result = Shape{3, 3}};
  CHECK(parse_formula("2*eye", square).result.shape() == Shape{3, 3});
  CHECK(parse_formula("x*1ᵀ", square).variables[0].shape() == Shape{3, 1});
  CHECK(parse_formula("2", square).result.shape() == Shape{3, 3});
  CHECK(parse_formula("a: scalar; K = a*eye; L = K", square).result.symbol() == "L");
  CHECK_THROWS_WITH_AS(parse_formula("x: 3; 2*x", square),
                       "line 1, column 8: the formula is 3×1, but it should be 3×3", ParseError);
}

}  // namespace matgrad
