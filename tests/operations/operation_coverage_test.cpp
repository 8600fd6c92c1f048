#include <doctest/doctest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include "op_table.hpp"
#include "support/declared_operations.hpp"
#include "support/read_file.hpp"

namespace matgrad::tests {
namespace {

/// The names of functions that classes of operations state.
std::set<std::string> functions_of_classes() {
  static const std::regex function(R"rx(std::string_view function = "(\w+)")rx");
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(MATGRAD_SOURCE_DIR "/autodiff/operations")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string text = read_file(entry.path());
    for (std::sregex_iterator match(text.begin(), text.end(), function), end; match != end; ++match)
      names.insert((*match)[1]);
  }
  return names;
}

}  // namespace

TEST_CASE("Every public operation has a row in the table") {
  std::set<std::string> rows;
  for (const OpRow& row : all_rows()) rows.insert(row.name.substr(0, row.name.find(',')));
  const std::set<std::string> declared = declared_operations();
  CHECK(declared.size() > 60);
  // Leaves have no inputs, and reduced_to is a piece of other operations.
  const std::set<std::string> others{"variable", "variable_like", "parameter", "reduced_to"};
  for (const std::string& name : declared)
    if (!others.contains(name)) CHECK_MESSAGE(rows.contains(name), name, " has no row");
}

TEST_CASE("Every class of operation is run by some row of the table") {
  std::set<std::string> run{"variable", "elementwise_function"};  // the latter has no value: a test of its own
  for (const OpRow& row : all_rows())
    for (const std::string& name : operations_of(row)) run.insert(name);
  const std::set<std::string> classes = functions_of_classes();
  CHECK(classes.size() > 40);
  for (const std::string& name : classes) CHECK_MESSAGE(run.contains(name), name, " is in no row");
}

}  // namespace matgrad::tests
