#include <doctest/doctest.h>

#include <string>

#include <nlohmann/json.hpp>

#include "matgrad.hpp"
#include "support/error_text.hpp"

namespace matgrad::tests {
namespace {

/// The output of a call that succeeds.
std::string output(const std::vector<std::string>& arguments, int status = 0) {
  const ProgramRun run = matgrad(arguments);
  CHECK_MESSAGE(run.status == status, run.errors);
  return run.output;
}

const std::string tied_loss = "0.5*norm2(W'*W*x-x)^2";

}  // namespace

TEST_CASE("derive prints both paths, their sum, the closed form and a passed check") {
  const std::string text = output({"derive", tied_loss, "--wrt", "W", "--shape", "W=3x6,x=6"});
  CHECK(has(text, "\n∂L/∂W, the sum over 2 paths\n  path 1 = W (∂L/∂t₁) = W K xᵀ "));
  CHECK(has(text, "\n  path 2 = W (∂L/∂t₁)ᵀ = W x Kᵀ "));
  CHECK(has(text, "\n  sum = W K xᵀ + W x Kᵀ "));
  CHECK(has(text, "\n  closed form: ∂L/∂W = W (K xᵀ + x Kᵀ), where K = Wᵀ W x − x  (3×6)\n"));
  CHECK(has(text, "\nCheck against finite differences: passed\n"));
}

TEST_CASE("derive has other formats") {
  const std::vector<std::string> question{"derive", tied_loss, "--wrt", "W", "--shape", "W=3x6,x=6", "--format"};
  const auto in = [&](const std::string& format) {
    std::vector<std::string> arguments = question;
    arguments.push_back(format);
    return output(arguments);
  };
  CHECK(has(in("latex"), "W (K x^{\\top} + x K^{\\top})"));
  CHECK(has(in("mathml"), "<math"));
  CHECK(!has(in("mathml"), "<html"));
  const std::string page = in("html");
  CHECK(has(page, "<!DOCTYPE html>"));
  CHECK(has(page, "<math"));
  CHECK(has(page, "LaTeX"));
  CHECK(!has(page, "<script"));
  for (const char* loading : {"src=\"http", "href=\"http", "url(http", "@import"}) CHECK(!has(page, loading));
  const auto json = nlohmann::json::parse(in("json"));
  CHECK(json["gradients"][0]["name"] == "∂L/∂W");
  CHECK(json["gradients"][0]["formula"] == "W (K xᵀ + x Kᵀ)");
  CHECK(json["gradients"][0]["where"]["K"] == "Wᵀ W x − x");
  CHECK(json["gradients"][0]["paths"].size() == 2);
  CHECK(json["check"]["passed"] == true);
}

TEST_CASE("derive leaves an answer in terms of an upstream adjoint") {
  const std::string swish =
      "W1: 3x4; b1: 3; x: 4; W2: 2x3; b2: 2; a = W1*x + b1; h1 = swish(a); z2 = W2*h1 + b2; "
      "sum(z2.^2)";
  const std::string text = output({"derive", swish, "--wrt", "W2", "--upstream", "z2"});
  CHECK(has(text, "closed form: ∂L/∂W2 = (∂L/∂z2) h1ᵀ"));
  // A formula that is no number is left in terms of its own adjoint.
  CHECK(has(output({"derive", "A*x", "--wrt", "x", "--shape", "A=3x2,x=2"}), "closed form: ∂L/∂x = Aᵀ (∂L/∂"));
}

TEST_CASE("derive says why nothing was checked") {
  const ProgramRun symbol = matgrad({"derive", "f: function; x: 3; sum(f(x))", "--wrt", "x"});
  CHECK(symbol.status == 0);
  CHECK(has(symbol.output, "f′(x)"));
  CHECK(has(symbol.errors, "not checked against differences: f is a function of which only the name is given"));
  const ProgramRun outside = matgrad({"derive", "log(-x'*x)", "--wrt", "x", "--shape", "x=3"});
  CHECK(outside.status == 0);
  CHECK(has(outside.errors, "not checked against differences: no values inside the domain were found"));
  // Values that were given must serve, also where others are drawn.
  for (const char* formula : {"a: scalar positive; a^2", "a: scalar positive; b*a^2"}) {
    const ProgramRun wrong = matgrad({"derive", formula, "--values", "a=-1"});
    CHECK(wrong.status == 2);
    CHECK(wrong.output == "");
    CHECK(has(wrong.errors, "a (1×1) is declared positive, but entry (0, 0) is -1"));
  }
  CHECK(matgrad({"derive", "log(a) + b", "--values", "a=-1"}).status == 2);
}

TEST_CASE("a formula that is no number is left in terms of its adjoint, and that is said") {
  for (const char* verb : {"derive", "gradient"}) {
    const ProgramRun vector = matgrad({verb, "A*x", "--shape", "A=3x2,x=2"});
    CHECK(
        has(vector.errors, "note: the formula is no number but 3×1: L is any loss that depends on it, and ∂L/∂"));
    CHECK(has(vector.errors, "make it a number, as in sum(…)"));
  }
  CHECK(has(output({"derive", "x", "--shape", "x=3"}), "\n∂L/∂x: given\n"));
  CHECK(has(output({"derive", "a"}), ": it is L itself\n"));
}

TEST_CASE("what is known of names is used, or that it is not is said") {
  const ProgramRun unknown = matgrad({"eval", "x'*x", "--shape", "y=3", "--values", R"({"x": [1, 2], "z": 1})"});
  CHECK(unknown.output == "5\n");
  CHECK(has(unknown.errors, "note: --shape: 'y' is not a variable of the formula, which has x: ignored\n"));
  CHECK(has(unknown.errors, "note: --values: 'z' is not a variable of the formula, which has x: ignored\n"));
  const ProgramRun contradiction = matgrad({"eval", "x'*x", "--shape", "x=3", "--values", R"({"x": [1, 2]})"});
  CHECK(contradiction.status == 2);
  CHECK(has(contradiction.errors, "x is declared 3×1, but its value is 2×1"));
}

TEST_CASE("gradient prints the formula, and numbers where values are given") {
  CHECK(output({"gradient", tied_loss, "--wrt", "W", "--shape", "W=3x6,x=6"}) ==
        "∂L/∂W = W (K xᵀ + x Kᵀ), where K = Wᵀ W x − x  (3×6)\n");
  CHECK(output({"gradient", "x'*x", "--values", "{\"x\": [1, -2]}"}) ==
        "∂L/∂x = 2 x  (2×1)\n\nvalue\n  5\ngradient by x\n   2\n  -4\n");
  CHECK(output({"gradient", "x'*x", "--shape", "x=2", "--format", "latex"}) ==
        "\\[ \\frac{\\partial L}{\\partial x} = 2 x \\]\n");
  CHECK(has(output({"gradient", "x'*x", "--shape", "x=2", "--format", "mathml"}), "<math"));
  CHECK(matgrad({"gradient", "A*B", "--shape", "A=2x2,B=2x2"}).status == 2);
}

TEST_CASE("check passes, or fails with status 1") {
  CHECK(
      has(output({"check", "sum(log(1 + exp(-y .* (X*w)))) + lambda*norm2(w)^2", "--shape", "X=20x4"}), "passed"));
  // Differences see what is stopped, and at a kink they see both sides.
  CHECK(has(output({"check", "sum(stop_gradient(x) .* x)", "--shape", "x=2"}, 1), "failed"));
  CHECK(has(output({"check", "sum(relu(x))", "--values", "{\"x\": [0, 1]}"}, 1), "undecided, 1 at a kink"));
  CHECK(has(output({"check", "sum(abs(x))", "--values", "{\"x\": [0]}"}), "passed, 1 at a kink"));
  const auto json = nlohmann::json::parse(output({"check", "x'*x", "--shape", "x=3", "--format", "json"}));
  CHECK(json["passed"] == true);
  CHECK(json["variables"][0]["name"] == "x");
  CHECK(json["variables"][0]["relative_error"].get<double>() < 1e-8);
  const ProgramRun matrix = matgrad({"check", "A*B", "--shape", "A=2x3,B=3x2"});
  CHECK(matrix.status == 0);
  CHECK(has(matrix.errors, "the formula is 2×2: its inner product with a random matrix of that shape is taken"));
  CHECK(matgrad({"check", "x'*", "--shape", "x=3"}).status == 2);
}

TEST_CASE("eval prints values") {
  CHECK(output({"eval", "x'*x", "--values", "{\"x\": [1, 2]}"}) == "5\n");
  CHECK(output({"eval", "A*x", "--values", "{\"A\": [[1, 2], [3, -4]], \"x\": [1, 2]}"}) == " 5\n-5\n");
  CHECK(output({"eval", "K = 2*x; K'*K", "--values", "{\"x\": [1, 2]}", "--intermediates"}) ==
        "K  (2×1)\n   2\n   4\nvalue  (1×1)\n  20\n");
  CHECK(output({"eval", "K = 2*x; K'*K", "--values", "{\"x\": [1, 2]}", "--intermediates", "--format", "json"}) ==
        "{\"value\":20.0,\"intermediates\":{\"K\":[2.0,4.0]}}\n");
  CHECK(output({"eval", "x*x'", "--values", "{\"x\": [1, 2]}", "--format", "json"}) ==
        "{\"value\":[[1.0,2.0],[2.0,4.0]]}\n");
}

TEST_CASE("what would fill the memory is refused, and large results are cut short") {
  std::string formula = "x: 1000000; y: 900; K = x*y'; sum(K";
  for (int i = 2; i < 200; ++i) formula += " + exp(" + std::to_string(i) + "*K)";
  const ProgramRun huge = matgrad({"eval", formula + ")"});
  CHECK(huge.status == 2);
  CHECK(has(huge.errors, "the values of this formula would take "));
  CHECK(has(huge.errors, " GiB of memory, of "));
  const ProgramRun json = matgrad({"eval", "X: 5000x5000; X", "--format", "json"});
  CHECK(json.status == 2);
  CHECK(has(json.errors, "the value has 25000000 entries, of which at most 10000000 are written as JSON"));
  CHECK(has(output({"eval", "X: 500x400; X"}), "\n… 500 rows, 400 columns in all\n"));
}

TEST_CASE("what is drawn is the same for the same seed") {
  const auto with = [](const std::string& seed) {
    return output({"eval", "x'*x", "--shape", "x=3", "--seed", seed});
  };
  CHECK(with("4") == with("4"));
  CHECK(with("4") != with("5"));
}

TEST_CASE("graph writes DOT and SVG") {
  const std::vector<std::string> question{"graph", tied_loss, "--wrt", "W", "--shape", "W=3x6,x=6"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), question.begin(), question.end());
    return matgrad(more);
  };
  const std::string dot = with({}).output;
  CHECK(has(dot, "digraph"));
  CHECK(!has(dot, "∂L"));
  CHECK(has(with({"--sweep", "both"}).output, "∂L/∂"));
  CHECK(with({"--detail", "operations"}).output != dot);
  CHECK(with({"--with-values"}).output != dot);
  const ProgramRun svg = with({"--format", "svg"});
  CHECK(svg.status == 0);
  CHECK((svg.output.starts_with("<svg") || has(svg.errors, "install Graphviz")));
  CHECK(with({"--sweep", "sideways"}).status == 2);
}

