#pragma once

#include <string>

namespace matgrad::pages {

/// The style sheet of all pages: for screens wide and narrow, light and dark, and for paper.
std::string style_sheet();

}  // namespace matgrad::pages
