#pragma once

#include <string>
#include <vector>

namespace matgrad::pages {

/// A table in HTML; its cells are HTML too. A cell knows the head of its column (data-label), which stands before
/// it on narrow windows. The heads are words.
struct HtmlTable {
  std::string caption;
  std::vector<std::string> heads;
  std::vector<std::vector<std::string>> rows;
  /// The first cell of each row names it.
  bool row_heads = true;
  std::string style_class = {};
};
std::string to_html(const HtmlTable& table);

}  // namespace matgrad::pages
