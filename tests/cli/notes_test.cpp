#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "matgrad.hpp"
#include "support/error_text.hpp"

namespace matgrad::tests {

TEST_CASE("notes on what was assumed are told on every exit") {
  const std::string matrix = "C taken as a matrix, 3×4; declare C: scalar for a number";
  struct Case {
    std::vector<std::string> arguments;
    int status;
    std::string note;
  };
  const std::vector<Case> cases = {
      {{"gradient", "C*norm2(x)^2"}, 2, matrix},
      {{"gradient", "C*norm2(x)^2", "--format", "json"}, 2, matrix},
      {{"gradient", "C*norm2(x)^2", "--wrt", "z"}, 2, matrix},
      {{"derive", "C*norm2(x)^2", "--wrt", "z"}, 2, matrix},
      {{"derive", "C*norm2(x)^2", "--upstream", "z"}, 2, matrix},
      {{"check", "C*norm2(x)^2", "--wrt", "z"}, 2, matrix},
      {{"graph", "C*norm2(x)^2", "--wrt", "z"}, 2, matrix},
      {{"grade", "C*norm2(x)^2", "--wrt", "z", "--answer", "x"}, 2, matrix},
      {{"grade", "C*norm2(x)^2", "--wrt", "x", "--answer", "x +"}, 2, matrix},
      {{"eval", "log(-norm2(C)^2)"}, 2, "C taken as a matrix, 3×4"},
      {{"eval", "slice(C, 9, 9, 1, 1)"}, 2, "C taken as a matrix, 3×4"},
      {{"eval", "sum(C)", "--format", "json"}, 0, "C taken as a matrix, 3×4"},
  };
  for (const Case& c : cases) {
    const ProgramRun run = matgrad(c.arguments);
    CHECK_MESSAGE(run.status == c.status, c.arguments[1], "\n", run.errors);
    CHECK_MESSAGE(has(run.errors, "note: " + c.note), c.arguments[0], " ", c.arguments[1], "\n", run.errors);
  }
}

TEST_CASE("names that are asked for may stand side by side in a word") {
  const ProgramRun run = matgrad({"gradient", "x'Ax", "--wrt", "A,x"});
  CHECK(run.output == "∂L/∂A = x xᵀ  (3×3)\n∂L/∂x = (A + Aᵀ) x  (3×1)\n");
  CHECK(has(run.errors, "note: Ax read as A x; declare Ax for a name of its own\n"));
}

TEST_CASE("an option with one dash is recognised") {
  const ProgramRun run = matgrad({"gradient", "x'*x", "-wrt", "x"});
  CHECK(run.status == 2);
  CHECK(has(run.errors, "'-wrt' is no option of gradient; did you mean --wrt?"));
}

TEST_CASE("a formula without shapes is read in shapes at which it has values") {
  for (const std::string verb : {"eval", "gradient", "check", "derive"}) {
    const ProgramRun run = matgrad({verb, "log(det(X'*X))"});
    CHECK_MESSAGE(run.status == 0, verb, run.errors);
    CHECK_MESSAGE(has(run.errors, "X taken as a matrix, 4×3"), verb, run.errors);
  }
  CHECK(matgrad({"grade", "log(det(X'*X))", "--wrt", "X", "--answer", "2*X*inv(X'*X)"}).status == 0);
}

TEST_CASE("a matrix that is singular to working precision is an error, not a gradient") {
  const std::string wide = R"({"X": [[1, 2, 3], [4, 5, 7]]})";
  for (const std::string formula : {"log(det(X'*X))", "logdet(X'*X)", "tr(inv(X'*X))", "sum(solve(X'*X, X'))"})
    for (const std::string verb : {"eval", "gradient", "check", "derive"}) {
      const ProgramRun run = matgrad({verb, formula, "--values", wide});
      CHECK_MESSAGE(run.status == 2, verb, " ", formula, "\n", run.output);
      CHECK_MESSAGE(run.output.empty(), verb, " ", formula);
      CHECK_MESSAGE(has(run.errors, "singular"), verb, " ", formula, "\n", run.errors);
    }
  // A determinant of its own is 0 there.
  const ProgramRun zero = matgrad({"eval", "det(A)", "--values", R"({"A": [[1, 2], [2, 4]]})"});
  CHECK(std::stod(zero.output) == 0);
  CHECK(matgrad({"gradient", "det(A)", "--values", R"({"A": [[1, 2], [2, 4]]})"}).status == 0);
}

TEST_CASE("one sample, one column: a filling beside values has a single entry") {
  const auto value = [](const std::string& formula, const std::string& values) {
    const ProgramRun run = matgrad({"gradient", formula, "--values", values, "--format", "json"});
    CHECK_MESSAGE(run.status == 0, run.errors);
    return nlohmann::json::parse(run.output)["value"].get<double>();
  };
  CHECK(value("sum(log(exp(-y.*(X*w)) + vector(1)))", R"({"X": [[1, 2]], "w": [0.5, -0.25], "y": [1]})") ==
        doctest::Approx(std::log(2)));
  CHECK(value("norm2(W'*W - eye)^2", R"({"W": [[1], [2]]})") == doctest::Approx(16));
}

}  // namespace matgrad::tests
