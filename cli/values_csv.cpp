#include "cli/values_csv.hpp"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

#include "cli/text_position.hpp"

namespace matgrad::cli {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return text.substr(text.size());
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

char separator_of(std::string_view line) {
  for (char separator : {';', '\t', ','})
    if (line.find(separator) != std::string_view::npos) return separator;
  return ' ';
}

std::vector<std::string_view> cells_of(std::string_view line, char separator) {
  std::vector<std::string_view> cells;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(separator, begin), line.size());
    const std::string_view cell = trimmed(line.substr(begin, end - begin));
    if (separator != ' ' || !cell.empty()) cells.push_back(cell);
    begin = end + 1;
  }
  return cells;
}

std::optional<double> number_in(std::string_view cell) {
  if (cell.starts_with('+') && !cell.starts_with("+-")) cell.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace

GivenValue read_csv_value(std::string_view text, const std::string& name, const std::string& source) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::size_t begin = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
  std::vector<double> numbers;  // row by row
  std::size_t rows = 0, cols = 0;
  char separator = 0;
  const auto fail = [&](std::size_t offset, const std::string& expected, const std::string& found) {
    throw file_error(source, text, offset, expected, found);
  };
  for (std::size_t end; begin < text.size(); begin = end + 1) {
    end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = trimmed(text.substr(begin, end - begin));
    if (line.empty() || line.front() == '#') continue;
    const auto offset = [&](std::string_view part) { return static_cast<std::size_t>(part.data() - text.data()); };
    if (separator == 0) separator = separator_of(line);
    const std::vector<std::string_view> cells = cells_of(line, separator);
    for (const std::string_view cell : cells) {
      const std::optional<double> number = number_in(cell);
      if (!number) fail(offset(cell), "a finite number", cell.empty() ? "an empty cell" : in_quotes(cell));
      numbers.push_back(*number);
    }
    if (rows++ == 0) cols = cells.size();
    if (cells.size() != cols)
      fail(offset(line), std::to_string(cols) + " cells, as in the first line", std::to_string(cells.size()));
  }
  if (rows == 0) fail(text.size(), "a line of numbers", "the end");
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const RowMajor> by_rows(numbers.data(), static_cast<Eigen::Index>(rows),
                                           static_cast<Eigen::Index>(cols));
  return {name, by_rows, Nesting::rows, source};
}

}  // namespace matgrad::cli
