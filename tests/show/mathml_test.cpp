#include "matgrad/autodiff/show/mathml.hpp"

#include <doctest/doctest.h>

#include <string>

#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/softmax.hpp"
#include "support/random_expression.hpp"
#include "support/xml.hpp"

namespace mathml_test {

using namespace matgrad;
using namespace matgrad::tests;

namespace {

const Expr A = variable("A", 3, 3), B = variable("B", 3, 3), x = variable("x", 3), s = variable("s", 1);

/// Checked; what stands between <math> and </math>, with "·" for an invisible times and "@" for an application.
std::string mathml(const Notation& notation, const DisplayNames& display = {}) {
  std::string text = to_mathml(notation, display);
  CHECK_MESSAGE(xml_fault(text) == "", text);
  const auto replace = [&text](std::string_view what, std::string_view by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
      text.replace(at, what.size(), by);
  };
  replace("<mo>\u2062</mo>", "·");
  replace("<mo>\u2061</mo>", "@");
  return text;
}
std::string mathml(const Expr& expr, const DisplayNames& display = {}) {
  return mathml(notation_of(expr), display);
}
std::string symbol(std::string_view name, const DisplayNames& display = {}) {
  return mathml(Notation::symbol(name), display);
}

}  // namespace

TEST_CASE("names become symbols") {
  CHECK(symbol("W") == "<mi>W</mi>");
  CHECK(symbol("W1") == "<msub><mi>W</mi><mn>1</mn></msub>");
  CHECK(symbol("rho_hat") == "<mover accent=\"true\"><mi>ρ</mi><mo stretchy=\"false\">^</mo></mover>");
  CHECK(symbol("y_pred") == "<msub><mi>y</mi><mi>pred</mi></msub>");
  CHECK(symbol("W*") == "<msup><mi>W</mi><mo stretchy=\"false\">∗</mo></msup>");
  const std::string prime = "<mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">′</mo>";
  CHECK(symbol("f′") == "<mrow><mi>f</mi>" + prime + "</mrow>");
  CHECK(symbol("f⁽²⁾′") ==
        "<mrow><msup><mi>f</mi><mrow><mo stretchy=\"false\">(</mo><mn>2</mn><mo "
        "stretchy=\"false\">)</mo></mrow></msup>" +
            prime + "</mrow>");
  CHECK(symbol("f′*") == "<msup><mrow><mi>f</mi>" + prime + "</mrow><mo stretchy=\"false\">∗</mo></msup>");
  CHECK(symbol("Sigma") == "<mi mathvariant=\"normal\">Σ</mi>");
  CHECK(symbol("∂L/∂W") == "<mfrac><mrow><mi>∂</mi><mi>L</mi></mrow><mrow><mi>∂</mi><mi>W</mi></mrow></mfrac>");
  CHECK(symbol("W", {{"W", "V1"}}) == "<msub><mi>V</mi><mn>1</mn></msub>");
  CHECK(symbol("a<b&c") == "<mi>a&lt;b&amp;c</mi>");
}

TEST_CASE("products, sums and marks") {
  CHECK(mathml(A * B) == "<mrow><mi>A</mi>·<mi>B</mi></mrow>");
  CHECK(mathml(A - 2 * B) == "<mrow><mi>A</mi><mo>−</mo><mrow><mn>2</mn>·<mi>B</mi></mrow></mrow>");
  CHECK(mathml(-A) == "<mrow><mo form=\"prefix\">−</mo><mi>A</mi></mrow>");
  CHECK(mathml(transpose(A)) == "<msup><mi>A</mi><mo stretchy=\"false\">⊤</mo></msup>");
  CHECK(mathml(transpose(variable("Wᵈ", 2, 3))) ==
        "<msup><mi>W</mi><mrow><mi>d</mi><mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">⊤</mo></mrow></msup>");
  CHECK(mathml(inverse(A)) == "<msup><mi>A</mi><mrow><mo stretchy=\"false\">−</mo><mn>1</mn></mrow></msup>");
  CHECK(mathml(hadamard(A, B)) == "<mrow><mi>A</mi><mo>∘</mo><mi>B</mi></mrow>");
  CHECK(mathml(s / 3) == "<mfrac><mi>s</mi><mn>3</mn></mfrac>");
  CHECK(mathml(greater(A, B)) == "<mrow><mi>A</mi><mo>&gt;</mo><mi>B</mi></mrow>");
  CHECK(mathml(0.5 * s) ==
        "<mrow><mstyle displaystyle=\"false\"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle>·<mi>s</mi></mrow>");
  Notation half = Notation::number(-0.5);
  half.text = "−½";
  CHECK(
      mathml(half) ==
      "<mrow><mo form=\"prefix\">−</mo><mstyle displaystyle=\"false\"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle>"
      "</mrow>");
  CHECK(mathml(constant(-1e-6)) ==
        "<mrow><mo form=\"prefix\">−</mo><msup><mn>10</mn><mrow>"
        "<mo stretchy=\"false\">−</mo><mn>6</mn></mrow></msup></mrow>");
}

TEST_CASE("functions, fences and reductions") {
  const std::string open = "<mo fence=\"true\" form=\"prefix\" stretchy=\"false\">",
                    close = "<mo fence=\"true\" form=\"postfix\" stretchy=\"false\">";
  CHECK(mathml(tanh(A)) ==
        "<mrow><mi>tanh</mi>@<mrow>" + open + "(</mo><mi>A</mi>" + close + ")</mo></mrow></mrow>");
  CHECK(mathml(squared_norm(A)) ==
        "<msup><mrow>" + open + "‖</mo><mi>A</mi>" + close + "‖</mo></mrow><mn>2</mn></msup>");
  CHECK(mathml(log_det(A)) == "<mrow><mi>log</mi>@" + open + "|</mo><mi>A</mi>" + close + "|</mo></mrow>");
  CHECK(mathml(sum(x)) == "<mrow><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>x</mi><mi>i</mi></msub></mrow>");
  CHECK(mathml(sqrt(s)) == "<msqrt><mi>s</mi></msqrt>");
  CHECK(mathml(exp(s / 3)).find("stretchy=\"true\"") != std::string::npos);
  CHECK(mathml(log_softmax(A)).find("<mi>log softmax</mi>") != std::string::npos);
}

TEST_CASE("there is room before a function's name, and letters of indices are no words") {
  CHECK(mathml(s * trace(A)).find("<mi>s</mi>·<mspace width=\"0.1667em\"/><mrow><mi>tr</mi>") !=
        std::string::npos);
  CHECK(mathml(s * log_det(A)).find("<mspace") != std::string::npos);
  CHECK(mathml(s * sigmoid(A)).find("<mspace") == std::string::npos);
  CHECK(mathml(Notation::indexed(Notation::symbol("X"), "nq")) ==
        "<msub><mi>X</mi><mrow><mi>n</mi><mi>q</mi></mrow></msub>");
}

TEST_CASE("a matrix of constants is a table") {
  CHECK(mathml(constant(Eigen::MatrixXd{{1, 2}, {3, 4}})) ==
        "<mrow><mo fence=\"true\" "
        "form=\"prefix\">[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr>"
        "<mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable><mo fence=\"true\" form=\"postfix\">]</mo>"
        "</mrow>");
}

TEST_CASE("the whole element says in plain text what it shows") {
  const Expr K = A * B + A;
  const std::string text = to_mathml(K * transpose(K));
  CHECK(xml_fault(text) == "");
  CHECK(
      text.starts_with("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\" "
                       "alttext=\"t₁ t₁ᵀ  where t₁ = A B + A\">"));
  CHECK(xml_text(text).find("where\u00A0t1=") != std::string::npos);
  const std::string within = to_mathml(greater(A, B), {}, MathDisplay::inline_text);
  CHECK(xml_fault(within) == "");
  CHECK(within.find("display=\"inline\" alttext=\"A &gt; B\"") != std::string::npos);
}

TEST_CASE("what is written for random expressions is well-formed") {
  CHECK(holds_for_random_expressions("MathML is well-formed", [](const RandomExpression& random) {
    const std::string text = to_mathml(random.expr), fault = xml_fault(text);
    if (!fault.empty()) RC_FAIL(fault + ": " + text);
  }));
}

TEST_CASE("faults in XML are found") {
  for (const char* wrong : {"<a>", "<a></b>", "</a>", "<a><b></a></b>", "<a b=c></a>", "<a b=\"1\" b=\"2\"></a>",
                            "<a>&nbsp;</a>", "<a>1 < 2</a>", "<a></a>b", "b", "<a b=\"</a>"})
    CHECK_MESSAGE(xml_fault(wrong) != "", wrong);
  for (const char* right : {"<a/>", "<a></a>", "<a b=\"1\" c=\"&lt;\"><d/>&amp;</a>"})
    CHECK_MESSAGE(xml_fault(right) == "", right);
}

}  // namespace mathml_test
