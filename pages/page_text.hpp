#pragma once

#include <string>

#include "pages/page.hpp"

namespace matgrad::pages {

/// The blocks of a page as lines of plain text.
std::string to_text(const Block& block);
/// "a) Which …", with the answer "not worked yet" if there will be none.
std::string to_text(const PageQuestion& question);

/// A line underlined along its whole width.
std::string underlined(const std::string& heading, char line);

}  // namespace matgrad::pages
