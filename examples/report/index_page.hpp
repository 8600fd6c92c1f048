#pragma once

#include <string>
#include <vector>

#include "pages/page.hpp"

namespace matgrad::examples {

/// The first page: every question with its one-line answer, in the order of the problems, with links to their
/// pages where there are any (`address`).
struct IndexEntry {
  pages::Page page;
  std::string address;
};
std::string index_page(const std::vector<IndexEntry>& entries, const std::string& summary);

/// The page of conventions: layout, columns and rows, ½, mean or sum, what is counted as an error.
std::string conventions_page();

}  // namespace matgrad::examples
