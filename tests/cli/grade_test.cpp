#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include <nlohmann/json.hpp>

#include "matgrad.hpp"
#include "support/error_text.hpp"

namespace matgrad::tests {
namespace {

const std::string tied = "W: 3x6; x: 6; K = W'*W*x - x; 0.5*norm2(K)^2";
const std::string swish = "W1: 3x4; b1: 3; x: 4; W2: 2x3; b2: 2; a = W1*x + b1; h1 = swish(a); z2 = W2*h1 + b2";

ProgramRun grade(const std::string& question, const std::string& wrt, const std::string& answer,
                 const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"grade", question, "--wrt", wrt, "--answer", answer};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return matgrad(arguments);
}

}  // namespace

TEST_CASE("a right answer has status 0, however it is written") {
  for (const char* answer : {"W*(K*x' + x*K')", "W*K*x' + W*x*K'", "W*(x*K' + K*x')", "(K*x'*W' + x*K'*W')'",
                             "-W*(-K*x' - x*K')", "W (K xᵀ + x Kᵀ)"}) {
    const ProgramRun run = grade(tied, "W", answer);
    CHECK_MESSAGE(run.status == 0, std::string(answer), "\n", run.output, run.errors);
    CHECK(run.output.starts_with("Right: it equals ∂L/∂W at "));
    CHECK(run.errors == "");
  }
}

TEST_CASE("a wrong answer has status 1 and a word about what is wrong") {
  const ProgramRun path = grade(tied, "W", "W*K*x'");
  CHECK(path.status == 1);
  CHECK(has(path.output, "Wrong. "));
  CHECK(has(path.output, "path 2"));
  CHECK(has(path.output, "is missing"));
  CHECK(!has(path.output, "W (K xᵀ + x Kᵀ)"));
  CHECK(has(grade(tied, "W", "W*K*x'", {"--solution"}).output, "∂L/∂W = W (K xᵀ + x Kᵀ)"));
  CHECK(has(grade(tied, "W", "2*W*(K*x' + x*K')").output, "2 times"));
  CHECK(grade(tied, "W", "K").status == 1);
}

TEST_CASE("an upstream adjoint is a free matrix, and the question may end there") {
  CHECK(grade(swish, "W2", "adj(z2)*h1'", {"--upstream", "z2"}).status == 0);
  CHECK(grade(swish, "W2", "∂L/∂z2 h1ᵀ", {"--upstream", "z2"}).status == 0);
  const ProgramRun dropped =
      grade(swish, "W1", "(sigmoid(a) + a.*sigmoid(a).*(1 - sigmoid(a)))*x'", {"--upstream", "z2"});
  CHECK(dropped.status == 1);
  CHECK(has(dropped.output, "W2ᵀ (∂L/∂z2) is missing"));
}

TEST_CASE("a line of a derivation and a single path can be graded") {
  CHECK(grade(tied, "K", "K").status == 0);
  CHECK(grade(tied, "W", "W*K*x'", {"--path", "1"}).status == 0);
  CHECK(grade(tied, "W", "W*K*x'", {"--path", "2"}).status == 1);
}

TEST_CASE("an answer may be given as numbers") {
  const TemporaryFolder folder;
  const std::string values = R"({"A": [[1, 2], [3, 4]], "x": [1, 1]})";
  const auto with = [&](const std::string& file) {
    return matgrad({"grade", "x'*A*x", "--wrt", "x", "--values", values, "--answer-file", file});
  };
  CHECK(with(R"({"x": [7, 13]})").status == 0);
  CHECK(with(R"({"x": [8, 12]})").status == 1);
  CHECK(with(folder.file("right.csv", "7\n13\n")).status == 0);
  CHECK(with(folder.file("g.csv", "1\n2\n")).status == 1);
}

