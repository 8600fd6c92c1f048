#include "pages/svg_text.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <vector>

#include <matgrad/autodiff/show/mathml.hpp>
#include <matgrad/autodiff/show/picture_colours.hpp>
#include "pages/markup.hpp"

namespace matgrad::pages {
namespace {

constexpr auto npos = std::string_view::npos;

/// #rrggbb for "rgb(r, g, b)" and "#RRGGBB"; other colours as they are.
std::string normal_colour(std::string_view raw) {
  std::string text(raw);
  unsigned red = 0, green = 0, blue = 0;
  if (std::sscanf(text.c_str(), "rgb ( %u , %u , %u )", &red, &green, &blue) == 3 ||
      std::sscanf(text.c_str(), "rgb( %u , %u , %u )", &red, &green, &blue) == 3) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "#%02x%02x%02x", red & 255, green & 255, blue & 255);
    return buffer;
  }
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::optional<std::string> replacement(const std::string& colour) {
  for (const auto& [light, dark] : picture_colours::replacements)
    if (colour == light) return std::string(dark);
  return std::nullopt;
}

/// A name for the identifiers of one picture, so that several can stand in a page.
std::string prefix_of(std::string_view svg) {
  std::uint64_t hash = 14695981039346656037u;  // FNV-1a
  for (char c : svg) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "p%08x-", static_cast<unsigned>(hash ^ (hash >> 32)));
  return buffer;
}

class Rewriter {
 public:
  explicit Rewriter(std::string_view svg) : prefix_(prefix_of(svg)) { rewrite(svg); }

  const std::string& body() const { return body_; }
  std::string style() const;

 private:
  void rewrite(std::string_view text);
  void tag(std::string_view tag);
  void note_colour(std::string_view property, std::string_view tag);

  std::string prefix_;
  std::string body_;
  std::vector<std::pair<std::string, std::string>> colours_;  // property and value, as they stand there
};

/// What stands between tags is kept; comments and the program's own titles are not.
void Rewriter::rewrite(std::string_view text) {
  while (!text.empty()) {
    const std::size_t begin = text.find('<');
    body_ += text.substr(0, begin);
    if (begin == npos) return;
    text.remove_prefix(begin);
    for (std::string_view opening : {"<!--", "<title>", "<desc>"}) {
      if (!text.starts_with(opening)) continue;
      const std::string closing = opening == "<!--" ? "-->" : "</" + std::string(opening.substr(1));
      const std::size_t end = text.find(closing);
      text.remove_prefix(end == npos ? text.size() : end + closing.size());
      if (text.starts_with('\n')) text.remove_prefix(1);
      break;
    }
    if (!text.starts_with('<')) continue;
    if (text.starts_with("<!--") || text.starts_with("<title>") || text.starts_with("<desc>")) continue;
    const std::size_t end = std::min(text.find('>'), text.size() - 1);
    tag(text.substr(0, end + 1));
    text.remove_prefix(end + 1);
  }
}

void Rewriter::tag(std::string_view tag) {
  for (const char* property : {"fill", "stroke", "color"}) note_colour(property, tag);
  while (!tag.empty()) {
    std::size_t at = npos, length = 0;
    for (std::string_view before : {" id=\"", " id='", "href=\"#", "href='#", "url(#"}) {
      const std::size_t found = tag.find(before);
      if (found < at) at = found, length = before.size();
    }
    if (at == npos) break;
    body_ += std::string(tag.substr(0, at + length)) + prefix_;
    tag.remove_prefix(at + length);
  }
  body_ += tag;
}

void Rewriter::note_colour(std::string_view property, std::string_view tag) {
  const auto value = attribute(tag, property);
  if (!value || value->find_first_of("\"'\\<") != npos) return;
  const std::pair<std::string, std::string> colour(property, *value);
  if (std::ranges::find(colours_, colour) == colours_.end()) colours_.push_back(colour);
}

std::string Rewriter::style() const {
  std::string always, dark;
  for (const auto& [property, value] : colours_) {
    const std::string selector = ".matgrad-picture [" + property + "=\"" + value + "\"]";
    const std::string colour = normal_colour(value);
    if (colour == "black" || colour == "#000000")
      always += selector + "{" + property + (property == "color" ? ":inherit}\n" : ":currentColor}\n");
    else if (const auto other = replacement(colour))
      dark += selector + "{" + property + ":" + *other + "}\n";
  }
  return "<style>\n"
         ".matgrad-picture:root{color-scheme:light dark;color:CanvasText;background:Canvas}\n"
         ".matgrad-picture text,.matgrad-picture tspan"
         "{font-family:var(--picture-font,\"DejaVu Serif\",\"STIX Two Text\",Georgia,serif)}\n" +
         always + (dark.empty() ? "" : "@media screen and (prefers-color-scheme:dark){\n" + dark + "}\n") +
         "</style>\n";
}

}  // namespace

std::string self_contained_svg(const std::string& svg, const SvgOptions& options) {
  const std::size_t begin = svg.find("<svg"), end = svg.rfind("</svg>");
  if (begin == npos || end == npos) return {};
  const std::size_t inside = svg.find('>', begin);
  if (inside == npos || inside > end) return {};
  const std::string_view root = std::string_view(svg).substr(begin, inside - begin);
  const Rewriter rewriter(std::string_view(svg).substr(inside + 1, end - inside - 1));
  std::string text = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
  text += " class=\"matgrad-picture" +
          (options.style_class.empty() ? "" : " " + escaped_html(options.style_class)) + "\"";
  for (std::string_view name : {"width", "height", "viewBox"})
    if (const auto value = attribute(root, name))
      text += " " + std::string(name) + "=\"" + std::string(*value) + "\"";
  text += " fill=\"currentColor\" style=\"max-width:100%;height:auto\" role=\"img\"";
  if (!options.title.empty()) text += " aria-label=\"" + escaped_html(options.title) + "\"";
  text += ">\n";
  if (!options.title.empty()) text += "<title>" + escaped_html(options.title) + "</title>\n";
  if (!options.description.empty()) text += "<desc>" + escaped_html(options.description) + "</desc>\n";
  return text + rewriter.style() + rewriter.body() + "</svg>\n";
}

}  // namespace matgrad::pages
