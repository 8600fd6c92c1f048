#pragma once

#include <string>

#include "matgrad/autodiff/show/svg_text.hpp"

namespace matgrad {

/// A picture as SVG text; if none was drawn, why, and what would help.
struct SvgResult {
  std::string svg;
  std::string hint;
  explicit operator bool() const { return !svg.empty(); }
};

/// Draws DOT text by Graphviz's program `dot`, if it is installed: one svg element, for a file or an HTML page.
SvgResult to_svg(const std::string& dot_text, const SvgOptions& options = {});

/// Whether an SVG picture was written, and if not, why and what would help.
struct PictureResult {
  bool written = false;
  std::string hint;
  explicit operator bool() const { return written; }
};

/// The same into a file. Nothing is left at `svg_path` if that fails.
PictureResult write_svg(const std::string& dot_text, const std::string& svg_path, const SvgOptions& options = {});

}  // namespace matgrad
