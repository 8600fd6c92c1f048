#include "examples/report/picture_widths.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <string_view>

namespace matgrad::examples {
namespace {

constexpr double least_letter = 7.5;  // pixels
constexpr double pixels_in_a_point = 4.0 / 3;

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

/// In pixels; 0 where it may become as small as it must.
double least_width(std::string_view svg) {
  const std::string_view tag = svg.substr(0, svg.find('>'));
  const std::size_t box = tag.find("viewBox=\"");
  if (box == std::string_view::npos) return 0;
  const double units = number_after(tag.substr(tag.find(' ', tag.find(' ', box) + 1)), " ");
  const double natural = number_after(tag, " width=\"") * (tag.find("pt\"") != tag.npos ? pixels_in_a_point : 1);
  return std::min(natural, units * least_letter / least_font_size(svg));
}

}  // namespace

std::string with_readable_pictures(const std::string& html) {
  constexpr std::string_view opening = "<svg ", style = "style=\"";
  std::string result;
  for (std::size_t begin = 0;;) {
    const std::size_t at = html.find(opening, begin);
    result.append(html, begin, at == std::string::npos ? at : at - begin);
    if (at == std::string::npos) return result;
    const std::string svg = html.substr(at, html.find("</svg>", at) - at);
    const double width = least_width(svg);
    const std::size_t styled = svg.find(style);
    begin = at + svg.size();
    if (width <= 0 || styled > svg.find('>'))
      result += svg;
    else
      result += std::string(svg).insert(styled + style.size(), fmt::format("min-width:{:.0f}px;", width));
  }
}

}  // namespace matgrad::examples
