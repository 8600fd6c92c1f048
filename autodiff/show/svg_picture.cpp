#include "matgrad/autodiff/show/svg_picture.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "matgrad/autodiff/show/run_program.hpp"

namespace matgrad {
namespace {

constexpr double longest_drawing = 60;  // seconds

/// A new empty file beside another, removed at the end unless it was renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& beside) : path_(beside + ".XXXXXX") {
    const int file = mkstemp(path_.data());
    if (file < 0)
      path_.clear();
    else
      close(file);
  }
  ~TemporaryFile() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool exists() const { return !path_.empty(); }
  const std::string& path() const { return path_; }

  bool rename_to(const std::string& target) {
    const int file = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = file >= 0 && fsync(file) == 0;
    if (file >= 0) close(file);
    // mkstemp makes private files; a picture is as readable as any other.
    std::error_code error;
    using std::filesystem::perms;
    std::filesystem::permissions(
        path_, perms::owner_read | perms::owner_write | perms::group_read | perms::others_read, error);
    if (!synced || std::rename(path_.c_str(), target.c_str()) != 0) return false;
    path_.clear();
    return true;
  }

 private:
  std::string path_;
};

std::optional<std::string> attribute(std::string_view tag, std::string_view name) {
  const std::string opening = " " + std::string(name) + "=\"";
  const std::size_t begin = tag.find(opening);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t from = begin + opening.size();
  return std::string(tag.substr(from, tag.find('"', from) - from));
}

/// The middle of the points "x,y …" of a path or polygon.
std::optional<double> middle_of(const std::string& points) {
  std::optional<double> least, greatest;
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

PictureResult write_svg(const std::string& dot_text, const std::string& svg_path, const SvgOptions& options) {
  const std::string target = std::filesystem::absolute(svg_path).string();
  TemporaryFile picture(target);
  if (!picture.exists()) return {false, "cannot write beside " + target + ": " + std::strerror(errno)};
  const SvgResult drawn = to_svg(dot_text, options);
  if (!drawn) return {false, drawn.hint};
  if (!(std::ofstream(picture.path(), std::ios::binary) << drawn.svg << std::flush))
    return {false, "cannot write " + picture.path()};
  if (!picture.rename_to(target)) return {false, "cannot write " + target + ": " + std::strerror(errno)};
  return {true, {}};
}

}  // namespace matgrad
