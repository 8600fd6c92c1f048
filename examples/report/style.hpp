#pragma once

#include <string>

namespace matgrad::examples {

/// The style sheet of all pages: for screens wide and narrow, light and dark, and for paper.
std::string style_sheet();

}  // namespace matgrad::examples