TEST_CASE("without Graphviz there is the text, and a hint") {
  const ProgramRun run = run_program(
      "/bin/sh",
      {"-c", "PATH=/nowhere; export PATH; exec \"$0\" graph \"x'*x\" --shape x=2 --format svg", MATGRAD_PROGRAM});
  CHECK(run.status == 0);
  CHECK(has(run.output, "digraph"));
  CHECK(has(run.errors, "Graphviz"));
}

TEST_CASE("the examples of matrixcalculus.org are differentiated and verified") {
  for (const char* formula : {"0.5*x'*A*x", "A*exp(x)", "(y.*v)'*x", "a^b", "norm1(A*x-y)", "norm2(A*x-y)^2",
                              "sum(log(exp(-y.*(X*w)) + vector(1)))", "tr(A*X'*B*X*C)", "log(det(inv(X)))"}) {
    const ProgramRun check = matgrad({"check", formula});
    CHECK_MESSAGE(check.status == 0, std::string(formula), "\n", check.output, check.errors);
    const ProgramRun gradient = matgrad({"gradient", formula, "--format", "json"});
    CHECK(gradient.status == 0);
    const bool vector = std::string(formula) == "A*exp(x)";
    CHECK(nlohmann::json::parse(gradient.output).contains(vector ? "jacobian" : "gradient"));
  }
}

TEST_CASE("functions lists the language") {
  const std::string text = output({"functions"});
  for (const char* name : {"logdet(", "norm2(", "softmax(", "sigmoid("}) CHECK(has(text, name));
  CHECK(nlohmann::json::parse(output({"functions", "--format", "json"})).size() > 50);
}

}  // namespace matgrad::tests
