#include "matgrad/autodiff/show/told_apart.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/show/graph_picture.hpp"
#include "matgrad/autodiff/show/latex.hpp"
#include "matgrad/autodiff/show/mathml.hpp"
#include "support/error_text.hpp"

namespace matgrad::tests {

TEST_CASE("of names that look alike one is the symbol, the others are words") {
  struct Case {
    std::vector<std::string> names;
    DisplayNames words;
  };
  const Case cases[] = {
      {{"W", "V", "W1"}, {}},
      {{"rho", "ρ"}, {{"rho", "\"rho\""}}},
      {{"ρ", "rho"}, {{"rho", "\"rho\""}}},
      {{"W1", "W_1"}, {{"W_1", "\"W_1\""}}},
      {{"W1", "W₁", "W_1"}, {{"W1", "\"W1\""}, {"W_1", "\"W_1\""}}},
      {{"∂L/∂W_1", "W1"}, {{"W1", "\"W1\""}}},
      {{"x_hat", "x̂"}, {{"x_hat", "\"x_hat\""}}},
      {{"y'", "y_prime"}, {{"y_prime", "\"y_prime\""}}},
      {{"a_star", "a*", "a"}, {{"a_star", "\"a_star\""}}},
      {{"omicron", "o"}, {{"omicron", "\"omicron\""}}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.names.front());
    CHECK(told_apart(c.names) == c.words);
  }
  // What was told how to look keeps its look.
  CHECK(told_apart({"W2", "W*"}, {{"W2", "W*"}}) == DisplayNames{{"W2", "W*"}, {"W*", "\"W*\""}});
}

TEST_CASE("words are set as they are written") {
  CHECK(latex_symbol("\"W_1\"") == "\\mathrm{W\\_1}");
  CHECK(latex_symbol("\"rho\"") == "\\mathrm{rho}");
  CHECK(unicode_symbol("\"rho\"") == "rho");
  CHECK(with_words("∂L/∂W_1", {{"W_1", "\"W_1\""}}) == "∂L/∂\"W_1\"");
  CHECK(latex_symbol("∂L/∂\"W_1\"") == "\\frac{\\partial L}{\\partial \\mathrm{W\\_1}}");
}

TEST_CASE("formulas and pictures tell names apart") {
  const Expr rho = variable("rho", 2), greek = variable("ρ", 2);
  const Expr y = dot(exp(rho), greek);
  CHECK(has(to_latex(y), "\\mathrm{rho}"));
  CHECK(has(to_latex(y), "\\rho"));
  CHECK(has(to_mathml(y), ">rho<"));
  CHECK(has(to_dot(y), "exp(rho)"));
  // Alone it is the letter.
  CHECK(to_latex(exp(rho)) == to_latex(exp(greek)));
}

TEST_CASE("the parts of a formula avoid names that look like theirs") {
  for (const char* taken : {"t₁", "t1", "t_1", "t[1]"}) {
    CAPTURE(taken);
    const Expr A = variable("A", 2, 2), B = variable("B", 2, 2), t = variable(taken, 2, 2);
    const Expr part = A * B + t;
    const FormulaParts parts = formula_parts(hadamard(exp(part), part));
    REQUIRE(parts.where.size() == 1);
    CHECK(parts.where[0].name == "t₂");
  }
}

}  // namespace matgrad::tests
