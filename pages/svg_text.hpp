#pragma once

#include <string>
#include <string_view>

namespace matgrad::pages {

/// What a picture is, for those who do not see it, and for style sheets.
struct SvgOptions {
  std::string title;
  std::string description = {};
  /// Class of the svg element, besides "matgrad-picture".
  std::string style_class = {};
};

/// SVG text as another program wrote it, as one element that can stand in a file of its own or inside of an HTML
/// page: title and description inside, transparent ground, no fixed size beyond its natural one, no identifiers
/// that could meet those of other pictures, black taken from the text around, and the colours of pictures replaced
/// on dark ground. Empty if there is no svg element in the text.
std::string self_contained_svg(const std::string& svg, const SvgOptions& options);

}  // namespace matgrad::pages
