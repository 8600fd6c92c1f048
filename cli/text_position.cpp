#include "cli/text_position.hpp"

#include <algorithm>

namespace matgrad::cli {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// The length of the well-formed character at a place, 0 if there is none.
std::size_t character_length(std::string_view text, std::size_t i) {
  const auto first = static_cast<unsigned char>(text[i]);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  if (length == 0 || i + length > text.size()) return 0;
  for (std::size_t k = 1; k < length; ++k)
    if (!continues_character(text[i + k])) return 0;
  return length;
}

bool belongs_to_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

TextPosition position_in(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  TextPosition position;
  position.line += static_cast<std::size_t>(std::ranges::count(before, '\n'));
  const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0
  for (char c : before.substr(line_begin))
    if (!continues_character(c)) ++position.column;
  return position;
}

std::string to_text(TextPosition position) {
  return "line " + std::to_string(position.line) + ", column " + std::to_string(position.column);
}

std::size_t find_name(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !belongs_to_name(text[at - 1])) && (end == text.size() || !belongs_to_name(text[end])))
      return at;
  }
  return std::string_view::npos;
}

FileError file_error(const std::string& file, std::string_view text, std::size_t offset,
                     const std::string& expected, const std::string& found) {
  return FileError(file + ": " + to_text(position_in(text, offset)) + ": expected " + expected + ", found " +
                   found);
}

Error option_error(const std::string& option, std::string_view text, std::size_t offset,
                   const std::string& message) {
  return Error(option + ": " + to_text(position_in(text, offset)) + ": " + message);
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t most = 40;
  std::string safe;
  std::size_t i = 0;
  for (std::size_t count = 0; i < text.size() && count < most; ++count) {
    const std::size_t length = character_length(text, i);
    const auto first = static_cast<unsigned char>(text[i]);
    const bool control = first < 0x20 || first == 0x7F ||
                         (first == 0xC2 && length == 2 && static_cast<unsigned char>(text[i + 1]) < 0xA0);
    safe += length == 0 || control ? "?" : std::string(text.substr(i, length));
    i += std::max<std::size_t>(length, 1);
  }
  return "'" + safe + (i < text.size() ? "…'" : "'");
}

}  // namespace matgrad::cli
