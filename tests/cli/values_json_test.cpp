#include "cli/values_json.hpp"

#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/expression/error.hpp>

namespace matgrad::cli {
namespace {

std::string json_error(const std::string& text) {
  try {
    read_json_values(text, "v.json");
  } catch (const FileError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("numbers, columns and rows are read from JSON") {
  const auto values = read_json_values(R"({"alpha": -2.5e-1, "x": [1, 2, 3], "W": [[1, 2], [3, 4], [5, 6]]})", "");
  REQUIRE(values.size() == 3);
  CHECK(values[0].name == "alpha");
  CHECK(values[0].value == Eigen::MatrixXd::Constant(1, 1, -0.25));
  CHECK(values[0].nesting == Nesting::number);
  CHECK(values[1].value == Eigen::Vector3d(1, 2, 3));
  CHECK(values[1].nesting == Nesting::list);
  Eigen::MatrixXd W(3, 2);
  W << 1, 2, 3, 4, 5, 6;
  CHECK(values[2].value == W);
  CHECK(values[2].nesting == Nesting::rows);
  CHECK(read_json_values("{}", "").empty());
  CHECK(read_json_values(R"({"a": 18446744073709551615})", "")[0].value(0, 0) == 18446744073709551615.0);
  CHECK(read_json_values(R"({"a": [[1]]})", "")[0].nesting == Nesting::rows);
}

TEST_CASE("JSON that is not of this form is refused with its place") {
  CHECK(json_error("") == "v.json: line 1, column 1: expected more of the JSON text, found its end");
  CHECK(json_error("[1]") == "v.json: line 1, column 1: expected an object {\"name\": value, …}, found a list");
  CHECK(json_error("3") == "v.json: line 1, column 1: expected an object {\"name\": value, …}, found a number");
  CHECK(json_error("{\"x\": \"1\"}") ==
        "v.json: line 1, column 9: expected a number or a list for 'x', found the text '1'");
  CHECK(json_error("{\"x\": null}").find("for 'x', found null") != std::string::npos);
  CHECK(json_error("{\"x\": [true]}").find("found true") != std::string::npos);
  CHECK(json_error("{\"x\": {}}").find("found an object") != std::string::npos);
  CHECK(json_error("{\"x\": []}").find("expected at least one number for 'x', found an empty list") !=
        std::string::npos);
  CHECK(json_error("{\"x\": [[]]}").find("found an empty list") != std::string::npos);
  CHECK(json_error("{\"x\": [[1], []]}").find("found an empty list") != std::string::npos);
  CHECK(json_error("{\"x\": [1, [2]]}").find("found a list") != std::string::npos);
  CHECK(json_error("{\"x\": [[1], 2]}").find("found a number") != std::string::npos);
  CHECK(json_error("{\"x\": [[[1]]]}").find("found a list inside a row") != std::string::npos);
  CHECK(json_error("{\"x\": 1,\n \"x\": 2}") ==
        "v.json: line 2, column 4: expected every name once, found a second 'x'");
  CHECK(json_error("{\"W\": [[1, 2],\n       [3]]}") ==
        "v.json: line 2, column 10: expected a row of 2, as the first one for 'W', found one of 1");
}

TEST_CASE("damaged JSON is refused") {
  CHECK(json_error("{\"x\": [1, 2").find("found its end") != std::string::npos);
  CHECK(json_error("{\"x\": 1e999}").find("expected a number that a double holds for 'x', found '1e999'") !=
        std::string::npos);
  CHECK(json_error("{\"x\": NaN}") == "v.json: line 1, column 7: expected JSON for 'x', found 'NaN'");
  CHECK(json_error("{\"x\": 1} 2").find("expected JSON") != std::string::npos);
  CHECK(json_error("{\"\xFF\": 1}").find("expected JSON") != std::string::npos);
  CHECK(json_error(std::string(100000, '[')).find("found a list") != std::string::npos);
  CHECK(json_error("{\"x\":" + std::string(100000, '[')).find("found a list inside a row") != std::string::npos);
  // Every beginning of a good text is an error, never anything else.
  const std::string good = R"({"a": 1, "x": [1.5, 2e3], "W": [[1, 2], [3, 4]]})";
  for (std::size_t size = 0; size < good.size(); ++size) CHECK(json_error(good.substr(0, size)) != "no error");
}

}  // namespace matgrad::cli
