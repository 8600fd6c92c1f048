#pragma once

#include <optional>
#include <string>

#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/show/graph_picture.hpp>

namespace matgrad::cli {

/// A graph as text for Graphviz and, where its program dot is installed, as SVG; else why not.
struct GraphDrawing {
  std::string dot;
  std::string svg;
  std::string hint;
};

/// Draws the graph of an expression.
GraphDrawing draw_graph(const Expr& root, const DotOptions& options);

}  // namespace matgrad::cli
