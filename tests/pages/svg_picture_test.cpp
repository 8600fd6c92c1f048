#include "pages/svg_picture.hpp"

#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/show/graph_picture.hpp>

#include "support/installed.hpp"
#include "support/tied_autoencoder.hpp"

using namespace matgrad;
using namespace matgrad::pages;
using matgrad::tests::is_installed;
using matgrad::tests::TiedAutoencoder;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

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
