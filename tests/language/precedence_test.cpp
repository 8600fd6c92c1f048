#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/language/parse.hpp>

namespace matgrad::tests {
namespace {

/// What a formula is read as, with all brackets that its structure needs.
std::string read(const std::string& text) {
  return to_text(parse_formula("f: function; A, B, C: 4x4; x, y: 4; a, b, c: scalar; " + text).result);
}

void check_same(const std::string& text, const std::string& bracketed) {
  CHECK_MESSAGE(read(text) == read(bracketed), text, " is read as ", read(text), ", not as ", bracketed);
}

}  // namespace

TEST_CASE("powers and transposes bind tightest, from left to right") {
  check_same("A'^2", "(A')^2");
  check_same("A^2'", "(A^2)'");
  check_same("A^2^3", "(A^2)^3");
  check_same("x.^2.^3", "(x.^2).^3");
  check_same("x.^2'", "(x.^2)'");
  check_same("A.^B'", "(A.^B)'");
  check_same("A*B'", "A*(B')");
  check_same("A*B^2", "A*(B^2)");
  check_same("x.*y.^2", "x.*(y.^2)");
  check_same("exp(x)'", "(exp(x))'");
  check_same("a^b^c", "(a^b)^c");
  check_same("A⁻¹'", "(A^-1)'");
  check_same("2.^x", "2 .^ x");
}

TEST_CASE("a sign may open an exponent, and holds for it alone") {
  check_same("x.^-2", "x.^(-2)");
  check_same("x.^-y", "x.^(-y)");
  check_same("x.^-2'", "(x.^(-2))'");
  check_same("a^-b*c", "(a^(-b))*c");
  check_same("A^-1*B", "(A^(-1))*B");
  check_same("x.^--2", "x.^2");
  check_same("x.^+2 - y", "(x.^2) - y");
}

TEST_CASE("a sign binds weaker than powers, and stronger than products") {
  check_same("-a^2", "-(a^2)");
  check_same("-x.^2", "-(x.^2)");
  check_same("-A'", "-(A')");
  check_same("a*-b", "a*(-b)");
  // (−a) b and −(a b) are the same; the second prints without brackets.
  check_same("-a*b", "-(a*b)");
  check_same("-A*B - C", "(-(A*B)) - C");
  check_same("-2*a/b", "((-2)*a)/b");
  check_same("a - -b", "a - (-b)");
  check_same("--a", "a");
  check_same("a/-b*c", "(a/(-b))*c");
}

TEST_CASE("products and quotients bind equally, from left to right") {
  check_same("A*B*C", "(A*B)*C");
  check_same("A*B.*C", "(A*B).*C");
  check_same("A.*B*C", "(A.*B)*C");
  check_same("a/b*A", "(a/b)*A");
  check_same("1/b*eye + A", "((1/b)*eye) + A");
  check_same("a/b/c", "(a/b)/c");
  check_same("A./B.*C", "(A./B).*C");
  check_same("A*B/c", "(A*B)/c");
  check_same("A B C", "(A*B)*C");
  check_same("1/b A", "(1/b)*A");
  check_same("2x'y", "(2*x')*y");
  check_same("A (B + C)", "A*(B + C)");
  check_same("A ∘ B ∘ C", "(A.*B).*C");
  check_same("A·B", "A*B");
}

TEST_CASE("sums bind weaker than products, from left to right, and comparisons weakest") {
  check_same("a + b*c", "a + (b*c)");
  check_same("a - b - c", "(a - b) - c");
  check_same("a - b + c", "(a - b) + c");
  check_same("a − b", "a - b");
  check_same("a + b > b*c", "(a + b) > (b*c)");
  check_same("(a > b) + c", "((a > b)) + c");
  CHECK(read("(a > b) + c") != read("a > b + c"));
}

TEST_CASE("derivatives of declared functions, transposes of values") {
  CHECK(read("f'(x)") == "f′(x)");
  CHECK(read("f''(x)'") == "f″(x)ᵀ");
  CHECK(read("f′(x)") == "f′(x)");
  CHECK(read("f⁽⁵⁾(x)") == "f⁽⁵⁾(x)");
  CHECK(read("A'(x)") == "Aᵀ x");
  CHECK(read("x' (y)") == "xᵀ y");
  CHECK(read("tanh'(x)") == "1 − tanh(x).^2");
  CHECK(read("f(x)'*y") == "f(x)ᵀ y");
}

TEST_CASE("lines end statements, unless a formula goes on") {
  CHECK(to_text(parse_formula("A: 2x2\nK = A*A\n\nK + A  # the sum\n").result) == "K + A");
  CHECK(to_text(parse_formula("A: 2x2\nA +\nA\n").result) == "A + A");
  CHECK(to_text(parse_formula("A: 2x2\nA\n + A\n * A").result) == "A + A A");
  CHECK(to_text(parse_formula("A: 2x2\nexp(A\n - A)").result) == "exp(A − A)");
}

}  // namespace matgrad::tests
