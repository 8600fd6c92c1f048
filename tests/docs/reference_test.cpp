#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "examples/reference/example.hpp"
#include "examples/reference/marked_example.hpp"
#include "support/declared_operations.hpp"
#include "support/read_file.hpp"

// The reference documentation is put together from the doc comments of the headers, the marked examples, and the
// tables of names and of costs. Nothing is missing in it, and the examples print what it shows.

namespace matgrad::examples {
namespace {

namespace fs = std::filesystem;
using tests::read_file;
const fs::path root = MATGRAD_SOURCE_DIR;

MarkedFile marked(const ReferencePage& page) {
  return read_marked_file((root / "examples/reference" / (page.name + ".cpp")).string());
}

/// Without the white space around each line.
std::string unindented(const std::string& text) {
  return std::regex_replace(std::regex_replace(text, std::regex(" *\n *"), "\n"), std::regex("^ +"), "");
}

std::vector<Shown> shown_in(const MarkedExample& example, const std::vector<Shown>& all) {
  std::vector<Shown> found;
  for (const Shown& shown : all)
    if (shown.line >= example.first_line && shown.line <= example.last_line) found.push_back(shown);
  return found;
}

/// The functions that make expressions, as the headers declare them.
std::set<std::string> public_operations() {
  std::set<std::string> names = tests::declared_operations();
  names.erase("reduced_to");   // a piece of broadcasting
  names.erase("packed_part");  // pieces of decompositions
  names.erase("placed_part");
  return names;
}

/// The cells of each row of a table in Markdown, by the name in the first column, under the title above it.
using Table = std::map<std::string, std::pair<std::string, std::vector<std::string>>>;
Table table(const fs::path& path) {
  Table rows;
  std::istringstream lines(read_file(path));
  std::string title;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) title = line.substr(3);
    if (!line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    for (std::size_t begin = 2, end; (end = line.find(" |", begin)) != std::string::npos; begin = end + 3)
      cells.push_back(line.substr(begin, end - begin));
    const std::string name = cells[0].substr(1, cells[0].size() - 2);
    CHECK_MESSAGE(rows.count(name) == 0, name, " has two rows");
    rows[name] = {title, {cells.begin() + 1, cells.end()}};
  }
  return rows;
}

}  // namespace

TEST_CASE("the examples of the reference print what it shows") {
  for (const ReferencePage& page : reference_pages()) {
    Given given;
    Show show(given);
    page.run(given, show);
    std::size_t count = 0;
    for (const MarkedExample& example : marked(page).examples) {
      std::string text;
      for (const Shown& shown : shown_in(example, show.shown())) {
        CHECK(fs::path(shown.file).stem() == page.name);
        text += shown.text;
        ++count;
      }
      CHECK_MESSAGE(!text.empty(), page.name, ": ", example.names[0], " shows nothing");
      CHECK_MESSAGE(unindented(text) == unindented(example.printed), page.name, ": ", example.names[0],
                    " prints\n", text);
    }
    CHECK_MESSAGE(count == show.shown().size(), page.name, " shows something outside of its marked examples");
  }
}

TEST_CASE("each public operation has one example, and a row of names under the title of its page") {
  const Table names = table(root / "docs/reference/names.md");
  std::map<std::string, std::string> pages;
  for (const ReferencePage& page : reference_pages()) {
    const MarkedFile file = marked(page);
    CHECK_MESSAGE(!file.description.empty(), page.name, " has no description");
    for (const MarkedExample& example : file.examples)
      for (const std::string& name : example.names) {
        CHECK_MESSAGE(pages.count(name) == 0, name, " has two examples");
        pages[name] = file.title;
        const std::string call = name.starts_with("operator") ? name.substr(8) : name;
        CHECK_MESSAGE(example.lines.find(call) != std::string::npos, "the example of ", name, " does not use it");
      }
  }
  const std::set<std::string> operations = public_operations();
  CHECK(operations.size() > 230);
  for (const std::string& name : operations) CHECK_MESSAGE(pages.count(name) == 1, name, " has no example");
  // Not structured bindings: clang 14 refuses them in doctest's lambdas.
  for (const auto& page : pages) CHECK_MESSAGE(names.count(page.first) == 1, page.first, " has no row of names");
  for (const auto& entry : names) {
    const std::string& name = entry.first;
    const auto& row = entry.second;
    CHECK_MESSAGE(pages.count(name) == 1, "nothing is called ", name);
    CHECK_MESSAGE(row.first == pages[name], name, " stands under ", row.first);
    CHECK_MESSAGE(row.second.size() == 4, name, " has not four cells");
    for (const std::string& cell : row.second) {
      const bool is_code = cell.size() > 2 && cell.front() == '`' && cell.back() == '`';
      CHECK_MESSAGE((is_code || cell == "–"), name, ": ", cell);
      const std::regex name_behind_brackets(R"([)\]]\w)");
      CHECK_MESSAGE(!std::regex_search(cell, name_behind_brackets), name, ": a name behind brackets, ", cell);
      for (const std::string brackets : {"()", "[]"})
        CHECK_MESSAGE(std::ranges::count(cell, brackets[0]) == std::ranges::count(cell, brackets[1]), name, ": ",
                      cell);
    }
  }
}

TEST_CASE("each type and function that a user calls has a doc comment") {
  const std::regex include("#include \"matgrad/(.*)\"");
  const std::regex type(R"((class|struct|enum class) \w+( .*)?\{.*)");
  const std::regex function(R"(\w[\w:<>&* ]*[ &*](\w+|operator\S+)\(.*)");
  const std::string umbrella = read_file(root / "autodiff/autodiff.hpp");
  std::size_t count = 0;
  for (std::sregex_iterator match(umbrella.begin(), umbrella.end(), include), end; match != end; ++match) {
    std::ifstream header(root / (*match)[1].str());
    bool has_comment = false;  // a comment holds for all lines up to an empty one
    for (std::string line; std::getline(header, line);) {
      if (line.empty() || line.starts_with("//")) {
        has_comment = !line.empty();
      } else if (std::regex_match(line, type) || std::regex_match(line, function)) {
        CHECK_MESSAGE(has_comment, (*match)[1].str(), ": ", line);
        ++count;
      }
    }
  }
  CHECK(count > 300);
}

TEST_CASE("the costs in the reference are those that the operations state") {
  std::string rows;
  // What gradients and functions cost depends on what they are made of.
  const std::set<std::string> without_costs{"derivatives", "running"};
  for (const ReferencePage& page : reference_pages()) {
    if (without_costs.count(page.name) == 1) continue;
    Given given;
    Show show(given);
    page.run(given, show);
    const MarkedFile file = marked(page);
    for (const MarkedExample& example : file.examples) {
      const std::vector<Shown> shown = shown_in(example, show.shown());
      REQUIRE_MESSAGE(shown.size() >= example.names.size(), example.names[0]);
      for (std::size_t i = 0; i < example.names.size(); ++i) {
        REQUIRE_MESSAGE(!shown[i].exprs.empty(), example.names[i]);
        rows += "| `" + example.names[i] + "` | " + to_text(cost_of(shown[i].exprs[0])) + " |\n";
      }
    }
  }
  const std::string page = read_file(root / "docs/reference/costs.md");
  const std::string head = "|---|---|\n";
  REQUIRE(page.find(head) != std::string::npos);
  CHECK_MESSAGE(page.substr(page.find(head) + head.size()) == rows,
                "docs/reference/costs.md should have the rows\n", rows);
}

}  // namespace matgrad::examples
