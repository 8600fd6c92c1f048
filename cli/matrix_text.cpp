#include "cli/matrix_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/show/text_table.hpp>

namespace matgrad::cli {

std::string matrix_text(const Eigen::MatrixXd& value, std::string_view indent) {
  constexpr Eigen::Index most = 12;
  if (value.size() == 1) return fmt::format("{}{}\n", indent, value(0, 0));
  std::vector<std::vector<std::string>> rows;
  for (Eigen::Index i = 0; i < std::min(value.rows(), most); ++i) {
    rows.emplace_back();
    // Right-aligned by a sign's width, so that columns of either sign look like columns.
    for (Eigen::Index j = 0; j < std::min(value.cols(), most); ++j)
      rows.back().push_back(fmt::format("{: .7g}", value(i, j)));
    if (value.cols() > most) rows.back().push_back("…");
  }
  std::string text = text_table(rows, indent);
  if (value.rows() > most || value.cols() > most)
    text += fmt::format("{}… {} rows, {} columns in all\n", indent, value.rows(), value.cols());
  return text;
}

}  // namespace matgrad::cli
