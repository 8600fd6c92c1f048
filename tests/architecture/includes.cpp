#include "includes.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <sstream>
#include <string_view>

namespace matgrad::tests {
namespace {

namespace fs = std::filesystem;

/// Folders whose includes need not begin with matgrad/.
constexpr std::array<std::string_view, 6> own_folders = {"autodiff/", "nn/",       "models/",
                                                         "pages/",    "examples/", "cli/"};

Include parse_include(std::string line, const std::string& from) {
  const bool angle = line.find('<') != std::string::npos;
  const std::size_t begin = line.find_first_of("<\"") + 1;
  std::string name = line.substr(begin, line.find_first_of(">\"", begin) - begin);
  for (const std::string_view prefix : {"matgrad/", "./matgrad/"}) {
    if (name.starts_with(prefix)) return {name.substr(prefix.size()), true};
  }
  if (std::ranges::any_of(own_folders, [&](auto folder) { return name.starts_with(folder); })) return {name, true};
  if (angle) return {name, false};
  return {(fs::path(from).parent_path() / name).lexically_normal().string(), true};
}

}  // namespace

std::vector<Include> includes_of(const Source& source) {
  std::vector<Include> includes;
  std::istringstream lines(source.text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line[hash] != '#') continue;
    const std::size_t word = line.find_first_not_of(" \t", hash + 1);
    if (word == std::string::npos || line.compare(word, 7, "include") != 0) continue;
    if (line.find_first_of("<\"", word) != std::string::npos) includes.push_back(parse_include(line, source.path));
  }
  return includes;
}

}  // namespace matgrad::tests
