#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/language/parse.hpp>

namespace matgrad::tests {
namespace {

/// The error's text with line and caret.
std::string refused(const std::string& text, const ParseOptions& options = {}) {
  try {
    parse_formula(text, options);
  } catch (const ParseError& error) {
    return error.with_caret();
  }
  return "read";
}

}  // namespace

TEST_CASE("an error shows the line and a caret, and counts characters") {
  CHECK(refused("a + ") ==
        "line 1, column 5: the formula ends where an operand is expected\n"
        "  a + \n"
        "      ^");
  CHECK(refused("W: 3x6;\nx: 6;\nK = W*x;\nK + x") ==
        "line 4, column 3: K + x: K is 3×1, x is 6×1: these are different shapes, and no scalars\n"
        "  K + x\n"
        "    ^");
  CHECK(refused("x̂ + α₁ + `") ==
        "line 1, column 11: the character ` has no meaning here\n"
        "  x̂ + α₁ + `\n"
        "           ^");
  CHECK(refused("a\t+ ~") ==
        "line 1, column 5: the character ~ has no meaning here\n"
        "  a + ~\n"
        "      ^");
  CHECK(refused("a + \xff") ==
        "line 1, column 5: this byte is not UTF-8\n"
        "  a + ?\n"
        "      ^");
  const std::string sum(200, '1');
  CHECK(refused(sum + " + ) + " + sum) ==
        "line 1, column 204: an operand is expected where \")\" stands\n"
        "  … " +
            std::string(47, '1') + " + ) + " + std::string(46, '1') + " …\n" + std::string(54, ' ') + "^");
}

TEST_CASE("one line says the same to scripts") {
  try {
    parse_formula("W: 3x6;\nW*W");
    FAIL("read");
  } catch (const ParseError& error) {
    CHECK(error.line() == 2);
    CHECK(error.column() == 2);
    CHECK(std::string(error.what()) == "line 2, column 2: " + error.message());
  }
}

TEST_CASE("brackets, operators and characters") {
  CHECK(refused("(a + b") ==
        "line 1, column 7: ) is expected to close the bracket where the formula ends\n"
        "  (a + b\n"
        "        ^");
  CHECK(refused("a + b)") ==
        "line 1, column 6: nothing is open that ) could close\n"
        "  a + b)\n"
        "       ^");
  CHECK(refused("2^^3") ==
        "line 1, column 3: an operand is expected where \"^\" stands\n"
        "  2^^3\n"
        "    ^");
  CHECK(refused("|x|") ==
        "line 1, column 1: write abs(x) for |x|, det(A) for |A|, and log|A| for its logarithm\n"
        "  |x|\n"
        "  ^");
  CHECK(refused("⟨A⟩") ==
        "line 1, column 3: an inner product is written ⟨A, B⟩ or dot(A, B)\n"
        "  ⟨A⟩\n"
        "    ^");
  CHECK(refused("[1 2; 3]") ==
        "line 1, column 8: the rows of a matrix have the same number of entries\n"
        "  [1 2; 3]\n"
        "         ^");
  CHECK(
      refused("[1 x]") ==
      "line 1, column 4: a matrix in brackets is made of numbers, as in [1 2; 3 4]; of others write horzcat(A, B) "
      "for [A, B], vertcat(A, B) for [A; B]\n"
      "  [1 x]\n"
      "     ^");
  CHECK(refused("1e999") ==
        "line 1, column 1: this number is too large or too small for a double\n"
        "  1e999\n"
        "  ^");
  const std::string deep(300, '(');
  CHECK(refused(deep).starts_with("line 1, column 201: brackets are nested more than 200 deep"));
}

TEST_CASE("other notations are recognized, and what to write instead is said") {
  const auto hint = [](const std::string& text) {
    const std::string error = refused(text);
    return error.substr(0, error.find('\n'));
  };
  CHECK(hint("x.T*A*x") == "line 1, column 2: the transpose is written x'");
  CHECK(hint("(A*B).T") == "line 1, column 6: the transpose is written A'");
  CHECK(hint("W.transpose()*x") == "line 1, column 2: the transpose is written W'");
  CHECK(hint("np.transpose(W)") == "line 1, column 3: the transpose is written A'");
  CHECK(hint("{a + b}") == "line 1, column 1: the brackets of formulas are ( and )");
  CHECK(hint("A@x") == "line 1, column 2: the matrix product is written A*x");
  CHECK(hint("A\\b") == "line 1, column 2: A\\b is written solve(A, b)");
  CHECK(hint("\\frac12") == "line 1, column 6: a fraction is written \\frac{a}{b} or a/b");
  CHECK(hint("x**2") == "line 1, column 2: powers are written A^2, those of the entries A.^2");
  CHECK(hint("np.dot(A, x)") ==
        "line 1, column 3: the matrix product is written A*B, that of entries A.*B, the inner product dot(x, y)");
  CHECK(hint("np.sum(x)") == "line 1, column 3: functions have no library in front: write sum(…)");
  CHECK(hint("numpy.linalg.inv(A)") == "line 1, column 6: functions have no library in front: write inv(…)");
  CHECK(hint("x.sum()") == "line 1, column 2: write sum(x)");
  CHECK(hint("A.T.inv()") == "line 1, column 2: write inv(A')");
  CHECK(hint("A.I") == "line 1, column 2: the inverse is written inv(A)");
  CHECK(hint("A.shape") == "line 1, column 2: a point stands behind no name: functions are called as in sum(x)");
  CHECK(hint("x % a comment").starts_with("line 1, column 3: comments begin with #; "));
}

TEST_CASE("names and functions") {
  CHECK(refused("L(x) = x'*x").starts_with("line 1, column 1: a formula is named without its variables: L = …"));
  CHECK(refused("lgodet(A)") ==
        "line 1, column 1: lgodet is not a function; did you mean logdet? (declare lgodet: function, or write "
        "lgodet*(…) for a product)\n"
        "  lgodet(A)\n"
        "  ^");
  CHECK(refused("W(x)") ==
        "line 1, column 1: W is not a function: declare W: function, or write W*(…) for a product\n"
        "  W(x)\n"
        "  ^");
  CHECK(refused("f: function; f + 1") ==
        "line 1, column 14: f is a function: write f(…)\n"
        "  f: function; f + 1\n"
        "               ^");
  CHECK(refused("sum(A, B)") ==
        "line 1, column 1: sum is called as sum(A); the sums of rows and columns are row_sums(A) and "
        "column_sums(A)\n"
        "  sum(A, B)\n"
        "  ^");
  CHECK(refused("variance[baised](A)") ==
        "line 1, column 1: variance is called as variance(A) or variance[biased](A)\n"
        "  variance[baised](A)\n"
        "  ^");
  CHECK(refused("adj(z2)") ==
        "line 1, column 1: there is no adjoint of z2 here: adj(z) stands in an answer, for a z that the question "
        "names\n"
        "  adj(z2)\n"
        "  ^");
}

TEST_CASE("statements") {
  CHECK(refused("") == "line 1, column 1: there is no formula\n  \n  ^");
  CHECK(refused("W: 3x6") ==
        "line 1, column 7: a formula is expected behind the declarations\n"
        "  W: 3x6\n"
        "        ^");
  CHECK(refused("a; b") ==
        "line 1, column 2: only the last formula may be without a name, as in K = W*x; sum(K)\n"
        "  a; b\n"
        "   ^");
  CHECK(refused("K = J; J = 2; K + J") ==
        "line 1, column 5: J is used in front of its definition\n"
        "  K = J; J = 2; K + J\n"
        "      ^");
  CHECK(refused("K = W*x; L = sum(K) where W = [1 1; 0 1]") ==
        "line 1, column 5: W is used in front of its definition\n"
        "  K = W*x; L = sum(K) where W = [1 1; 0 1]\n"
        "      ^");
  CHECK(refused("K = alpha*x; α = 2; sum(K)") ==
        "line 1, column 5: α is used in front of its definition\n"
        "  K = alpha*x; α = 2; sum(K)\n"
        "      ^");
  CHECK(refused("sum(K) where K = J + x, J = K") ==
        "line 1, column 29: K is used in front of its definition\n"
        "  sum(K) where K = J + x, J = K\n"
        "                              ^");
  CHECK(refused("K = x; K = y; K") ==
        "line 1, column 8: K is defined twice\n"
        "  K = x; K = y; K\n"
        "         ^");
  CHECK(refused("x = 3 = 4; x") ==
        "line 1, column 7: = defines a name, as in K = W*x; to compare write ==\n"
        "  x = 3 = 4; x\n"
        "        ^");
  CHECK(refused("sum(0 < x < 3)") ==
        "line 1, column 11: comparisons are not chained: for a < b < c write (a < b) .* (b < c)\n"
        "  sum(0 < x < 3)\n"
        "            ^");
  CHECK(refused("x where y") ==
        "line 1, column 9: behind where names are defined, as in t₁ = W x\n"
        "  x where y\n"
        "          ^");
}

TEST_CASE("declarations") {
  CHECK(refused("W: 3x; W") ==
        "line 1, column 6: expected a size\n"
        "  W: 3x; W\n"
        "       ^");
  CHECK(refused("W: 3.5; W") ==
        "line 1, column 4: a size is a whole number or a letter\n"
        "  W: 3.5; W\n"
        "     ^");
  CHECK(refused("W: 12345678x2; W") ==
        "line 1, column 4: sizes up to 1000000 can be declared\n"
        "  W: 12345678x2; W\n"
        "     ^");
  CHECK(refused("W: 3x6 blue; W") ==
        "line 1, column 8: this has a size already; facts are words such as positive or symmetric\n"
        "  W: 3x6 blue; W\n"
        "         ^");
  CHECK(refused("W: 3x6; W: 6; W") ==
        "line 1, column 9: W is declared twice\n"
        "  W: 3x6; W: 6; W\n"
        "          ^");
  CHECK(refused("S: 3x4 symmetric; S") ==
        "line 1, column 1: S is declared symmetric, but it is 3×4\n"
        "  S: 3x4 symmetric; S\n"
        "  ^");
  CHECK(refused("X: n x d, y: n; X*y").starts_with("line 1, column 9: declarations are separated by ; as in "));
  CHECK(refused("x: 3 postive; x") ==
        "line 1, column 6: postive is no word of a declaration; did you mean positive?\n"
        "  x: 3 postive; x\n"
        "       ^");
  CHECK(refused("S: symetric; S")
            .starts_with("line 1, column 4: symetric is no word of a declaration; did you mean symmetric?\n"));
  CHECK(refused("x: banana; x")
            .starts_with("line 1, column 4: banana is neither a size, such as 6, n or d_in, nor scalar, vector, "
                         "row, matrix, function or a "
                         "fact: positive definite, "));
  CHECK(parse_formula("W: d_out x d_in; x: d_in; W*x").sizes.size() == 2);
  ParseOptions outside;
  outside.declarations = parse_declarations("W=2x2");
  CHECK(refused("W: 3x6; W", outside)
            .starts_with("line 1, column 1: W is declared 3×6 here, but outside of the formula 2×2\n"));
  ParseOptions options;
  options.shapes["W"] = {2, 2};
  CHECK(refused("W: 3x6; W", options) ==
        "line 1, column 1: W is declared 3×6, but its value is 2×2\n"
        "  W: 3x6; W\n"
        "  ^");
}

TEST_CASE("shapes that contradict each other") {
  CHECK(refused("A: 3x4; B: 5x3; A*B") ==
        "line 1, column 18: A*B: A is 3×4, B is 5×3: the columns of the left must be as many as the rows of the "
        "right, but these are 4 and 5; B*A would fit\n"
        "  A: 3x4; B: 5x3; A*B\n"
        "                   ^");
  CHECK(refused("x: 3; y: 4; x + y") ==
        "line 1, column 15: x + y: x is 3×1, y is 4×1: these are different shapes, and no scalars\n"
        "  x: 3; y: 4; x + y\n"
        "                ^");
  CHECK(refused("A: 3x4; tr(A)") ==
        "line 1, column 9: tr(A): A is 3×4, which is not square; the trace is that of a square matrix\n"
        "  A: 3x4; tr(A)\n"
        "          ^");
  CHECK(
      refused("A: 3x4; A^2") ==
      "line 1, column 10: A^2: A is 3×4, which is not square; ^ is the power of a square matrix: write .^ for the "
      "power of each entry, ' for the transpose\n"
      "  A: 3x4; A^2\n"
      "           ^");
  CHECK(
      refused("A: 3x3; B: 3x3; A/B") ==
      "line 1, column 18: A/B: A is 3×3, B is 3×3: these do not fit together; / divides by a scalar: write ./ to "
      "divide entry by entry, A*inv(B) for A B⁻¹\n"
      "  A: 3x3; B: 3x3; A/B\n"
      "                   ^");
  CHECK(refused("A: 2x3; reshape(A, 4, 4)") ==
        "line 1, column 9: reshape: A (2×3) has 6 entries, which do not fill 4×4\n"
        "  A: 2x3; reshape(A, 4, 4)\n"
        "          ^");
  CHECK(refused("x: 1000000; kron(x, x)") ==
        "line 1, column 13: kron(x, x): x is 1000000×1, x is 1000000×1: these do not fit together\n"
        "  x: 1000000; kron(x, x)\n"
        "              ^");
}

}  // namespace matgrad::tests
