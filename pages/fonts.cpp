#include "pages/fonts.hpp"

#include <fmt/core.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include <matgrad/autodiff/expression/math_symbol.hpp>
#include "pages/png.hpp"
#include "pages/run_program.hpp"
#include "pages/text_file.hpp"

namespace matgrad::pages {
namespace {

struct Face {
  const char* family;
  const char* style;
  int weight;
  const char* file;
};

constexpr std::array faces = {Face{"Page Math", "normal", 400, "lm-math/latinmodern-math.otf"},
                              Face{"Page Roman", "normal", 400, "lm/lmroman10-regular.otf"},
                              Face{"Page Roman", "italic", 400, "lm/lmroman10-italic.otf"},
                              Face{"Page Roman", "normal", 700, "lm/lmroman10-bold.otf"}};

std::optional<std::string> installed(const std::string& file) {
  for (const char* folder :
       {"/usr/share/texmf/fonts/opentype/public/", "/usr/share/texlive/texmf-dist/fonts/opentype/public/"}) {
    const std::string path = folder + file;
    if (std::filesystem::exists(path)) return path;
  }
  return {};
}

char32_t code_point(std::string_view utf8) {
  const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(utf8[i])); };
  switch (utf8.size()) {
    case 2:
      return (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    case 3:
      return (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    case 4:
      return (byte(0) & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    default:
      return byte(0);
  }
}

/// MathML shows a letter that stands alone as the italic one of the mathematical alphabet.
std::optional<char32_t> mathematical_italic(char32_t c) {
  if (c == U'h') return U'\u210E';
  if (c >= U'A' && c <= U'Z') return 0x1D434 + (c - U'A');
  if (c >= U'a' && c <= U'z') return 0x1D44E + (c - U'a');
  if (c >= 0x391 && c <= 0x3A9) return 0x1D6E2 + (c - 0x391);
  if (c >= 0x3B1 && c <= 0x3C9) return 0x1D6FC + (c - 0x3B1);
  if (c == U'∂') return 0x1D715;
  return {};
}

/// What a page may show: its characters, ASCII, and what browsers put in their places.
std::string code_points(const std::string& html) {
  std::set<char32_t> points = {U'−', U'′', U'ˆ', U'\u0302', U'¯', U'\u0304', U'˜', U'\u0303', U'•', U'√', U'’'};
  for (char32_t c = 0x20; c < 0x7F; ++c) points.insert(c);
  for (const std::string_view character : characters(html)) points.insert(code_point(character));
  std::set<char32_t> italics;
  for (const char32_t c : points)
    if (const auto italic = mathematical_italic(c)) italics.insert(*italic);
  points.merge(italics);
  std::string list;
  for (const char32_t c : points) list += fmt::format("{}{:X}", list.empty() ? "" : ",", static_cast<unsigned>(c));
  return list;
}

/// The font with the wanted glyphs only, or whole where the program for this is missing.
std::vector<std::uint8_t> font_bytes(const std::string& path, const std::string& points) {
  const ProgramResult subset =
      run_program({"hb-subset", "--unicodes=" + points, "--output-file=/dev/stdout", path}, "");
  const std::string bytes = subset.succeeded() && !subset.output.empty() ? subset.output : read_file(path);
  return {bytes.begin(), bytes.end()};
}

}  // namespace

std::string font_rules(const std::string& html) {
  const std::string points = code_points(html);
  std::string rules;
  for (const Face& face : faces)
    if (const auto path = installed(face.file))
      rules += fmt::format(
          "@font-face{{font-family:\"{}\";font-style:{};font-weight:{};src:url({}) format(\"opentype\")}}\n",
          face.family, face.style, face.weight, data_uri(font_bytes(*path, points), "font/otf"));
  if (rules.empty()) return {};
  return "/* Latin Modern and Latin Modern Math by the GUST e-foundry (B. Jackowski, P. Strzelczyk, P. "
         "Pianowski), "
         "GUST Font License; cut down to the glyphs of this page. */\n" +
         rules;
}

}  // namespace matgrad::pages
