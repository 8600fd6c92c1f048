#pragma once

#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <string>

namespace matgrad::tests {

/// Whether a program is found in PATH.
inline bool is_installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');)
    if (!folder.empty() && access((folder + "/" + program).c_str(), X_OK) == 0) return true;
  return false;
}

}  // namespace matgrad::tests
