#include "support/declared_operations.hpp"

#include <filesystem>
#include <regex>

#include "support/read_file.hpp"

namespace matgrad::tests {

std::set<std::string> declared_operations() {
  static const std::regex declaration(R"(\nExpr (\w+|operator[^ (]+)\()");
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(MATGRAD_SOURCE_DIR "/autodiff/operations")) {
    if (entry.path().extension() != ".hpp") continue;
    const std::string text = read_file(entry.path());
    for (std::sregex_iterator match(text.begin(), text.end(), declaration), end; match != end; ++match)
      names.insert((*match)[1]);
  }
  return names;
}

}  // namespace matgrad::tests
