#include "pages/table_widths.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "pages/math_lines.hpp"
#include "pages/math_tree.hpp"

namespace matgrad::pages {
namespace {

constexpr double readable_column = 12, column_gap = 1.15, gap_of_numbers = 0.85, space = 0.35;

/// What a cell needs at least, and what it takes in one line.
struct CellWidth {
  double least = 0;
  double line = 0;
};

class Cells {
 public:
  explicit Cells(std::string_view row) : rest_(row) {}

  /// The next cell, or nothing at the end; what is left of a tag is its attributes.
  bool next(std::string_view& attributes, std::string_view& content) {
    const std::size_t at = std::min(rest_.find("<td"), rest_.find("<th"));
    if (at == std::string_view::npos) return false;
    rest_.remove_prefix(at + 3);
    const std::size_t begin = rest_.find('>');
    attributes = rest_.substr(0, begin);
    const std::size_t end = std::min(rest_.find("</td>"), rest_.find("</th>"));
    content = rest_.substr(begin + 1, end - begin - 1);
    rest_.remove_prefix(std::min(end, rest_.size()));
    return true;
  }

 private:
  std::string_view rest_;
};

CellWidth width_of(std::string_view content) {
  CellWidth width;
  double line = 0;
  const auto word = [&](double em) {
    width.least = std::max(width.least, em);
    line += em;
    width.line = std::max(width.line, line);
  };
  while (!content.empty()) {
    if (content.starts_with("<math")) {
      constexpr std::string_view closing = "</math>";
      const std::size_t end = content.find(closing) + closing.size();
      word(std::min(width_in_em(read_mathml(content.substr(0, end))), widest_piece));
      content.remove_prefix(end);
    } else if (content.front() == '<') {
      if (content.starts_with("<div")) line = 0;
      content.remove_prefix(content.find('>') + 1);
    } else if (content.front() == ' ' || content.front() == '\n') {
      line += space;
      content.remove_prefix(1);
    } else {
      const std::size_t end = std::min(content.find_first_of(" \n<"), content.size());
      word(word_width_in_em(content.substr(0, end)));
      content.remove_prefix(end);
    }
  }
  return width;
}

/// A column of long texts is not read word by word.
double table_width(std::string_view table) {
  std::vector<CellWidth> columns;
  for (std::size_t at = table.find("<tr"); at != std::string_view::npos;) {
    const std::size_t next = table.find("<tr", at + 1);
    Cells cells(table.substr(at, next == std::string_view::npos ? next : next - at));
    const bool is_head = columns.empty();
    at = next;
    std::string_view attributes, content;
    for (std::size_t i = 0; cells.next(attributes, content); ++i) {
      if (attributes.find("colspan") != std::string_view::npos) {
        ++i;
        continue;
      }
      CellWidth width = width_of(content);
      if (is_head) width.line = width.least;
      if (i >= columns.size()) columns.resize(i + 1);
      columns[i] = {std::max(columns[i].least, width.least), std::max(columns[i].line, width.line)};
    }
  }
  const std::string_view tag = table.substr(0, table.find('>'));
  const bool has_numbers = tag.find("numbers") != tag.npos || tag.find("check") != tag.npos;
  double sum = 0;
  for (const CellWidth& column : columns)
    sum += std::min(column.line, std::max(column.least, readable_column)) +
           (has_numbers ? gap_of_numbers : column_gap);
  return sum;
}

std::string width_class(double em) {
  const auto found = std::ranges::find_if(table_widths, [em](int width) { return em <= width; });
  return found == table_widths.end() ? "fits-nowhere" : fmt::format("fits-{}", *found);
}

}  // namespace

std::string with_table_widths(const std::string& html) {
  constexpr std::string_view opening = "<table", of_class = " class=\"";
  std::string result;
  for (std::size_t begin = 0;;) {
    const std::size_t at = html.find(opening, begin);
    result.append(html, begin, at == std::string::npos ? at : at - begin);
    if (at == std::string::npos) return result;
    const std::string name =
        width_class(table_width(std::string_view(html).substr(at, html.find("</table>", at) - at)));
    begin = at + opening.size();
    result += std::string(opening) + " class=\"" + name;
    if (html.compare(begin, of_class.size(), of_class) == 0) {
      begin += of_class.size();
      result += " ";
    } else {
      result += "\"";
    }
  }
}

}  // namespace matgrad::pages
