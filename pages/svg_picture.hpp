#pragma once

#include <string>

#include "pages/svg_text.hpp"

namespace matgrad::pages {

/// A picture as SVG text; if none was drawn, why, and what would help.
struct SvgResult {
  std::string svg;
  std::string hint;
  explicit operator bool() const { return !svg.empty(); }
};

/// Draws DOT text by Graphviz's program `dot`, if it is installed: one svg element, for a file or an HTML page.
SvgResult to_svg(const std::string& dot_text, const SvgOptions& options = {});

}  // namespace matgrad::pages