TEST_CASE("an answer file may be what gradient prints as JSON") {
  const std::string values = R"({"A": [[1, 2], [3, 4]], "x": [1, 1]})";
  for (const char* formula : {"x'*A*x", "A*x", "x'*A", "y = tanh(A*x); y"}) {
    const std::string printed = matgrad({"gradient", formula, "--values", values, "--format", "json"}).output;
    for (const char* name : {"A", "x"}) {
      const ProgramRun run =
          matgrad({"grade", formula, "--wrt", name, "--values", values, "--answer-file", printed});
      CHECK_MESSAGE(run.status == 0, std::string(formula), "\n", printed, run.output, run.errors);
      const ProgramRun doubled =
          matgrad({"grade", "2*(" + std::string(formula == std::string("x'*A*x") ? formula : "A*x") + ")", "--wrt",
                   name, "--values", values, "--answer-file", printed});
      CHECK(doubled.status == 1);
    }
  }
  CHECK(has(matgrad({"eval", "sum(x)", "--values", R"({"gradient": {"x": [1, 2]}})"}).errors, "found an object"));
}

TEST_CASE("a grade is JSON for scripts") {
  const auto json = nlohmann::json::parse(grade(tied, "W", "W*K*x'", {"--format", "json"}).output);
  CHECK(json["right"] == false);
  CHECK(json["question"] == "∂L/∂W");
  CHECK(json["diagnoses"][0]["slip"] == "path missing");
}

TEST_CASE("what cannot be compared is undecided, with status 3") {
  const ProgramRun run = grade("sum(log(-exp(x)))", "x", "vector(1)", {"--format", "json"});
  CHECK(run.status == 3);
  const auto json = nlohmann::json::parse(run.output);
  CHECK(json["verdict"] == "undecided");
  CHECK(json["right"] == false);
  CHECK(has(grade("sum(log(-exp(x)))", "x", "vector(1)").output, "Undecided: too few points"));
}

TEST_CASE("values beside an answer are a test point, at which a number is compared") {
  CHECK(grade("a^2", "a", "6", {"--values", "a=3"}).status == 0);
  const ProgramRun wrong = grade("a^2", "a", "5", {"--values", "a=3"});
  CHECK(wrong.status == 1);
  CHECK(wrong.output == "Wrong. It is 5 and should be 6.\n");
  CHECK(grade("a^2", "a", "2*a", {"--values", "a=3"}).status == 0);
}

TEST_CASE("a malformed question or answer has status 2") {
  const auto problem = [](const ProgramRun& run) {
    CHECK(run.status == 2);
    CHECK(run.output == "");
    return run.errors;
  };
  CHECK(has(problem(grade(tied, "W", "W*K*")), "--answer: line 1, column 5: "));
  CHECK(has(problem(grade(tied, "W", "W*K*")), "\n  W*K*\n      ^\n"));
  CHECK(std::ranges::count(problem(grade(tied, "W", "W*K*", {"--format", "json"})), '\n') == 1);
  CHECK(has(problem(grade("0.5*", "W", "W")), "line 1, column 5"));
  CHECK(has(problem(grade(tied, "V", "W")), "--wrt: line 1, column 1: 'V' is not a name of the formula"));
  CHECK(has(problem(grade(tied, "W,x", "W")), "one answer is graded at a time"));
  CHECK(has(problem(grade(tied, "W", "W*foo")), "foo"));
  CHECK(has(problem(matgrad({"grade", tied, "--wrt", "W"})),
            "there is no answer: give it by --answer or --answer-file"));
  CHECK(has(problem(grade(tied, "x", "x = 3; x")), "--answer: line 1, column 1: x is a variable of the question"));
  for (const char* tolerance : {"inf", "nan", "-1", "0", "1"})
    CHECK(has(problem(grade(tied, "W", "W*K*x'", {"--tolerance", tolerance})),
              "the tolerance must lie between 0 and 1"));
  CHECK(grade(tied, "W", "W*K*x'", {"--tolerance", "1e-8"}).status == 1);
  CHECK(has(problem(grade(tied, "W", "adj(W)")), "∂L/∂W, which is what is asked for: that is no answer"));
}

}  // namespace matgrad::tests
