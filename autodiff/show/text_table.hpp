#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace matgrad {

/// How many columns a UTF-8 text takes: combining marks (the hat of x̂) take none.
std::size_t display_width(std::string_view text);

/// Rows of cells as lines of aligned columns, two spaces apart. Rows may differ in length; nothing is padded at
/// the end of a line.
std::string text_table(const std::vector<std::vector<std::string>>& rows, std::string_view indent = "");

}  // namespace matgrad
