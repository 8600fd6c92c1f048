#include "cli/text_position.hpp"

#include <algorithm>

#include <matgrad/autodiff/language/character.hpp>

namespace matgrad::cli {
namespace {

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

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
    if ((at == 0 || !is_name_byte(text[at - 1])) && (end == text.size() || !is_name_byte(text[end]))) return at;
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
    const Character next = character_at(text, i);
    const bool control = next.code < 0x20 || (0x7F <= next.code && next.code < 0xA0);
    safe += next.code == Character::invalid || control ? "?" : std::string(text.substr(i, next.length));
    i += next.length;
  }
  return "'" + safe + (i < text.size() ? "…'" : "'");
}

}  // namespace matgrad::cli
