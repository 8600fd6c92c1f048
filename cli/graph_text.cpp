#include "cli/graph_text.hpp"

#include "pages/svg_picture.hpp"

namespace matgrad::cli {

GraphDrawing draw_graph(const Expr& root, const DotOptions& options) {
  const std::string dot = to_dot(root, options);
  const pages::SvgResult picture =
      pages::to_svg(dot, {.title = "Computational graph", .description = describe_graph(root, options)});
  return {dot, picture.svg, picture.hint};
}

}  // namespace matgrad::cli
