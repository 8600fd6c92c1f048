#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "matgrad/autodiff/derive/derivation.hpp"
#include "matgrad/autodiff/expression/notation.hpp"

namespace matgrad {

// How a derivation is laid out, once for text, LaTeX and HTML.

/// Words and formulas in a row.
using Cell = std::vector<std::variant<std::string, Notation>>;

struct LayoutTable {
  std::string kind;               // "forward", "backward", "paths", "check"
  std::vector<std::string> head;  // of the columns
  bool head_in_text = false;      // whether plain text shows it
  std::vector<std::vector<Cell>> rows;
};

/// What a section arrives at.
struct LayoutResult {
  std::string label;  // "closed form"
  Notation equation;
  std::vector<Notation> where;
  std::string shape;
};

struct LayoutSection {
  Cell heading;
  LayoutTable table;
  std::optional<LayoutResult> result;
  std::string note;
};

std::vector<LayoutSection> layout_of(const Derivation& derivation);

/// The same for LaTeX and HTML, where names that look alike once they are typeset must be told apart.
std::vector<LayoutSection> typeset_layout_of(const Derivation& derivation);

/// The cell in plain text.
std::string to_text(const Cell& cell);

}  // namespace matgrad
