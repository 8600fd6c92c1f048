#include "cli/colours.hpp"

#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <string_view>
#include <utility>

namespace matgrad::cli {
namespace {

constexpr std::string_view bold = "\x1b[1m", red = "\x1b[31m", green = "\x1b[32m", yellow = "\x1b[33m",
                           plain = "\x1b[0m";

std::string painted(std::string_view paint, std::string_view text) {
  return std::string(paint) + std::string(text) + std::string(plain);
}

/// A line that begins a part: not indented, followed by an indented one.
bool is_heading(const std::string& line, const std::string& next) {
  return !line.empty() && line[0] != ' ' && next.starts_with("  ");
}

std::string with_verdict(const std::string& line) {
  using Paint = std::pair<std::string_view, std::string_view>;
  for (const auto& [word, paint] : {Paint{"passed", green}, Paint{"failed", red}, Paint{"undecided", yellow}})
    if (line.ends_with(word)) return line.substr(0, line.size() - word.size()) + painted(paint, word);
  return line;
}

}  // namespace

bool wants_colours(const std::string& when, int descriptor) {
  if (when != "auto") return when == "always";
  const char* none = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  return (none == nullptr || *none == '\0') && isatty(descriptor) == 1 &&
         (terminal == nullptr || std::string_view(terminal) != "dumb");
}

std::string coloured(const std::string& text) {
  std::istringstream lines(text);
  std::string result, line, next;
  bool more = static_cast<bool>(std::getline(lines, line));
  while (more) {
    more = static_cast<bool>(std::getline(lines, next));
    result += is_heading(line, more ? next : "") ? painted(bold, line) : with_verdict(line);
    result += '\n';
    std::swap(line, next);
  }
  return result;
}

std::string in_red(const std::string& text) { return painted(red, text); }

}  // namespace matgrad::cli
