#pragma once

#include <optional>
#include <string>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// How to_dot draws.
struct DotOptions {
  /// The paths from this variable (or any node) to the root are highlighted, and numbered if it is used more than
  /// once, in the order in which derive() lists them.
  std::optional<Expr> highlight = {};
  /// The root's name, if it has none.
  std::string loss_name = "L";
};

/// The graph of an expression as text for Graphviz: on every node its name, operation and shape; leaves,
/// parameters, constants and the root are told apart. Each shared node is drawn once. What gives only its shape is
/// dashed.
std::string to_dot(const Expr& root, const DotOptions& options = {});

/// Whether an SVG picture was written, and if not, why and what would help.
struct PictureResult {
  bool written = false;
  std::string hint;
  explicit operator bool() const { return written; }
};

/// Draws DOT text by Graphviz's program `dot`, if it is installed, into an SVG file. Nothing is left at `svg_path`
/// if that fails.
PictureResult write_svg(const std::string& dot_text, const std::string& svg_path);

}  // namespace matgrad
