#include "cli/graph_text.hpp"

#include <cstdlib>
#include <filesystem>

#include "cli/read_file.hpp"

namespace matgrad::cli {

GraphDrawing draw_graph(const Expr& root, const DotOptions& options) {
  GraphDrawing drawing{to_dot(root, options), "", ""};
  std::string folder = (std::filesystem::temp_directory_path() / "matgrad_XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    drawing.hint = "no picture drawn: " + folder + " cannot be made";
    return drawing;
  }
  const std::string path = folder + "/graph.svg";
  const PictureResult picture = write_svg(drawing.dot, path);
  if (picture) {
    const std::string text = read_file(path);
    // What stands before the element belongs into files of its own only.
    drawing.svg = text.substr(std::min(text.find("<svg"), text.size()));
  }
  drawing.hint = picture.hint;
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return drawing;
}

}  // namespace matgrad::cli
