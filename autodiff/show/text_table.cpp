#include "matgrad/autodiff/show/text_table.hpp"

#include <algorithm>

namespace matgrad {
namespace {

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// U+0300 to U+036F.
bool starts_combining_mark(std::string_view text) {
  if (text.size() < 2) return false;
  const unsigned first = static_cast<unsigned char>(text[0]), second = static_cast<unsigned char>(text[1]);
  return first == 0xCC || (first == 0xCD && second <= 0xAF);
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (starts_character(text[i]) && !starts_combining_mark(text.substr(i))) ++width;
  return width;
}

std::string text_table(const std::vector<std::vector<std::string>>& rows, std::string_view indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line(indent);
    for (std::size_t i = 0; i < row.size(); ++i)
      line += row[i] + std::string(widths[i] - display_width(row[i]) + 2, ' ');
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

}  // namespace matgrad
