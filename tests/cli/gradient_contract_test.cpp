#include <doctest/doctest.h>

#include <Eigen/Core>

#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

#include "matgrad.hpp"
#include "support/error_text.hpp"

// What scripts rely on: matgrad gradient 'EXPR' --wrt W,x --values FILE.json --format json.

namespace matgrad::tests {
namespace {

ProgramRun gradient(const std::string& formula, const std::string& wrt, const std::string& values) {
  const TemporaryFolder folder;
  return matgrad(
      {"gradient", formula, "--wrt", wrt, "--values", folder.file("values.json", values), "--format", "json"});
}

/// The output of a question that is answered without a word on standard error.
std::string answer(const std::string& formula, const std::string& wrt, const std::string& values) {
  const ProgramRun run = gradient(formula, wrt, values);
  CHECK_MESSAGE(run.status == 0, formula);
  CHECK(run.errors == "");
  return run.output;
}

/// The one line that says what is wrong.
std::string problem(const ProgramRun& run) {
  CHECK(run.status == 2);
  CHECK(run.output == "");
  REQUIRE(!run.errors.empty());
  CHECK(run.errors.find('\n') == run.errors.size() - 1);
  CHECK(has(run.errors, "line "));
  CHECK(has(run.errors, "column "));
  return run.errors.substr(0, run.errors.size() - 1);
}

std::string problem(const std::string& formula, const std::string& wrt, const std::string& values) {
  return problem(gradient(formula, wrt, values));
}

}  // namespace

TEST_CASE("a gradient is nested as its variable was given") {
  CHECK(answer("0.5*norm2(W*x)^2", "W,x", R"({"W": [[1, 2], [3, 4]], "x": [1, 1]})") ==
        "{\"value\":29.0,\"gradient\":{\"W\":[[3.0,3.0],[7.0,7.0]],\"x\":[24.0,34.0]}}\n");
  CHECK(answer("a*sum(x)", "x,a", R"({"a": 3, "x": [[1], [2]]})") ==
        "{\"value\":9.0,\"gradient\":{\"x\":[[3.0],[3.0]],\"a\":3.0}}\n");
  CHECK(answer("a*sum(x)", "a,x", R"({"a": [3], "x": [[1, 2]]})") ==
        "{\"value\":9.0,\"gradient\":{\"a\":[3.0],\"x\":[[3.0,3.0]]}}\n");
}

TEST_CASE("values override the letter conventions") {
  // By that site's conventions a is a scalar and W a matrix.
  CHECK(answer("a'*a + W", "a,W", R"({"a": [1, 2], "W": 3})") ==
        "{\"value\":8.0,\"gradient\":{\"a\":[2.0,4.0],\"W\":1.0}}\n");
}

TEST_CASE("what is not given is drawn, said and nested by rows") {
  const ProgramRun run = gradient("x'*y", "x,y", R"({"x": [1, 2, 3]})");
  CHECK(run.status == 0);
  CHECK(has(run.errors, "note: y (3×1) not given: drawn at random with seed 1\n"));
  const auto json = nlohmann::json::parse(run.output);
  CHECK(json["gradient"]["y"] == nlohmann::json::parse("[[1.0], [2.0], [3.0]]"));
  CHECK(json["gradient"]["x"].size() == 3);
  CHECK(json["gradient"]["x"][0].is_number());
}

TEST_CASE("printed numbers read back as the same doubles") {
  const ProgramRun run = gradient("a^3/3", "a", R"({"a": 0.1234567890123456789})");
  const double a = 0.1234567890123456789;
  const auto json = nlohmann::json::parse(run.output);
  CHECK(std::abs(json["gradient"]["a"].get<double>() - a * a) <= 1e-17);
  // What comes out goes in again without loss.
  const auto again = [](const std::string& value) {
    return nlohmann::json::parse(gradient("1*a", "a", "{\"a\": " + value + "}").output)["value"].dump();
  };
  for (const char* value : {"0.1", "1e-310", "1.7976931348623157e+308", "5e-324", "0.30000000000000004", "-0.0",
                            "1.2345678901234568e+17", "3.141592653589793"})
    CHECK(again(value) == value);
}

TEST_CASE("names that the formula does not have are reported and ignored") {
  const ProgramRun run = gradient("sum(x)", "x", R"({"x": [1, 2], "q": 3})");
  CHECK(run.status == 0);
  CHECK(run.output == "{\"value\":3.0,\"gradient\":{\"x\":[1.0,1.0]}}\n");
  CHECK(has(run.errors, "'q' is not a variable of the formula, which has x: ignored\n"));
}

TEST_CASE("a vector has a Jacobian: rows are outputs, columns entries column by column") {
  CHECK(answer("A*x", "x", R"({"A": [[1, 2], [3, 4], [5, 6]], "x": [1, 1]})") ==
        "{\"value\":[3.0,7.0,11.0],\"jacobian\":{\"x\":[[1.0,2.0],[3.0,4.0],[5.0,6.0]]}}\n");
  CHECK(answer("A*x", "A", R"({"A": [[1, 2], [3, 4]], "x": [5, 7]})") ==
        "{\"value\":[19.0,43.0],\"jacobian\":{\"A\":[[5.0,0.0,7.0,0.0],[0.0,5.0,0.0,7.0]]}}\n");
  CHECK(answer("x'*A", "x", R"({"A": [[1, 2], [3, 4]], "x": [1, 1]})") ==
        "{\"value\":[4.0,6.0],\"jacobian\":{\"x\":[[1.0,3.0],[2.0,4.0]]}}\n");
  CHECK(answer("a*x", "a", R"({"a": 2, "x": [1, 3]})") ==
        "{\"value\":[2.0,6.0],\"jacobian\":{\"a\":[[1.0],[3.0]]}}\n");
}

TEST_CASE("a matrix is refused with advice") {
  const std::string text = problem("A*A", "A", R"({"A": [[1, 2], [3, 4]]})");
  CHECK(has(text, "line 1, column 1: the formula is a matrix (2×2): contract it to a number first"));
  CHECK(has(text, "sum("));
}

TEST_CASE("a variable on which nothing depends has a gradient of zeros") {
  CHECK(answer("sum(x) + 0*sum(y)", "x,y", R"({"x": [1, 2], "y": [1, 2]})") ==
        "{\"value\":3.0,\"gradient\":{\"x\":[1.0,1.0],\"y\":[0.0,0.0]}}\n");
}

TEST_CASE("the adjoint of a named intermediate can be asked for") {
  CHECK(answer("K = A*x; sum(K.^2)", "K", R"({"A": [[1, 2], [3, 4]], "x": [1, 1]})") ==
        "{\"value\":58.0,\"gradient\":{\"K\":[[6.0],[14.0]]}}\n");
}

TEST_CASE("a problem is one line with line and column, status 2, and nothing on standard output") {
  CHECK(has(problem("x' * (y + ", "x", R"({"x": [1, 2]})"), "line 1, column 11"));
  CHECK(has(problem("sum(x)\n+ foo(y)", "x", R"({"x": [1, 2]})"), "line 2, column 3"));
  CHECK(has(problem("A*x", "x", R"({"A": [[1, 2]], "x": [1, 2, 3]})"), "line 1"));
  CHECK(has(problem("sum(x)", "z", R"({"x": [1, 2]})"),
            "--wrt: line 1, column 1: 'z' is not a name of the formula; its names are x"));
  CHECK(has(problem("sum(Wx)", "Wx,x", R"({"Wx": [1, 2]})"), "--wrt: line 1, column 4: 'x' is not a name"));
  CHECK(has(problem("sum(x)", "x,,y", R"({"x": [1, 2]})"), "--wrt: line 1, column 3: a name is missing"));
  CHECK(has(problem("sum(x)", "x", "{\"x\":\n [1, \"2\"]}"), "values.json: line 2, column 8: expected a number"));
  CHECK(has(problem("sum(x)", "x", "not JSON"), "values.json: line 1, column"));
  CHECK(has(problem("log(a)", "a", R"({"a": -1})"), "log: the value is not finite"));
  CHECK(has(problem("sum(inv(A))", "A", R"({"A": [[1, 2], [2, 4]]})"), "line 1, column 1: "));
  CHECK(has(problem("3", "x", R"({"x": 1})"), "'x' is not a name of the formula, which has none"));
  CHECK(has(problem("", "x", "{}"), "line 1, column 1"));
  CHECK(has(problem("f: function; f(a)", "a", R"({"a": 1})"), "f"));
  problem(matgrad({"gradient", "sum(x)", "--wrt", "x", "--shape", "x=0x", "--format", "json"}));
  problem(matgrad({"gradient", "sum(A)", "--wrt", "A", "--shape", "A=1000000x1000000", "--format", "json"}));
}

TEST_CASE("a missing file is a problem too") {
  const ProgramRun run =
      matgrad({"gradient", "sum(x)", "--wrt", "x", "--values", "/nowhere/v.json", "--format", "json"});
  CHECK(run.status == 2);
  CHECK(run.output == "");
  CHECK(run.errors == "matgrad: line 1, column 1: /nowhere/v.json: cannot be opened: No such file or directory\n");
}

TEST_CASE("values come from tables, files of NumPy, the command line and standard input") {
  const TemporaryFolder folder;
  const std::string W = folder.file("W.csv", "1,2\n3,4\n");
  const std::string expected = "{\"value\":26.0,\"gradient\":{\"W\":[[2.0,3.0],[2.0,3.0]],\"x\":[4.0,6.0]}}\n";
  CHECK(matgrad({"gradient", "sum(W*x)", "--values", W, "--values", R"({"x": [2, 3]})", "--format", "json"})
            .output == expected);
  CHECK(matgrad({"gradient", "sum(W*x)", "--values", "W=" + W, "--values", "-", "--format", "json"},
                R"({"x": [2, 3]})")
            .output == expected);
  CHECK(matgrad({"gradient", "a^2", "--values", "a=-1.5", "--format", "json"}).output ==
        "{\"value\":2.25,\"gradient\":{\"a\":-3.0}}\n");
  const ProgramRun twice = matgrad({"gradient", "a^2", "--values", "a=1", "--values", "a=2", "--format", "json"});
  CHECK(twice.status == 2);
  CHECK(has(twice.errors, "a value for 'a' stands in"));
}

TEST_CASE("a formula may begin with a minus sign") {
  CHECK(matgrad({"gradient", "-x'*x", "--values", R"({"x": [1, 2]})", "--format", "json"}).output ==
        "{\"value\":-5.0,\"gradient\":{\"x\":[-2.0,-4.0]}}\n");
  CHECK(matgrad({"gradient", "--format", "json", "--values", R"({"a": 2})", "--", "-a"}).output ==
        "{\"value\":-2.0,\"gradient\":{\"a\":-1.0}}\n");
}

}  // namespace matgrad::tests
