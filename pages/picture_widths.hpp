#pragma once

#include <string>

namespace matgrad::pages {

/// HTML in which no drawing (svg) is made so small that its least letters cannot be read: then its box is scrolled
/// sideways, with a shadow at the side where it goes on. On paper drawings are as wide as the page at most; one
/// that could not be read then is shown there in parts below each other.
std::string with_readable_pictures(const std::string& html);

}  // namespace matgrad::pages
