#pragma once

#include <string>

namespace matgrad::cli {

/// Whether to colour what goes to a descriptor: `when` is auto (a terminal, and NO_COLOR is not set), always or
/// never.
bool wants_colours(const std::string& when, int descriptor);

/// A text result with its headings bold, and verdicts at the ends of lines green or red. Nothing else changes.
std::string coloured(const std::string& text);

/// In red.
std::string in_red(const std::string& text);

}  // namespace matgrad::cli
