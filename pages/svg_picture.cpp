#include "pages/svg_picture.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "pages/markup.hpp"
#include "pages/run_program.hpp"

namespace matgrad::pages {
namespace {

constexpr double longest_drawing = 60;  // seconds

/// The middle of the points "x,y …" of a path or polygon.
std::optional<double> middle_of(std::string_view text) {
  std::optional<double> least, greatest;
  const std::string points(text);
  const char* at = points.c_str();
  while (*at != '\0') {
    char* end = nullptr;
    const double x = std::strtod(at, &end);
    if (end == at || *end != ',') {
      ++at;
      continue;
    }
    least = std::min(least.value_or(x), x);
    greatest = std::max(greatest.value_or(x), x);
    std::strtod(end + 1, &end);
    at = end;
  }
  if (!least) return std::nullopt;
  return (*least + *greatest) / 2;
}

/// Graphviz places the lines of a label by their beginnings, as wide as they are in its own font. In nodes they
/// are set about the middle instead, which is right in every font.
std::string with_centred_lines(const std::string& svg) {
  std::string result;
  std::string middle;  // of the node in which `at` lies
  bool in_node = false;
  for (std::size_t at = 0; at < svg.size();) {
    const std::size_t end = std::min(svg.find('\n', at), svg.size() - 1) + 1;
    std::string line = svg.substr(at, end - at);
    at = end;
    if (line.starts_with("<g ")) in_node = line.find("class=\"node\"") != std::string::npos, middle.clear();
    if (in_node && middle.empty()) {
      std::optional<double> centre;
      if (const auto cx = attribute(line, "cx")) middle = *cx;
      if (const auto d = attribute(line, "d")) centre = middle_of(*d);
      if (const auto points = attribute(line, "points")) centre = middle_of(*points);
      if (centre) middle = std::to_string(*centre);
    }
    const std::string anchor = "<text text-anchor=\"start\" x=\"";
    if (in_node && !middle.empty() && line.starts_with(anchor))
      line = "<text text-anchor=\"middle\" x=\"" + middle + line.substr(line.find('"', anchor.size()));
    result += line;
  }
  return result;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

SvgResult to_svg(const std::string& dot_text, const SvgOptions& options) {
  const ProgramResult drawn = run_program({"dot", "-Tsvg"}, dot_text, longest_drawing);
  using End = ProgramResult::End;
  if (drawn.end == End::not_installed)
    return {"", "no picture drawn: the program dot is not there; install Graphviz (package graphviz)"};
  if (drawn.end == End::not_started) return {"", drawn.errors};
  if (drawn.end == End::timed_out)
    return {"", "dot needs longer than a minute for this graph: draw a part of it, or fewer details"};
  std::string svg;
  if (drawn.status == 0) svg = self_contained_svg(with_centred_lines(drawn.output), options);
  if (svg.empty())
    return {"", "dot could not draw this text" + (drawn.errors.empty() ? "" : ": " + first_line(drawn.errors))};
  return {svg, ""};
}

}  // namespace matgrad::pages
