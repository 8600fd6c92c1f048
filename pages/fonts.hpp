#pragma once

#include <string>

namespace matgrad::pages {

/// Style rules that bring the fonts of a page with it: of Latin Modern (Debian's package fonts-lmodern; GUST Font
/// License) the glyphs of the characters that the page holds, as data URIs. The families are called "Page Roman"
/// and "Page Math". Where the package is missing there are no rules; where the program hb-subset (package
/// libharfbuzz-bin) is, the fonts come whole.
std::string font_rules(const std::string& html);

}  // namespace matgrad::pages
