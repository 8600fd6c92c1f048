#include <doctest/doctest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/read_file.hpp"

namespace hard_points_test {

// docs/hard_points.md and the tests that prove it do not drift apart: each row names a test that exists, each test
// stands in a row, each error text stands in a test, and each statement about another library has a source.

namespace {

namespace fs = std::filesystem;
using matgrad::tests::read_file;
const fs::path root = MATGRAD_SOURCE_DIR;

/// All tests of hard points, with string literals that continue on the next line joined.
std::string hard_point_tests() {
  std::string text;
  for (const auto& entry : fs::directory_iterator(root / "tests/operations"))
    if (entry.path().filename().string().starts_with("hard_points_")) text += read_file(entry.path());
  return std::regex_replace(text, std::regex(R"("\s*\n\s*")"), "");
}

std::set<std::string> all_matches(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match)
    found.insert((*match)[1].str());
  return found;
}

struct Row {
  std::string point, matgrad;
  std::vector<std::string> others;  // PyTorch, JAX, Stan Math, Eigen
  std::string test;
};

std::vector<Row> rows(const std::string& page) {
  std::vector<Row> found;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| ") || line.starts_with("| at this point |")) continue;
    std::vector<std::string> cells;
    for (std::size_t begin = 2, end; (end = line.find(" |", begin)) != std::string::npos; begin = end + 3)
      cells.push_back(line.substr(begin, end - begin));
    CHECK_MESSAGE(cells.size() == 7, line, " has ", cells.size(), " cells");
    if (cells.size() == 7) found.push_back({cells[0], cells[1], {cells.begin() + 2, cells.begin() + 6}, cells[6]});
  }
  return found;
}

}  // namespace

TEST_CASE("each row of the hard points names its test, and each test stands in a row") {
  const std::set<std::string> tests = all_matches(hard_point_tests(), R"rx(TEST_CASE(?:_TEMPLATE)?\("([^"]*)")rx");
  CHECK(tests.size() > 40);
  std::set<std::string> named;
  for (const Row& row : rows(read_file(root / "docs/hard_points.md"))) {
    CHECK_MESSAGE((row.test.size() > 2 && row.test.front() == '`' && row.test.back() == '`'), row.point, ": ",
                  row.test);
    const std::string name = row.test.substr(1, row.test.size() - 2);
    CHECK_MESSAGE(tests.count(name) == 1, row.point, " names a test that does not exist: ", name);
    named.insert(name);
  }
  for (const std::string& test : tests) CHECK_MESSAGE(named.count(test) == 1, "no row names the test ", test);
}

TEST_CASE("each error text of the hard points is checked by a test") {
  const std::string tests = hard_point_tests();
  const std::string page = read_file(root / "docs/hard_points.md"), open = "“", close = "”";
  std::vector<std::string> texts;
  for (const Row& row : rows(page))
    for (std::size_t begin = 0; (begin = row.matgrad.find(open, begin)) != std::string::npos;) {
      begin += open.size();
      texts.push_back(row.matgrad.substr(begin, row.matgrad.find(close, begin) - begin));
    }
  CHECK(texts.size() > 10);
  for (const std::string& text : texts)
    CHECK_MESSAGE(tests.find(text) != std::string::npos, text, " is in no test");
}

TEST_CASE("each statement about another library has a source, and each source is used") {
  const std::string page = read_file(root / "docs/hard_points.md");
  const std::set<std::string> sources = all_matches(page, R"(\n\[([^\]]+)\]: https://)");
  CHECK(sources.size() > 30);
  std::set<std::string> used;
  for (const Row& row : rows(page))
    for (const std::string& statement : row.others) {
      const std::set<std::string> cited = all_matches(statement, R"(\[([^\]]+)\])");
      const bool silent = statement == "–" || statement == "not documented";
      CHECK_MESSAGE(silent == cited.empty(), row.point, ": ", statement);
      for (const std::string& source : cited) CHECK_MESSAGE(sources.count(source) == 1, "no source ", source);
      used.insert(cited.begin(), cited.end());
    }
  for (const std::string& source : sources)
    CHECK_MESSAGE(used.count(source) == 1, "no row uses the source ", source);
}

}  // namespace hard_points_test
