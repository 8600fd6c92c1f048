#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/language/letter_convention.hpp>
#include <matgrad/autodiff/language/parse.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

namespace matgrad::tests {
namespace {

/// "W 3×6, x 6×1": the variables in order of appearance.
std::string shapes(const std::string& text, const ParseOptions& options = {}) {
  std::string result;
  for (const Expr& variable : parse_formula(text, options).variables)
    result += (result.empty() ? "" : ", ") + std::string(variable.symbol()) + " " + to_string(variable.shape());
  return result;
}

std::vector<std::string> assumptions(const std::string& text) { return parse_formula(text).assumptions; }
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("single letters: scalars a to g, vectors h to z, matrices A to Z") {
  CHECK(shapes("a*sum(A)*sum(g*x)*sum(h)*sum(Z)*sum(z)") == "a 1×1, A 3×4, g 1×1, x 5×1, h 6×1, Z 7×8, z 9×1");
  CHECK(letter_kind("W1") == LetterKind::matrix);
  CHECK(letter_kind("x₂") == LetterKind::vector);
  CHECK(letter_kind("b_1") == LetterKind::scalar);
}

TEST_CASE("a size that must be one in use is found") {
  CHECK(shapes("diagonal(A, 1) + [1; 2]") == "A 3×3");
  CHECK(shapes("X: 2x5; diagonal(X*Y, 1) + [1; 2]") == "X 2×5, Y 5×3");
}

TEST_CASE("Greek names in lower case are scalars, other long names go by their first letter") {
  for (const char* name : {"alpha", "α", "beta_1", "rho_hat", "λ₂", "sigma2", "lambda", "eta"})
    CHECK_MESSAGE(letter_kind(name) == LetterKind::scalar, name);
  CHECK(letter_kind("Sigma") == LetterKind::matrix);
  CHECK(letter_kind("Σ") == LetterKind::matrix);
  CHECK(letter_kind("weights") == LetterKind::vector);
  CHECK(letter_kind("features") == LetterKind::scalar);
  CHECK(letter_kind("Data") == LetterKind::matrix);
  CHECK(is_greek_name("nu"));
  CHECK_FALSE(is_greek_name("number"));
  CHECK_FALSE(is_greek_name("mule"));
}

TEST_CASE("values come first, then declarations, then the formula, then letters") {
  ParseOptions options;
  options.shapes["a"] = {4, 1};
  options.shapes["x"] = {1, 1};
  CHECK(shapes("sum(A*a) + x", options) == "A 3×4, a 4×1, x 1×1");
  CHECK(shapes("a: 5; W: 3x5; sum(W*a)") == "W 3×5, a 5×1");
  CHECK(shapes("W: 3x6; norm2(W'*W*x - x)") == "W 3×6, x 6×1");
  CHECK(shapes("y: 3; X: 3x5; norm2(X*features - y)") == "X 3×5, features 5×1, y 3×1");
  CHECK(shapes("dot(a, x)") == "a 3×1, x 3×1");
  CHECK(shapes("u: 3; u/m") == "u 3×1, m 1×1");
  CHECK(shapes("x: 6; a*x + quadratic_form(b, A)") == "a 1×1, x 6×1, b 3×1, A 3×3");
}

TEST_CASE("a formula of numbers has numbers for its small letters where these cannot all be vectors") {
  for (const char* formula : {"exp(-a*t)*cos(w*t)", "x*y", "u*v + u*w", "k*x^2/2 + m*v^2/2", "(y - w*x - b)^2",
                              "sigmoid(w*x + b)*(1 - sigmoid(w*x + b))", "(a*x + b)*(c*x + d)", "x/m"}) {
    CAPTURE(formula);
    const Formula parsed = parse_formula(formula);
    CHECK(parsed.result.shape().is_scalar());
    CHECK(parsed.assumptions.size() == parsed.variables.size());
  }
  CHECK(shapes("a*exp(-b*t)") == "a 1×1, b 1×1, t 3×1");
  CHECK(shapes("W*x*y") == "W 3×4, x 4×1, y 1×1");
  CHECK(shapes("sum(x*y)") == "x 3×1, y 1×1");
  CHECK(shapes("u .* x*y") == "u 3×1, x 3×1, y 1×1");
}

TEST_CASE("what is added to a number made of vectors is a number, if one letter makes it one") {
  CHECK(shapes("n*log(s) + norm2(x - m)^2/(2*s^2)") == "n 1×1, s 1×1, x 3×1, m 3×1");
  CHECK(shapes("-n/2*log(s2) - norm2(y - X*w)^2/(2*s2)") == "n 1×1, s2 1×1, y 3×1, X 3×4, w 4×1");
  CHECK(shapes("r = y - X*w; r'*r + k*sqrt(t) + a") == "y 3×1, X 3×4, w 4×1, k 1×1, t 1×1, a 1×1");
  CHECK(shapes("x - mean(x)") == "x 3×1");
  CHECK(shapes("tanh(x) + a") == "x 3×1, a 1×1");
  CHECK(shapes("A*x + norm2(y)") == "A 3×4, x 4×1, y 5×1");
}

TEST_CASE("what is transposed is no number") {
  CHECK(shapes("x: 6; a'*x + quadratic_form(b, A)") == "a 6×1, x 6×1, b 3×1, A 3×3");
  CHECK(shapes("1/2 x^T A x - b^T x") == "x 3×1, A 3×3, b 3×1");
  CHECK(shapes("a'*a") == "a 3×1");
  CHECK(shapes("x: 3; y = b'*x; y^2") == "b 3×1, x 3×1");
  CHECK(assumptions("x: 3; b'*x") == Texts{"b taken as a vector, 3×1"});
  // Nothing but a number fits.
  CHECK(shapes("b' + exp(b)^2") == "b 1×1");
}

TEST_CASE("operations tell shapes in both directions") {
  CHECK(shapes("tr(A*X'*B*X*C)") == "A 3×4, X 5×4, B 5×5, C 4×3");
  CHECK(shapes("log(det(inv(X)))") == "X 3×3");
  CHECK(shapes("y - vec(A)") == "y 12×1, A 3×4");
  CHECK(shapes("sum(logsumexp(X) - r')") == "X 3×4, r 4×1");
  CHECK(shapes("A: 2x3; horzcat(A, B)*x") == "A 2×3, B 2×4, x 7×1");
  CHECK(shapes("x: 3; diag(x)*A") == "x 3×1, A 3×4");
  CHECK(shapes("y: 5; A: 2x3; dot(y, vertcat(A*x, z))") == "y 5×1, A 2×3, x 3×1, z 3×1");
  CHECK(shapes("G: 5x3; A: 2x3; vertical_part(G, A, B, 1)") == "G 5×3, A 2×3, B 3×3");
  CHECK(shapes("y: 6; x: 2; y - kron(x, z)") == "y 6×1, x 2×1, z 3×1");
  CHECK(shapes("y: 6; A: 2 x n; y - vec(A)") == "y 6×1, A 2×3");
  CHECK(shapes("D: 2x3; A: 2 x n; D - row_differences(A)") == "D 2×3, A 2×4");
  CHECK(shapes("y: 2; A: 5 x n; dot(y, diag(A))") == "y 2×1, A 5×2");
}

TEST_CASE("eye, vector(1) and matrix(1) take their size from the context") {
  CHECK(to_text(parse_formula("X: 4x2; det(X*X' + s*eye); s: scalar").result) == "det(X Xᵀ + s I)");
  CHECK(shapes("det(X*X' + s*eye)") == "X 3×4, s 1×1");
  CHECK(parse_formula("A: 2x3; A*vector(1)").result.shape() == Shape{2, 1});
  CHECK(parse_formula("A: 2x3; vector(1)'*A").result.shape() == Shape{1, 3});
  CHECK(parse_formula("A: 2x3; A + matrix(2)").result.shape() == Shape{2, 3});
  CHECK(assumptions("1/beta*eye") == Texts{"eye taken as 3×3"});
}

TEST_CASE("letters of declarations are sizes") {
  const Formula formula = parse_formula("W: m x n; x: n; 1/m*norm2(W*x)^2");
  CHECK(formula.sizes == std::vector<std::pair<std::string, Index>>{{"m", 3}, {"n", 4}});
  CHECK(formula.variables.size() == 2);
  CHECK(formula.assumptions == Texts{"size m taken as 3", "size n taken as 4",
                                     "m taken as the size m; declare m: scalar for a variable"});
  CHECK(shapes("W: m x n; X: 3x7; b: n x 7; W*b + X") == "W 3×4, b 4×7, X 3×7");
  CHECK(shapes("W: mxn; x: 5; W*x") == "W 3×5, x 5×1");
}

TEST_CASE("declared facts become those of the variables") {
  const Formula formula = parse_formula("S: 3x3 positive definite; b: scalar positive; x'*inv(S)*x*log(b)");
  CHECK(formula.variables[1].op().declared_facts().has(Fact::positive_definite));
  CHECK(formula.variables[2].op().declared_facts().has(Fact::positive));
  CHECK(shapes("S: symmetric; x: 4; S*x") == "S 4×4, x 4×1");
}

TEST_CASE("assumptions are told") {
  CHECK(assumptions("W: 6x4; x: 4; W*x + b") == Texts{"b taken as a scalar; declare b: 6 for a vector"});
  CHECK(assumptions("A + c") == Texts{"A taken as a matrix, 3×4; declare A: scalar for a number",
                                      "c taken as a scalar; declare c: 3x4 for a matrix"});
  CHECK(assumptions("W: 3x6; norm2(W*x)") == Texts{"x taken as a vector, 6×1"});
  CHECK(assumptions("diag(d)") == Texts{"d taken as a scalar; declare d: 3 for a vector"});
  CHECK(assumptions("x: 3; x*sum(c)") == Texts{"c taken as a scalar; declare c: 4 for a vector"});
  CHECK(assumptions("sum(x^2)") ==
        Texts{"x taken as a scalar; if it is none, write .^ for the power of each entry"});
  CHECK(assumptions("x: 3; sum(e.^x)") == Texts{"e taken as a variable; the exponential is written exp(x)"});
  CHECK(assumptions("tr(c)") == Texts{"c taken as a scalar"});
  CHECK(assumptions("a*b") == Texts{"a taken as a scalar", "b taken as a scalar"});
  CHECK(assumptions("x: 6; dot(x, x)").empty());
  CHECK(assumptions("x: 6; x + pi") ==
        Texts{"pi taken as the number 3.14159…; declare pi: scalar for a variable"});
  CHECK(assumptions("A: 2x2; A + I") ==
        Texts{"I taken as the identity matrix, 2×2; declare I: 2x2 for a variable"});
}

TEST_CASE("known names stand for expressions") {
  const Expr x = variable("x", 3), K = named("K", 2 * x);
  ParseOptions options;
  options.known.emplace("x", x);
  options.known.emplace("K", K);
  options.adjoint = [&](std::string_view name) -> std::optional<Expr> {
    return name == "K" ? std::optional(variable("∂L/∂K", 3)) : std::nullopt;
  };
  const Formula formula = parse_formula("adj(K)'*x + (∂L/∂K)ᵀ K", options);
  CHECK(to_text(formula.result) == "(∂L/∂K)ᵀ x + (∂L/∂K)ᵀ K");
  CHECK(formula.variables.empty());
}

}  // namespace matgrad::tests
