#include "pages/svg_text.hpp"

#include <doctest/doctest.h>

#include <string>

using matgrad::pages::self_contained_svg;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string drawn =
    "<?xml version=\"1.0\"?>\n<!DOCTYPE svg>\n<!-- by a program -->\n"
    "<svg width=\"10pt\" height='20pt' viewBox=\"0 0 10 20\" xmlns=\"http://www.w3.org/2000/svg\">\n"
    "<!-- <g> --><title>n0&#45;&gt;n1</title>\n<desc>by a program</desc>"
    "<defs><path id='dot' fill = \"red\"/></defs>\n"
    "<g id=\"a\" color=\"black\"><use xlink:href='#dot' stroke='rgb(  0, 114, 178)'/><path fill=\"none\" "
    "stroke=\"black\"/>"
    "<text fill=\"#6b7280\">1 &lt; 2</text></g>\n</svg>\n<!-- end -->";

}  // namespace

TEST_CASE("one element with title, description and style, and nothing of the program's own") {
  const std::string svg =
      self_contained_svg(drawn, {.title = "a < b", .description = "\"&\"", .style_class = "graph"});
  CHECK(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
  CHECK(svg.ends_with("</svg>\n"));
  CHECK(holds(svg,
              "class=\"matgrad-picture graph\" width=\"10pt\" height=\"20pt\" viewBox=\"0 0 10 20\" "
              "fill=\"currentColor\""));
  CHECK(holds(svg,
              "role=\"img\" aria-label=\"a &lt; b\">\n<title>a &lt; b</title>\n<desc>&quot;&amp;&quot;</desc>"));
  CHECK_FALSE(holds(svg, "program"));
  CHECK_FALSE(holds(svg, "n0&#45;"));
  CHECK(holds(svg, ">1 &lt; 2</text></g>"));
}

TEST_CASE("black is the colour of the text around, other colours have a twin for dark ground") {
  const std::string svg = self_contained_svg(drawn, {.title = "t"});
  // In a file of its own it brings its ground with it: a viewer may be dark and know of no schemes.
  CHECK(holds(svg, ".matgrad-picture:root{color-scheme:light dark;color:CanvasText;background:Canvas}"));
  CHECK(holds(svg, ".matgrad-picture [stroke=\"black\"]{stroke:currentColor}"));
  CHECK(holds(svg, ".matgrad-picture [color=\"black\"]{color:inherit}"));
  const std::size_t dark = svg.find("@media screen and (prefers-color-scheme:dark)");
  REQUIRE(dark != std::string::npos);
  CHECK(svg.find("[stroke=\"rgb(  0, 114, 178)\"]{stroke:#56b4e9}") > dark);
  CHECK(holds(svg, "[fill=\"#6b7280\"]{fill:#9aa3b2}"));
  CHECK_FALSE(holds(svg, "[fill=\"none\"]"));
  CHECK_FALSE(holds(svg, "[fill=\"red\"]"));
}

TEST_CASE("identifiers differ from picture to picture, and references follow them") {
  const std::string one = self_contained_svg(drawn, {});
  std::string other = drawn;
  other.insert(other.find("</g>"), "<g/>");
  const std::string two = self_contained_svg(other, {});
  const auto identifier = [](const std::string& svg) {
    const std::size_t begin = svg.find("id='") + 4;
    return svg.substr(begin, svg.find('\'', begin) - begin);
  };
  CHECK(identifier(one) != identifier(two));
  CHECK(holds(one, "href='#" + identifier(one) + "'"));
  CHECK(holds(two, "href='#" + identifier(two) + "'"));
}

TEST_CASE("text without an svg element gives nothing, unfinished text does no harm") {
  CHECK(self_contained_svg("", {}) == "");
  CHECK(self_contained_svg("<svg", {}) == "");
  CHECK(self_contained_svg("<svg></svg", {}) == "");
  CHECK(self_contained_svg("</svg><svg>", {}) == "");
  for (std::size_t size = 0; size < drawn.size(); ++size)
    CHECK_NOTHROW((void)self_contained_svg(drawn.substr(0, size) + "</svg>", {.title = "t"}));
}
