#include "matgrad/autodiff/show/latex.hpp"

#include <doctest/doctest.h>

#include <string>

#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_function.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "support/latex.hpp"
#include "support/random_expression.hpp"

namespace latex_test {

using namespace matgrad;
using namespace matgrad::tests;

namespace {

const Expr W = variable("W", 3, 6), x = variable("x", 6), y = variable("y_pred", 6), s = variable("s", 1);
const Expr A = variable("A", 3, 3), B = variable("B", 3, 3), alpha = variable("alpha", 1);

/// Checked, without the spaces that mean nothing.
std::string latex(const Expr& expr, const DisplayNames& display = {}) {
  const std::string text = to_latex(expr, display);
  CHECK_MESSAGE(latex_fault(text) == "", text);
  return text;
}
std::string symbol(std::string_view name, const DisplayNames& display = {}) {
  const std::string text = latex_symbol(name, display);
  CHECK_MESSAGE(latex_fault(text) == "", text);
  return text;
}

}  // namespace

TEST_CASE("names become symbols") {
  CHECK(symbol("W1") == "W_{1}");
  CHECK(symbol("W") == "W");
  CHECK(symbol("rho_hat") == "\\hat{\\rho}");
  CHECK(symbol("x̂") == "\\hat{x}");
  CHECK(symbol("y_pred") == "y_{\\mathrm{pred}}");
  CHECK(symbol("W*") == "W^{*}");
  CHECK(symbol("W⁽¹⁾") == "W^{(1)}");
  CHECK(symbol("f′") == "f^{\\prime}");
  CHECK(symbol("loss") == "\\mathrm{loss}");
  CHECK(symbol("∂L/∂W") == "\\frac{\\partial L}{\\partial W}");
  CHECK(symbol("∂L₁/∂W⁽²⁾") == "\\frac{\\partial L_{1}}{\\partial W^{(2)}}");
  CHECK(symbol("50%_a$b") == "\\mathrm{50\\text{\\%}\\_a\\text{\\$}b}");
}

TEST_CASE("a symbol can be given another name") {
  const DisplayNames display{{"W", "W*"}, {"x", "x_tilde"}};
  CHECK(latex(transpose(W) * W * x, display) == "W^{*\\top} W^{*} \\tilde{x}");
  CHECK(symbol("∂L/∂W", display) == "\\frac{\\partial L}{\\partial W^{*}}");
}

TEST_CASE("products, sums, transposes and numbers in front") {
  CHECK(latex(W * (x * transpose(x) + x * transpose(x))) == "W (x x^{\\top} + x x^{\\top})");
  CHECK(latex(-(alpha * A * B)) == "-\\alpha A B");
  CHECK(latex(0.5 * squared_norm(A - B)) == "\\tfrac{1}{2} \\lVert A - B\\rVert^{2}");
  CHECK(latex(2.5e-6 * A) == "2.5 \\cdot 10^{-6} A");
  CHECK(latex(A * constant(3)) == "A \\cdot 3");
  CHECK(latex(transpose(A * B)) == "(A B)^{\\top}");
  CHECK(latex(transpose(transpose(A))) == "(A^{\\top})^{\\top}");
  CHECK(latex(hadamard(A * B, B)) == "(A B) \\circ B");
  CHECK(latex(inverse(A) * transpose(inverse(A))) == "A^{-1} (A^{-1})^{\\top}");
  CHECK(latex(transpose(y) * x) == "y_{\\mathrm{pred}}^{\\top} x");
}

TEST_CASE("fractions need no brackets, what is put beside them does not either") {
  CHECK(latex((s + 1) / (s - 1)) == "\\frac{s + 1}{s - 1}");
  CHECK(latex(A * (s / alpha)) == "A \\frac{s}{\\alpha}");
  CHECK(latex(square(s / alpha)) == "\\left(\\frac{s}{\\alpha}\\right)^{2}");
  CHECK(latex(divide(A, B)) == "A \\oslash B");
  const Notation adjoint = Notation::symbol("∂L/∂Z");
  CHECK(to_latex(Notation::product({adjoint, Notation::symbol("B")})) == "\\frac{\\partial L}{\\partial Z} B");
  CHECK(to_latex(Notation::postfix(adjoint, "ᵀ")) == "\\left(\\frac{\\partial L}{\\partial Z}\\right)^{\\top}");
  CHECK(to_latex(Notation::product({Notation::number(2), Notation::quotient(Notation::number(1), adjoint)})) ==
        "2 \\cdot \\frac{1}{\\frac{\\partial L}{\\partial Z}}");
}

TEST_CASE("functions and reductions") {
  CHECK(latex(sigmoid(A)) == "\\sigma(A)");
  CHECK(latex(tanh(A)) == "\\tanh(A)");
  CHECK(latex(relu(A)) == "\\operatorname{relu}(A)");
  CHECK(latex(exp(s / alpha)) == "\\exp\\left(\\frac{s}{\\alpha}\\right)");
  CHECK(latex(trace(A)) == "\\operatorname{tr}(A)");
  CHECK(latex(log_det(A)) == "\\log\\lvert A\\rvert");
  CHECK(latex(log_abs_det(A)) == "\\log\\lvert \\det(A)\\rvert");
  CHECK(latex(dot(A, B)) == "\\langle A, B\\rangle");
  CHECK(latex(norm(A)) == "\\lVert A\\rVert");
  CHECK(latex(sqrt(s)) == "\\sqrt{s}");
  CHECK(latex(abs(s)) == "\\lvert s\\rvert");
  CHECK(latex(sum(A)) == "\\sum_{i,j} A_{ij}");
  CHECK(latex(sum(x)) == "\\sum_{i} x_{i}");
  CHECK(latex(sum(hadamard(A, B))) == "\\sum_{i,j} (A \\circ B)_{ij}");
  CHECK(latex(mean(x)) == "\\frac{1}{6} \\sum_{i} x_{i}");
  CHECK(latex(row_sums(A * B)) == "A B \\mathbf{1}");
  CHECK(latex(column_sums(A + B)) == "\\mathbf{1}^{\\top} (A + B)");
  CHECK(latex(columns(x, A)) == "x \\mathbf{1}^{\\top}");
  CHECK(latex(as_diagonal(x)) == "\\operatorname{diag}(x)");
  CHECK(latex(slice(A, 0, 1, 2, 2)) == "\\operatorname{slice}_{0,1,2,2}(A)");
  const ElementwiseFunction f = elementwise_function("f⁽²⁾");
  CHECK(latex(f(A)) == "f^{(2)}(A)");
}

TEST_CASE("powers of scalars and entry by entry") {
  CHECK(latex(square(s)) == "s^{2}");
  CHECK(latex(power(s, 0.5)) == "s^{0.5}");
  CHECK(latex(power(s, alpha)) == "{s}^{\\alpha}");
  CHECK(latex(square(A)) == "A^{\\circ2}");
  CHECK(latex(power(A, B)) == "{A}^{\\circ B}");
  CHECK(latex(square(squared_norm(A))) == "(\\lVert A\\rVert^{2})^{2}");
}

TEST_CASE("constants") {
  CHECK(latex(constant(Eigen::MatrixXd{{1, -2}, {0.5, 4}})) ==
        "\\begin{bmatrix} 1 & -2 \\\\ 0.5 & 4 \\end{bmatrix}");
  CHECK(latex(constant(Eigen::MatrixXd(0, 3))) == "[\\,]");
  CHECK(latex(constant(Eigen::MatrixXd::Zero(5, 5))) == "\\mathrm{constant}_{5\\times5}");
  CHECK(latex(s * ones(3, 3)) == "s \\mathbf{1}");
  CHECK(latex(constant(1e300 * 1e300) * s) == "\\infty s");
}

TEST_CASE("parts that are used twice are stated after the formula") {
  const Expr K = transpose(W) * W * x - x;
  CHECK(latex(W * (K * transpose(x) + x * transpose(K))) ==
        "W (t_{1} x^{\\top} + x t_{1}^{\\top}) \\quad\\text{where } t_{1} = W^{\\top} W x - x");
}

TEST_CASE("indices and sums over them") {
  const Notation X = Notation::symbol("X"), G = Notation::symbol("G₁");
  const Notation entry = Notation::product({Notation::indexed(X, "ik"), Notation::indexed(G, "il")});
  const Notation equation =
      Notation::relation("=", {Notation::symbol("∂J/∂W_kl"), Notation::summation("i", entry)});
  CHECK(to_text(equation) == "∂J/∂W_kl = Σᵢ X_ik G₁_il");
  CHECK(to_latex(equation) == "\\frac{\\partial J}{\\partial W_{kl}} = \\sum_{i} X_{ik} G_{1,il}");
}

TEST_CASE("letters of indices are no words") {
  CHECK(to_latex(Notation::indexed(Notation::symbol("X"), "nq")) == "X_{nq}");
  CHECK(to_latex(Notation::indexed(Notation::symbol("X₁"), "nq")) == "X_{1,nq}");
}

TEST_CASE("LaTeX accepts what is written for random expressions") {
  CHECK(holds_for_random_expressions("LaTeX accepts it", [](const RandomExpression& random) {
    const std::string text = to_latex(random.expr), fault = latex_fault(text);
    if (!fault.empty()) RC_FAIL(fault + ": " + text);
  }));
}

TEST_CASE("what LaTeX would refuse is found") {
  for (const char* wrong : {"{", "}", "a^{b}^{c}", "a_{b}_{c}", "\\left( a", "\\right)", "\\nonsense", "α",
                            "a & b", "\\frac{a}", "a^b", "\\begin{bmatrix} a", "\\left( { \\right) }", "%"})
    CHECK_MESSAGE(latex_fault(wrong) != "", wrong);
  for (const char* right : {"a_{b}^{c}", "{a^{b}}^{c}", "\\left(a\\right)^{2}", "\\frac{a^{2}}{b}^{c}", ""})
    CHECK_MESSAGE(latex_fault(right) == "", right);
}

TEST_CASE("text outside of formulas") {
  CHECK(latex_text("50% of a_b & {c}^2\\") == "50\\% of a\\_b \\& \\{c\\}\\^{}2\\textbackslash{}");
}

}  // namespace latex_test
