#pragma once

#include <string>
#include <vector>

namespace matgrad::tests {

/// A source file of the project.
struct Source {
  std::string path;  // from the root of the project
  std::string text;
};

/// All .cpp and .hpp files in folders of the project, which need not exist.
std::vector<Source> read_sources(const std::vector<std::string>& folders);

}  // namespace matgrad::tests
