#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace matgrad::tests {

/// The whole text of a file, empty where it cannot be opened.
inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace matgrad::tests
