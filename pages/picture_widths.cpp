#include "pages/picture_widths.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <sstream>
#include <string_view>

namespace matgrad::pages {
namespace {

constexpr double least_letter = 7.5;  // pixels
constexpr double pixels_in_a_point = 4.0 / 3;
constexpr double paper = 640;          // pixels between the margins of A4
constexpr double widest_whole = 1.15;  // papers; letters have 5 points then
constexpr double overlap = 0.15;       // of a part with the next one, at least

/// The number after `name`, or 0.
double number_after(std::string_view text, std::string_view name) {
  const std::size_t at = text.find(name);
  return at == std::string_view::npos
             ? 0
             : std::strtod(std::string(text.substr(at + name.size(), 12)).c_str(), nullptr);
}

double least_font_size(std::string_view svg) {
  constexpr std::string_view name = "font-size=\"";
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t at = svg.find(name); at != std::string_view::npos; at = svg.find(name, at + 1))
    least = std::min(least, number_after(svg.substr(at), name));
  return least;
}

/// The visible part of a drawing's plane.
struct Box {
  double left, top, width, height;
};

Box view_box(std::string_view tag) {
  const std::size_t at = tag.find("viewBox=\"");
  Box box{};
  if (at == tag.npos) return box;
  std::istringstream numbers(std::string(tag.substr(at + 9, tag.find('"', at + 9) - at - 9)));
  numbers >> box.left >> box.top >> box.width >> box.height;
  return box;
}

/// In pixels; 0 where it may become as small as it must.
double least_width(std::string_view svg) {
  const std::string_view tag = svg.substr(0, svg.find('>'));
  const double unit = tag.find("pt\"") != tag.npos ? pixels_in_a_point : 1;
  const double natural = number_after(tag, " width=\"") * unit;
  return std::min(natural, view_box(tag).width * least_letter / least_font_size(svg));
}

/// The drawing in parts as wide as paper, of the `width` that it needs; empty where it is one piece.
std::string parts_html(std::string_view svg, double width) {
  const std::size_t group = svg.find("<g id=\"");
  if (width <= widest_whole * paper || group == svg.npos) return {};
  const std::string_view id = svg.substr(group + 7, svg.find('"', group + 7) - group - 7);
  const Box box = view_box(svg.substr(0, svg.find('>')));
  const double part = box.width * paper / width, rest = box.width - part;
  const int count = static_cast<int>(std::ceil(rest / (part * (1 - overlap)))) + 1;
  std::string html = "<div class=\"parts\">";
  for (int i = 0; i < count; ++i)
    html += fmt::format(
        "<svg class=\"matgrad-picture\" viewBox=\"{:.2f} {:.2f} {:.2f} {:.2f}\" fill=\"currentColor\" "
        "role=\"img\" aria-label=\"The picture, part {} of {}\"><use href=\"#{}\"/></svg>",
        box.left + rest * i / (count - 1), box.top, part, box.height, i + 1, count, id);
  return html + "</div>";
}

}  // namespace

std::string with_readable_pictures(const std::string& html) {
  constexpr std::string_view opening = "<svg ", closing = "</svg>", style = "style=\"";
  std::string result;
  for (std::size_t begin = 0;;) {
    const std::size_t at = html.find(opening, begin);
    result.append(html, begin, at == std::string::npos ? at : at - begin);
    if (at == std::string::npos) return result;
    std::string svg = html.substr(at, html.find(closing, at) + closing.size() - at);
    begin = at + svg.size();
    const double width = least_width(svg);
    const std::string parts = parts_html(svg, width);
    const std::size_t styled = svg.find(style);
    if (width > 0 && styled < svg.find('>'))
      svg.insert(styled + style.size(), fmt::format("min-width:{:.0f}px;", width));
    if (!parts.empty()) svg.insert(opening.size(), "data-parts=\"\" ");
    result += svg + parts;
  }
}

}  // namespace matgrad::pages
