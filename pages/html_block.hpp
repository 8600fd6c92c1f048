#pragma once

#include <string>

#include "pages/page.hpp"

namespace matgrad::pages {

/// A block of a page as HTML.
std::string to_html(const Block& block);
std::string to_html(const Answer& answer);

/// What was compared on one page, as a table.
std::string comparisons_html(const std::vector<CheckedQuantity>& quantities);

/// A box by whose width the style sheet decides how formulas and tables in it are laid out.
std::string wide_html(const std::string& inside);

/// A drawing, an svg element, as a figure.
std::string drawing_html(const std::string& svg);

}  // namespace matgrad::pages
