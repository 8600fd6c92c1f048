#pragma once

#include <string>

#include "examples/support/page.hpp"

namespace matgrad::examples {

/// A block of a page as HTML.
std::string to_html(const Block& block);
std::string to_html(const Answer& answer);

/// What was compared on one page, as a table.
std::string comparisons_html(const std::vector<CheckedQuantity>& quantities);

/// A box that is scrolled sideways by itself where a phone is too narrow for what it holds.
std::string wide_html(const std::string& inside);

}  // namespace matgrad::examples
