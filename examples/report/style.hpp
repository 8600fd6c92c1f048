#pragma once

#include <string_view>

namespace matgrad::examples {

/// The style sheet of all pages: for screens wide and narrow, light and dark, and for paper.
std::string_view style_sheet();

}  // namespace matgrad::examples
