#include "matgrad/autodiff/language/parse_error.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "matgrad/autodiff/language/character.hpp"

namespace matgrad {
namespace {

// Longer lines are cut: so many characters are shown before and behind the place.
constexpr std::size_t shown_around = 50;

/// One character as it is shown: what a terminal cannot show becomes "?", an accent takes no room.
struct Cell {
  std::string text;
  bool takes_room;
};

std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  for (std::size_t i = 0; i < line.size();) {
    const auto [code, length] = character_at(line, i);
    if (code == '\t')
      cells.push_back({" ", true});
    else if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == Character::invalid)
      cells.push_back({"?", true});
    else
      cells.push_back({std::string(line.substr(i, length)), !is_combining(code)});
    i += length;
  }
  return cells;
}

}  // namespace

ParseError::Place ParseError::place_of(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  const std::size_t newline = before.rfind('\n');
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  const std::size_t position = cells_of(line.substr(0, offset - begin)).size();

  const std::vector<Cell> cells = cells_of(line);
  const std::size_t first = position > shown_around ? position - shown_around : 0;
  const std::size_t last = std::min(cells.size(), position + shown_around);
  Place place{static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1, position + 1, "", ""};
  if (first > 0) {
    place.excerpt = "… ";
    place.caret = "  ";
  }
  for (std::size_t i = first; i < last; ++i) {
    place.excerpt += cells[i].text;
    if (i < position && cells[i].takes_room) place.caret += ' ';
  }
  if (last < cells.size()) place.excerpt += " …";
  place.caret += '^';
  return place;
}

ParseError::ParseError(std::string_view text, std::size_t offset, const std::string& message)
    : ParseError(place_of(text, offset), message) {}

ParseError::ParseError(Place place, const std::string& message)
    : Error("line " + std::to_string(place.line) + ", column " + std::to_string(place.column) + ": " + message),
      line_(place.line),
      column_(place.column),
      message_(message),
      excerpt_(std::move(place.excerpt)),
      caret_(std::move(place.caret)) {}

std::string ParseError::with_caret() const { return std::string(what()) + "\n  " + excerpt_ + "\n  " + caret_; }

}  // namespace matgrad
