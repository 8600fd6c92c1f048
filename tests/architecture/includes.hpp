#pragma once

#include <string>
#include <vector>

#include "sources.hpp"

namespace matgrad::tests {

/// An include of a source file.
struct Include {
  std::string name;
  bool ours = false;  // of this project, `name` then counts from its root
};

/// The includes of a source file in order.
std::vector<Include> includes_of(const Source& source);

}  // namespace matgrad::tests
