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

TEST_CASE("a kink at the given values is noted beside a gradient") {
  const auto note = [](const char* formula, const char* values) {
    return matgrad({"gradient", formula, "--values", values}).errors;
  };
  CHECK(has(note("sum(abs(x))", R"({"x": [0, 2]})"), "a kink (x₁ = 0): the gradient by x is one of several"));
  CHECK(has(note("norm2(x)", R"({"x": [0, 0]})"), "a kink (x = 0)"));
  CHECK(has(note("relu(x)", R"({"x": [0, 1]})"), "a kink (x₁ = 0): the Jacobian by x"));
  CHECK(!has(note("sum(relu(x).^2)", R"({"x": [0, 2]})"), "kink"));
  CHECK(!has(note("sum(abs(x))", R"({"x": [1, 2]})"), "kink"));
}

TEST_CASE("an option with one dash is recognised") {
  const ProgramRun run = matgrad({"gradient", "x'*x", "-wrt", "x"});
  CHECK(run.status == 2);
  CHECK(has(run.errors, "'-wrt' is no option of gradient; did you mean --wrt?"));
}

TEST_CASE("how an answer was read is said, of right, wrong and misread answers") {
  struct Case {
    std::string answer;
    int status;
    std::string note;
  };
  for (const Case& c : std::vector<Case>{{"Ax + A'x", 0, "Ax read as A x"},
                                         {"A x + A^T x", 0, "^T read as the transpose"},
                                         {"Ax", 1, "Ax read as A x"},
                                         {"2*x(1)*A*x", 1, "x(1) read as an entry, counted from 1"},
                                         {"Ax*x", 1, "Ax read as A x"}}) {
    const ProgramRun run = matgrad({"grade", "A: 3x3; x: 3; x'*A*x", "--wrt", "x", "--answer", c.answer});
    CHECK_MESSAGE(run.status == c.status, c.answer, "\n", run.output, run.errors);
    CHECK_MESSAGE(has(run.errors, "note: in the answer: " + c.note), c.answer, "\n", run.errors);
    CHECK_MESSAGE(!has(run.output, c.note), run.output);
  }
}

TEST_CASE("an answer is not told to declare a name") {
  const ProgramRun run = matgrad({"grade", "x'*A*x", "--wrt", "x", "--answer", "Ax + A'x"});
  CHECK(has(run.errors, "note: in the answer: Ax read as A x\n"));
  CHECK(!has(run.errors, "declare Ax"));
}

TEST_CASE("values that would decide a grade are asked for") {
  const ProgramRun undecided = matgrad({"grade", "sqrt(a-100)", "--wrt", "a", "--answer", "1/(2*sqrt(a-100))"});
  CHECK(undecided.status == 3);
  CHECK(has(undecided.errors, "give all of them by --values, and the answer as the numbers it has there"));
  CHECK(matgrad({"grade", "sqrt(a-100)", "--wrt", "a", "--answer", "0.05", "--values", "a=200"}).status == 0);
  const ProgramRun partial = matgrad({"grade", "a*b", "--wrt", "a", "--answer", "3", "--values", "a=1"});
  CHECK(
      has(partial.errors, "an answer of numbers needs the values of all variables: give those of b by --values"));
  CHECK(!has(matgrad({"grade", "a*b", "--wrt", "a", "--answer", "2*b", "--values", "a=1"}).errors,
             "needs the values"));
}

TEST_CASE("single quotes in values are named") {
  CHECK(has(matgrad({"eval", "a", "--values", "{a: 1}"}).errors, "expected a name in double quotes, found 'a'"));
  CHECK(has(matgrad({"eval", "a", "--values", "[1]"}).errors, "expected an object {\"name\": value, …}"));
  CHECK(has(matgrad({"eval", "x'*x", "--shape", "x=3,1"}).errors, "the sizes of one are parted by x"));
  CHECK(has(matgrad({"eval", "a", "--values", "{'a': 1}"}).errors,
            "expected a name in double quotes, found a single"));
  CHECK(has(matgrad({"eval", "a", "--values", R"({"a": '1'})"}).errors,
            "expected a number or a list for 'a', found a"));
}

TEST_CASE("a printed gradient that can be evaluated nowhere is said to be so") {
  for (const std::string formula :
       {"X: 2x4; log(det(X'*X))", "X: 2x4; logdet(X'*X)", "X: 2x4; sum(inv(X'*X))", "X: 2x4; det(X'*X)"}) {
    const ProgramRun run = matgrad({"gradient", formula});
    CHECK_MESSAGE(run.status == 0, formula, run.errors);
    CHECK_MESSAGE(has(run.errors, "no point was found at which this can be evaluated: "), formula, run.errors);
    CHECK_MESSAGE(has(run.errors, "Xᵀ X is singular"), formula, run.errors);
  }
  for (const std::string formula :
       {"X: 4x2; log(det(X'*X))", "A: 3x3; det(A)", "P: 3x3; sum(chol(P))", "f: function; A: 3x3; sum(f(inv(A)))"})
    CHECK_MESSAGE(!has(matgrad({"gradient", formula}).errors, "can be evaluated"), formula);
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
