#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/read_file.hpp"

namespace snippets_test {

// What README.md and docs/ show is what the examples say and print: every C++ block stands in a file under
// examples/, every block of output in what that program prints, every link leads somewhere.

namespace {

namespace fs = std::filesystem;
using matgrad::tests::read_file;
const fs::path root = MATGRAD_SOURCE_DIR;

/// A block of ``` in a page. `language` is the first word after its opening.
struct Block {
  std::string page;
  std::string language;
  std::string lines;
};

/// Without the white space that lines begin and end with: excerpts may be indented otherwise.
std::string unindented(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(" \t"), end = line.find_last_not_of(" \t");
    result += (begin == std::string::npos ? "" : line.substr(begin, end - begin + 1)) + "\n";
  }
  return result;
}

std::vector<fs::path> pages() {
  std::vector<fs::path> found{root / "README.md"};
  for (const auto& entry : fs::recursive_directory_iterator(root / "docs"))
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  return found;
}

std::vector<Block> blocks(std::string_view language) {
  std::vector<Block> found;
  for (const fs::path& page : pages()) {
    std::istringstream lines(read_file(page));
    bool inside = false;
    Block block;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("```")) {
        if (inside && block.language == language) found.push_back(block);
        inside = !inside;
        block = {fs::relative(page, root).string(), line.substr(3), ""};
      } else if (inside) {
        block.lines += line + "\n";
      }
    }
  }
  return found;
}

std::string all_examples() {
  std::string text;
  for (const auto& entry : fs::recursive_directory_iterator(root / "examples"))
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") text += read_file(entry.path());
  return text;
}

}  // namespace

TEST_CASE("every C++ block of the documentation stands in an example") {
  const std::string examples = unindented(all_examples());
  const std::vector<Block> code = blocks("cpp");
  CHECK(code.size() >= 4);
  for (const Block& block : code)
    CHECK_MESSAGE(examples.find(unindented(block.lines)) != std::string::npos, block.page, " shows\n", block.lines,
                  "which is in no file under examples/");
}

TEST_CASE("every expression of the conversion table stands in its example") {
  const std::string example = read_file(root / "examples/conversion_table.cpp");
  std::istringstream lines(read_file(root / "README.md"));
  std::size_t rows = 0;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("| NumPy "))
      inside = true;
    else if (!line.starts_with("|"))
      inside = false;
    if (!inside || line.find('`') == std::string::npos) continue;
    ++rows;
    const std::size_t end = line.rfind('`'), begin = line.rfind('`', end - 1) + 1;
    const std::string expression = line.substr(begin, end - begin);
    CHECK_MESSAGE(example.find(expression) != std::string::npos, expression, " is not in the example");
  }
  CHECK(rows > 15);
}

TEST_CASE("links between pages lead to files") {
  const std::regex link(R"(\]\(([^)#:]+)(#[^)]*)?\))");
  for (const fs::path& page : pages()) {
    const std::string text = read_file(page);
    for (std::sregex_iterator match(text.begin(), text.end(), link), end; match != end; ++match)
      CHECK_MESSAGE(fs::exists(page.parent_path() / (*match)[1].str()), page, " links to ", (*match)[1].str());
  }
}

#ifdef MATGRAD_EXAMPLES_DIR
TEST_CASE("the how-tos succeed, and print the output that the documentation shows") {
  std::string printed;
  for (const char* program : {"quickstart", "training_with_updates", "adding_an_operation", "unspecified_function",
                              "batch_sizes", "conversion_table", "tutorial"}) {
    FILE* output = popen((std::string(MATGRAD_EXAMPLES_DIR) + "/" + program).c_str(), "r");
    REQUIRE(output != nullptr);
    char buffer[4096];
    for (std::size_t size; (size = fread(buffer, 1, sizeof buffer, output)) > 0;) printed.append(buffer, size);
    CHECK_MESSAGE(pclose(output) == 0, std::string(program), " failed");
  }
  const std::vector<Block> outputs = blocks("text");
  CHECK(outputs.size() >= 3);
  for (const Block& block : outputs)
    CHECK_MESSAGE(unindented(printed).find(unindented(block.lines)) != std::string::npos, block.page, " shows\n",
                  block.lines, "which no example prints");
}
#endif

}  // namespace snippets_test
