#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "op_table.hpp"

namespace matgrad::tests {
namespace {

/// What the pattern's first group matches in the sources of the operations whose name ends so.
std::set<std::string> found_in_sources(const std::string& ending, const std::regex& pattern) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(MATGRAD_SOURCE_DIR "/autodiff/operations")) {
    if (entry.path().extension() != ending) continue;
    std::ifstream file(entry.path());
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    for (std::sregex_iterator match(text.begin(), text.end(), pattern), end; match != end; ++match)
      names.insert((*match)[1]);
  }
  return names;
}

}  // namespace

TEST_CASE("Every public operation has a row in the table") {
  std::set<std::string> rows;
  for (const OpRow& row : all_rows()) rows.insert(row.name.substr(0, row.name.find(',')));
  const std::set<std::string> declared = found_in_sources(".hpp", std::regex(R"(\nExpr (\w+|operator[^ (]+)\()"));
  CHECK(declared.size() > 60);
  // Leaves have no inputs, and reduced_to is a piece of other operations.
  const std::set<std::string> others{"variable", "parameter", "reduced_to"};
  for (const std::string& name : declared)
    if (!others.contains(name)) CHECK_MESSAGE(rows.contains(name), name, " has no row");
}

TEST_CASE("Every class of operation is run by some row of the table") {
  std::set<std::string> run{"variable", "elementwise_function"};  // the latter has no value: a test of its own
  for (const OpRow& row : all_rows())
    for (const std::string& name : operations_of(row)) run.insert(name);
  const std::set<std::string> classes =
      found_in_sources(".cpp", std::regex(R"rx(std::string_view function = "(\w+)")rx"));
  CHECK(classes.size() > 40);
  for (const std::string& name : classes) CHECK_MESSAGE(run.contains(name), name, " is in no row");
}

}  // namespace matgrad::tests
