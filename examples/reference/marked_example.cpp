#include "examples/reference/marked_example.hpp"

#include <filesystem>
#include <fstream>
#include <regex>
#include <utility>

namespace matgrad::examples {
namespace {

std::string trimmed(const std::string& line) {
  const std::size_t begin = line.find_first_not_of(' '), end = line.find_last_not_of(' ');
  return begin == std::string::npos ? "" : line.substr(begin, end - begin + 1);
}

std::vector<std::string> parts(const std::string& list) {
  std::vector<std::string> found;
  for (std::size_t begin = 0; begin < list.size();) {
    const std::size_t end = std::min(list.find(", ", begin), list.size());
    found.push_back(list.substr(begin, end - begin));
    begin = end + 2;
  }
  return found;
}

/// The definitions of matrices that the lines of an example use.
std::string used(const std::vector<std::pair<std::string, std::string>>& definitions, const std::string& lines) {
  std::string text;
  for (const auto& [name, definition] : definitions)
    if (std::regex_search(lines, std::regex("\\b" + name + "\\b"))) text += definition + "\n";
  return text;
}

}  // namespace

MarkedFile read_marked_file(const std::string& path) {
  static const std::regex mark(R"(// \[(.+)\])"), definition(R"(const Expr (\w+) = given\(.*)");
  MarkedFile file{std::filesystem::path(path).stem().string(), "", "", {}};
  std::ifstream stream(path);
  std::vector<std::pair<std::string, std::string>> definitions;
  std::string introduction;
  bool in_introduction = true, in_example = false;
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    const std::string text = trimmed(line);
    if (in_introduction && text.starts_with("// ")) {
      introduction += (introduction.empty() ? "" : " ") + text.substr(3);
      continue;
    }
    in_introduction = false;
    std::smatch match;
    if (!in_example && std::regex_match(text, match, mark)) {
      file.examples.push_back({parts(match[1]), number + 1, number, "", "", ""});
      in_example = true;
    } else if (text.empty() || text == "}") {
      in_example = false;
    } else if (in_example) {
      MarkedExample& example = file.examples.back();
      example.last_line = number;
      example.lines += line.substr(std::min<std::size_t>(2, line.size())) + "\n";
      if (text.starts_with("//")) example.printed += trimmed(text.substr(2)) + "\n";
    } else if (std::regex_match(text, match, definition)) {
      definitions.emplace_back(match[1], text);
    }
  }
  for (MarkedExample& example : file.examples) example.given = used(definitions, example.lines);
  const std::size_t colon = introduction.find(": ");
  file.title = introduction.substr(0, colon);
  file.description = colon == std::string::npos ? "" : introduction.substr(colon + 2);
  return file;
}

}  // namespace matgrad::examples
