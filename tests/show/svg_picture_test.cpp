#include "matgrad/autodiff/show/svg_picture.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string>

#include "matgrad/autodiff/show/graph_picture.hpp"

#include "support/installed.hpp"
#include "support/read_file.hpp"
#include "support/tied_autoencoder.hpp"

using namespace matgrad;
using matgrad::tests::is_installed;
using matgrad::tests::TiedAutoencoder;
namespace fs = std::filesystem;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A new empty folder, removed at the end.
class Folder {
 public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "matgrad-picture-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path); }
  std::ptrdiff_t file_count() const { return std::distance(fs::directory_iterator(path), {}); }
  fs::path path;
};

}  // namespace

TEST_CASE("SVG by Graphviz") {
  const TiedAutoencoder a;
  const DotOptions options{.highlight = a.W, .sweep = DotOptions::Sweep::both};
  const SvgResult result =
      to_svg(to_dot(a.L, options), {.title = "The graph of L", .description = describe_graph(a.L, options)});
  if (!is_installed("dot")) {
    CHECK_FALSE(result);
    CHECK(contains(result.hint, "install Graphviz"));
    return;
  }
  REQUIRE_MESSAGE(result, result.hint);
  CHECK(result.svg.starts_with("<svg"));
  CHECK(contains(result.svg, "<title>The graph of L</title>\n<desc>Computational graph of L = ½ ‖K‖²."));
  CHECK(contains(result.svg, ">K = t₂ − x</text>"));
  CHECK(contains(result.svg, "path 2: W (∂L/∂t₁)ᵀ</text>"));
  CHECK_FALSE(contains(result.svg, "fill=\"white\""));
  CHECK_FALSE(contains(result.svg, "<title>n0</title>"));
}

TEST_CASE("lines in nodes are centred whatever the font") {
  if (!is_installed("dot")) return;
  const std::string svg =
      to_svg("digraph { a [shape=box, label=<one<BR/>two lines>] b [shape=ellipse, label=<three>] }").svg;
  CHECK(contains(svg, "<text text-anchor=\"middle\""));
  CHECK_FALSE(contains(svg, "text-anchor=\"start\""));
}

TEST_CASE("text that is no graph is reported with what dot says") {
  if (!is_installed("dot")) return;
  const SvgResult damaged = to_svg("this is no graph");
  CHECK_FALSE(damaged);
  CHECK(contains(damaged.hint, "could not draw"));
  CHECK(contains(damaged.hint, "syntax error"));
}

TEST_CASE("an SVG file") {
  const Folder folder;
  const TiedAutoencoder a;
  const std::string path = (folder.path / "-o; a graph.svg").string();
  const PictureResult result = write_svg(to_dot(a.L), path, {.title = "L"});
  if (!is_installed("dot")) {
    CHECK_FALSE(result);
    CHECK(folder.file_count() == 0);
    return;
  }
  REQUIRE_MESSAGE(result.written, result.hint);
  CHECK(folder.file_count() == 1);
  CHECK(contains(tests::read_file(path), "K = t₂ − x"));

  const PictureResult damaged = write_svg("this is no graph", (folder.path / "b.svg").string());
  CHECK_FALSE(damaged);
  CHECK(folder.file_count() == 1);
}

TEST_CASE("a picture that cannot be written is reported") {
  const Folder folder;
  const PictureResult result = write_svg("digraph {}", (folder.path / "missing" / "a.svg").string());
  CHECK_FALSE(result);
  CHECK(contains(result.hint, "cannot write"));
}
