#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/language/parse.hpp>

// What is written as on paper, in LaTeX, in MATLAB or in NumPy, and what it is read as.

namespace matgrad::tests {
namespace {

struct Case {
  std::string text, same;
};

std::string read(const std::string& text, const ParseOptions& options = {}) {
  try {
    return to_text(parse_formula(text, options).result);
  } catch (const ParseError& error) {
    return error.what();
  }
}

void check_same(const std::vector<Case>& cases, const ParseOptions& options = {}) {
  for (const Case& it : cases) CHECK_MESSAGE(read(it.text, options) == read(it.same, options), it.text);
}

std::string refusal(const std::string& text) {
  try {
    parse_formula(text);
  } catch (const ParseError& error) {
    return error.message();
  }
  return "read";
}

std::vector<std::string> notes(const std::string& text, const ParseOptions& options = {}) {
  return parse_formula(text, options).assumptions;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("T as an exponent is the transpose, with a sign that of the inverse") {
  check_same({{"X: 3x3; X^T*X", "X: 3x3; X'*X"},
              {"X: 3x3; X^T X", "X: 3x3; X'*X"},
              {"X: 3x3; X^{T}*X", "X: 3x3; X'*X"},
              {"X: 3x3; X^\\top X", "X: 3x3; X'*X"},
              {"X: 3x3; X^{\\top} X", "X: 3x3; X'*X"},
              {"X: 3x3; X^H*X", "X: 3x3; X'*X"},
              {"X: 3x3; X^-T", "X: 3x3; inv(X)'"},
              {"X: 3x3; X^{-T}*X", "X: 3x3; inv(X)'*X"},
              {"X: 3x3; X^{-\\top}", "X: 3x3; inv(X)'"},
              {"X: 3x3; X⁻ᵀ X", "X: 3x3; inv(X)'*X"},
              {"X: 3x3; X⁻⊤", "X: 3x3; inv(X)'"},
              {"X: 3x3; (X + X)^T", "X: 3x3; (X + X)'"},
              {"X: 3x3; X^{-1}", "X: 3x3; inv(X)"},
              {"X: 3x3; X^{2}*X^{-1}", "X: 3x3; X^2*inv(X)"},
              {"x: 3; x.^{2}", "x: 3; x.^2"},
              {"a^{b + 1}", "a^(b + 1)"},
              {"x: 3; A: 3x3; x^T A x", "x: 3; A: 3x3; x'*A*x"},
              {"x: 3; A: 3x3; x^TAx", "x: 3; A: 3x3; x'*(A*x)"},
              {"X: 3x3; X^TX", "X: 3x3; X'*X"}});
  CHECK(notes("X: 3x3; tr(X^T*X + X^-T)") == Texts{"^T read as the transpose; declare T: scalar for a power"});
  // A T that is a name is a power.
  check_same({{"T: scalar; a: scalar; a^T", "T: scalar; a: scalar; a^(T)"},
              {"a: scalar; a^T + T", "a: scalar; a^(T) + T"},
              {"T = 3; a: scalar; a^T", "T = 3; a: scalar; a^(T)"},
              {"T: scalar; a: scalar; a^-T", "T: scalar; a: scalar; a^(-T)"}});
  CHECK(parse_formula("T: scalar; a^T").variables.size() == 2);
  CHECK(refusal("x: 3; x.^T").starts_with("the transpose is written A'; for a power declare T: scalar"));
}

TEST_CASE("the LaTeX of formulas is read") {
  check_same(
      {{"\\frac{a}{b + 1}", "a/(b + 1)"},
       {"2\\frac{\\frac{a}{b}}{c}", "2*((a/b)/c)"},
       {"x: 3; A: 3x3; \\frac{1}{2} x^T A x", "x: 3; A: 3x3; (1/2)*x'*A*x"},
       {"x^{\\frac{1}{2}}", "x^(1/2)"},
       {"\\sqrt{a + b}", "sqrt(a + b)"},
       {"x: 3; \\lambda \\cdot \\|x\\|_2^2", "x: 3; lambda*squared_norm(x)"},
       {"x: 3; A: 3x3; b: 3; \\left\\|A x-b\\right\\|^2", "x: 3; A: 3x3; b: 3; norm2(A*x - b)^2"},
       {"x: 3; A: 3x3; \\mathbf{x}^\\top\\mathbf{A}\\mathbf{x}", "x: 3; A: 3x3; x'*A*x"},
       {"x: 3; w: 3; -\\log\\left(\\frac{1}{1+\\exp(-w^T x)}\\right)", "x: 3; w: 3; -log(1/(1 + exp(-w'*x)))"},
       {"A, B: 3x3; \\operatorname{tr}(A \\odot B)", "A, B: 3x3; tr(A.*B)"},
       {"\\theta_1^2", "theta_1^2"},
       {"x: 3; \\left\\lVert x - x \\right\\rVert_2^2", "x: 3; squared_norm(x - x)"},
       {"x: 3; \\sigma(x)", "x: 3; sigmoid(x)"},
       {"\\sigma^2", "sigma^2"},
       {"A: 3x3; \\log\\det(A)", "A: 3x3; log(det(A))"},
       {"x, y: 3; \\langle x, y \\rangle", "x, y: 3; dot(x, y)"},
       {"x, y: 3; <x, y>^2", "x, y: 3; dot(x, y)^2"},
       {"\\alpha \\leq \\beta", "alpha <= beta"}});
  CHECK(refusal("\\foo{x}").starts_with("\\foo of LaTeX is not read"));
  CHECK(refusal("x: 3; A: 3x3; A\\x") == "A\\b is written solve(A, b)");
}

TEST_CASE("a point between columns of one length is their inner product") {
  check_same({{"x: 3; y: 3; x · y", "x: 3; y: 3; x'*y"},
              {"x, y: n; x·y + 1", "x, y: n; x'*y + 1"},
              {"A: 3x4; x: 4; y: 3; (A*x)·y", "A: 3x4; x: 4; y: 3; (A*x)'*y"},
              {"A: 3x4; x: 4; A·x", "A: 3x4; x: 4; A*x"},
              {"x: 3; 2·x", "x: 3; 2*x"},
              {"x: 3; a·x", "x: 3; a*x"},
              {"x: 3; x·x'", "x: 3; x*x'"}});
  CHECK(refusal("x: 3; y: 4; x·y").starts_with("x·y: x is 3×1, y is 4×1"));
  CHECK(refusal("x: 3; y: 3; x*y").starts_with("x*y: x is 3×1, y is 3×1"));
}

TEST_CASE("a norm's subscript says which it is") {
  check_same({{"x: 3; ||x||_2", "x: 3; norm2(x)"},
              {"x: 3; ||x||_2^2", "x: 3; squared_norm(x)"},
              {"x: 3; ‖x‖₂²", "x: 3; squared_norm(x)"},
              {"x: 3; ||x||_{2}^{2}", "x: 3; squared_norm(x)"},
              {"x: 3; ||x||_1", "x: 3; sum(abs(x))"},
              {"x: 3; ‖x‖₁", "x: 3; sum(abs(x))"},
              {"x: 3; ||x||_inf", "x: 3; max(abs(x))"},
              {"x: 3; ‖x‖_∞", "x: 3; max(abs(x))"},
              {"x: 3; ||x||_{\\infty}", "x: 3; max(abs(x))"},
              {"A: 3x4; ||A||_F", "A: 3x4; norm2(A)"},
              {"A: 3x4; ‖A‖_F²", "A: 3x4; squared_norm(A)"},
              {"A: 3x4; ||A||_{F}^2", "A: 3x4; squared_norm(A)"},
              {"A: 3x4; ||A||_*", "A: 3x4; nuclear_norm(A)"},
              {"A: 3x4; 2*||A||_* * 3", "A: 3x4; 2*nuclear_norm(A)*3"},
              {"A: 3x4; ||A||_2", "A: 3x4; spectral_norm(A)"},
              {"A: 3x4; ‖A‖₂²", "A: 3x4; square(spectral_norm(A))"},
              {"A: 3x4; ‖A‖_∞", "A: 3x4; infinity_norm(A)"},
              {"A: 3x4; ||A*A'||_F + ||A||_2", "A: 3x4; norm2(A*A') + spectral_norm(A)"}});
  CHECK(
      refusal("A: 3x4; ||A||_1") ==
      "‖A‖_1 of a matrix has two readings: write norm1(A) for the sum of all |a|, or one_norm(A) for the greatest "
      "sum of |a| over a column");
  CHECK(refusal("x: 3; ||x||_p").starts_with("there is no norm ‖A‖_p; there are ‖A‖_1, ‖A‖_2"));
}

TEST_CASE("brackets right behind a name take an entry: round ones count from 1, square ones from 0") {
  check_same({{"x: 3; x(2)", "x: 3; slice(x, 1, 0, 1, 1)"},
              {"x: 3; x[0]", "x: 3; slice(x, 0, 0, 1, 1)"},
              {"r: 1x3; r(3)", "r: 1x3; slice(r, 0, 2, 1, 1)"},
              {"M: 3x4; M(1,1)", "M: 3x4; slice(M, 0, 0, 1, 1)"},
              {"M: 3x4; M(3, 4)^2", "M: 3x4; slice(M, 2, 3, 1, 1)^2"},
              {"M: 3x4; M[0, 1]*M[2][3]", "M: 3x4; slice(M, 0, 1, 1, 1)*slice(M, 2, 3, 1, 1)"},
              {"x: 3; K = 2*x; K(3)", "x: 3; K = 2*x; slice(K, 2, 0, 1, 1)"},
              // Products are read as before.
              {"x: 3; x (2)", "x: 3; 2*x"},
              {"a: scalar; a(2)", "a: scalar; 2*a"},
              {"a: scalar; a(2)^2", "a: scalar; a*2^2"},
              {"x: 3; A: 3x3; A(x + x)", "x: 3; A: 3x3; A*(x + x)"}});
  CHECK(parse_formula("x(2)*x(3)").variables[0].shape() == Shape{3, 1});
  CHECK(parse_formula("x[4]").variables[0].shape() == Shape{5, 1});
  CHECK(parse_formula("M(1, 1)*M(2, 2)").variables[0].shape().rows > 1);
  CHECK(notes("x: 3; x(2) + x[0]") == Texts{"x(2) read as an entry, counted from 1; a product is written x*(…)",
                                            "x[0] read as an entry, counted from 0"});
  CHECK(refusal("x: 3; x(0)") == "in round brackets entries count from 1, in square ones from 0");
  CHECK(refusal("x: 3; x(4)") == "x(4): there is no such entry: x is 3×1");
  CHECK(refusal("x: 3; x[3]") == "x[3]: there is no such entry: x is 3×1");
  CHECK(refusal("M: 3x4; M(4, 1)") == "M(4, 1): there is no such entry: M is 3×4");
  CHECK(refusal("M: 3x4; M(2)") == "M(2): M is a matrix: an entry has two positions, as in M(1, 1) or M[0, 0]");
  CHECK(refusal("x: 3; x[i]").starts_with("an entry is written x[0] or A[0, 1], with whole numbers"));
  CHECK(refusal("f(2)").starts_with("f is not a function"));
}

TEST_CASE("a word of two names that are known is their product, and marks belong to the last") {
  check_same({{"A: 3x3; X: 3x3; AX", "A: 3x3; X: 3x3; A*X"},
              {"A: 3x3; X: 3x3; AX'", "A: 3x3; X: 3x3; A*X'"},
              {"A: 3x3; X: 3x3; AX^2", "A: 3x3; X: 3x3; A*X^2"},
              {"A: 3x3; x: 3; x'Ax", "A: 3x3; x: 3; x'*(A*x)"},
              {"A: 3x3; x: 3; y: 3; y.*Ax", "A: 3x3; x: 3; y: 3; y.*(A*x)"},
              {"A: 3x3; x: 3; 2Ax - x", "A: 3x3; x: 3; 2*A*x - x"},
              {"X: 5x2; w: 2; norm2(Xw)^2 + w'w", "X: 5x2; w: 2; norm2(X*w)^2 + w'*w"},
              {"W1: 3x2; x: 2; W1x", "W1: 3x2; x: 2; W1*x"},
              {"tr(AX) + tr(A) + tr(X)", "tr(A*X) + tr(A) + tr(X)"},
              {"A: 3x3; x: 3; K = Ax; K'K", "A: 3x3; x: 3; K = A*x; K'*K"}});
  ParseOptions asked;
  asked.asked = {"x", "A"};
  check_same({{"x'Ax", "x'*(A*x)"}}, asked);
  CHECK(notes("A: 3x3; X: 3x3; tr(AX)") == Texts{"AX read as A X; declare AX for a name of its own"});
  CHECK(parse_formula("m*u + p*i + mu + pi").variables.size() == 5);
  CHECK(parse_formula("d/dx*x").variables.size() == 3);
  // A word that is declared, or can be made of known names in no way or in two, is a name.
  CHECK(parse_formula("AX: 2x2; A: 2x2; X: 2x2; tr(AX) + tr(A) + tr(X)").variables.size() == 3);
  CHECK(parse_formula("tr(AX)").variables.size() == 1);
  CHECK(parse_formula("A: 3x3; tr(AX)").variables.size() == 1);
  CHECK(parse_formula("A: scalar; AB: scalar; B: scalar; BC: scalar; C: scalar; ABC").variables.size() == 1);
  CHECK(parse_formula("s: 2; i: 2; n: 2; sin(s + i + n)").variables.size() == 3);
}

}  // namespace matgrad::tests
