#include "cli/values_csv.hpp"

#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/expression/error.hpp>

namespace matgrad::cli {
namespace {

Eigen::MatrixXd read(const std::string& text) { return read_csv_value(text, "W", "W.csv").value; }

std::string error_of(const std::string& text) {
  try {
    read(text);
  } catch (const FileError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("a matrix is read from lines of numbers") {
  Eigen::MatrixXd W(2, 3);
  W << 1, -2.5, 3e2, 4, 5, 6;
  CHECK(read("1,-2.5,3e2\n4,5,6\n") == W);
  CHECK(read("1;-2.5;+3e2\r\n4;5;6") == W);
  CHECK(read("\xEF\xBB\xBF# weights\n 1\t-2.5\t300\n\n4\t5\t6\n\n") == W);
  CHECK(read("1  -2.5 300 \n 4 5 6\n") == W);
  CHECK(read("7") == Eigen::MatrixXd::Constant(1, 1, 7));
  CHECK(read_csv_value("1\n2", "x", "").nesting == Nesting::rows);
  CHECK(read_csv_value("1\n2", "x", "").value.rows() == 2);
}

TEST_CASE("other text is refused with its line and column") {
  CHECK(error_of("") == "W.csv: line 1, column 1: expected a line of numbers, found the end");
  CHECK(error_of("# nothing\n\n") == "W.csv: line 3, column 1: expected a line of numbers, found the end");
  CHECK(error_of("a,b\n1,2\n") == "W.csv: line 1, column 1: expected a finite number, found 'a'");
  CHECK(error_of("1,2\n3,4x\n") == "W.csv: line 2, column 3: expected a finite number, found '4x'");
  CHECK(error_of("1,,2") == "W.csv: line 1, column 3: expected a finite number, found an empty cell");
  CHECK(error_of("1,2,") == "W.csv: line 1, column 5: expected a finite number, found an empty cell");
  CHECK(error_of("1,2\n3\n") == "W.csv: line 2, column 1: expected 2 cells, as in the first line, found 1");
  CHECK(error_of("nan") == "W.csv: line 1, column 1: expected a finite number, found 'nan'");
  CHECK(error_of("1 inf") == "W.csv: line 1, column 3: expected a finite number, found 'inf'");
  CHECK(error_of("1e999") == "W.csv: line 1, column 1: expected a finite number, found '1e999'");
  CHECK(error_of("0x10") == "W.csv: line 1, column 1: expected a finite number, found '0x10'");
  CHECK(error_of("+-1").find("found '+-1'") != std::string::npos);
  CHECK(error_of(std::string("1,\x00\xFF", 4)).find("found '?\?'") != std::string::npos);
}

}  // namespace matgrad::cli
