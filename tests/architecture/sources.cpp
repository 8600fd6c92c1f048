#include "sources.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace matgrad::tests {

namespace fs = std::filesystem;

std::vector<Source> read_sources(const std::vector<std::string>& folders) {
  const fs::path root = MATGRAD_SOURCE_DIR;
  std::vector<Source> sources;
  for (const std::string& folder : folders) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const fs::path& path = entry.path();
      if (path.extension() != ".cpp" && path.extension() != ".hpp" && path.extension() != ".ipp") continue;
      std::ostringstream text;
      text << std::ifstream(path).rdbuf();
      sources.push_back({path.lexically_relative(root).generic_string(), text.str()});
    }
  }
  return sources;
}

}  // namespace matgrad::tests
