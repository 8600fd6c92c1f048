#pragma once

#include <string_view>

namespace matgrad::tests {

/// How often `part` stands in a text, without overlaps.
inline int occurrences(std::string_view text, std::string_view part) {
  int found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; at += part.size()) ++found;
  return found;
}

}  // namespace matgrad::tests
