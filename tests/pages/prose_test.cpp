#include "pages/prose.hpp"

#include <doctest/doctest.h>

#include <matgrad/autodiff/expression/error.hpp>

#include "pages/plain_math.hpp"

using namespace matgrad::pages;

TEST_CASE("prose becomes text and formulas, and a mark after a formula stays with it") {
  const std::string html = prose_to_html("a < b for $W₁$, then $x$");
  CHECK(html.starts_with("a &lt; b for <span class=\"math\"><math"));
  CHECK(html.find("</math>,</span> then <span class=\"math\"><math") != std::string::npos);
  CHECK(html.ends_with("</math></span>"));
  CHECK(prose_to_latex("50 % of $W₁ᵀ x$") == "50 \\% of ${W_{1} }^{\\top}x $");
}

TEST_CASE("a formula that is not closed is refused") { CHECK_THROWS_AS(prose_to_html("a $ b"), matgrad::Error); }

TEST_CASE("derivatives are fractions on a line of their own, and stay on the line within a text") {
  CHECK(plain_math_to_mathml("∂L/∂W₂", true).find("<mfrac><mrow><mi>∂</mi>") != std::string::npos);
  CHECK(plain_math_to_mathml("∂L/∂W₂").find("<mfrac>") == std::string::npos);
  CHECK(plain_math_to_latex("∂(Wᵀ W)/∂W", true) == "\\frac{\\partial ({W }^{\\top}W )}{\\partial W }");
}

TEST_CASE("numbers with exponents, sums and differentials") {
  CHECK(plain_math_to_latex("3.5e-05") == "3.5 \\times 10^{-5}");
  CHECK(plain_math_to_latex("Σᵢ x_i") == "\\sum_{i} x_{i} ");
  CHECK(plain_math_to_latex("dW") == "d W ");
  CHECK(plain_math_to_latex("‖x‖²") == "\\lVert x {\\rVert }^{2}");
}

TEST_CASE("what cannot be read is kept, and unclosed brackets do no harm") {
  CHECK(plain_math_to_latex("∂") == "\\partial ");
  CHECK(plain_math_to_latex("∂(W/∂") == "\\partial (W /\\partial ");
  CHECK(plain_math_to_latex("") == "");
}
