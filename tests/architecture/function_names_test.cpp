#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "sources.hpp"

// A function that is private to a .cpp file hides one of the same name and parameters that a header declares: the
// same words then mean two things.

namespace {

using matgrad::tests::read_sources;
using matgrad::tests::Source;

/// The types of "const std::map<A, B>& values, int count = 0": without names and defaults.
std::string types_of(const std::string& parameters) {
  std::string types, one;
  int depth = 0;
  const auto close = [&types, &one] {
    one = one.substr(0, one.find('='));
    one = std::regex_replace(one, std::regex(R"(^\s+|\s+$)"), "");
    one =
        std::regex_replace(one, std::regex(R"(^((?:const )?[\w:]+(?:<.*>)?(?: const)?\s*[&*]*)\s*\b\w+$)"), "$1");
    types += std::regex_replace(one, std::regex(R"(\s+)"), "") + ",";
    one.clear();
  };
  for (const char c : parameters) {
    depth += (c == '<' || c == '(' || c == '{') - (c == '>' || c == ')' || c == '}');
    if (c == ',' && depth == 0)
      close();
    else
      one += c;
  }
  if (!one.empty()) close();
  return types;
}

std::string without_comments(const std::string& text) {
  return std::regex_replace(text, std::regex("//[^\n]*"), "");
}

/// "name(types)" of each function that is declared outside of classes.
std::vector<std::string> functions_in(const std::string& text) {
  static const std::regex function(
      R"((?:^|\n)(?!return|using|namespace|class|struct|template)[\w:][\w:<>,&*]*(?: [\w:<>,&*]+)*[ &*]+(\w+)\(((?:[^;{}]|\{\})*?)\)\s*[;{])");
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), function), end; it != end; ++it)
    found.push_back((*it)[1].str() + "(" + types_of((*it)[2]) + ")");
  return found;
}

/// What stands between "namespace {" and the end of that namespace.
std::string hidden_part(const std::string& text) {
  std::string hidden;
  for (std::size_t begin = 0; (begin = text.find("\nnamespace {\n", begin)) != std::string::npos;) {
    const std::size_t end = std::min(text.find("\n}  // namespace\n", begin), text.size());
    hidden += text.substr(begin, end - begin);
    begin = end;
  }
  return hidden;
}

std::string hiding_functions(const std::vector<Source>& sources) {
  std::map<std::string, std::string> declared;
  for (const Source& source : sources)
    if (source.path.ends_with(".hpp"))
      for (const std::string& function : functions_in(without_comments(source.text)))
        declared.emplace(function, source.path);
  std::string text;
  for (const Source& source : sources) {
    if (!source.path.ends_with(".cpp")) continue;
    for (const std::string& function : functions_in(without_comments(hidden_part(source.text))))
      if (const auto found = declared.find(function); found != declared.end())
        text += function + ": " + found->second + " " + source.path + "\n";
  }
  return text;
}

TEST_CASE("no private function has the name and parameters of a declared one") {
  CHECK(hiding_functions(read_sources({"autodiff", "nn", "models", "pages", "examples", "cli"})) == "");
}

TEST_CASE("planted functions that hide others are found") {
  const Source header{"a.hpp", "std::string shown(std::string_view name, const Names& display);\n"};
  const Source hiding{
      "b.cpp",
      "namespace m {\nnamespace {\n\n// as\nstd::string shown(std::string_view n, const Names& names = {}) "
      "{\n  return x;\n}\n\n}  // namespace\n}  // namespace m\n"};
  CHECK(hiding_functions({header, hiding}) == "shown(std::string_view,constNames&,): a.hpp b.cpp\n");
  const Source overload{"c.cpp", "namespace {\n\nstd::string shown(const Row& row) {\n}\n\n}  // namespace\n"};
  CHECK(hiding_functions({header, overload}) == "");
  const Source implementation{"a.cpp", "std::string shown(std::string_view name, const Names& display) {\n}\n"};
  CHECK(hiding_functions({header, implementation}) == "");
}

}  // namespace
