#pragma once

#include <array>
#include <string>

namespace matgrad::pages {

/// The widths by which tables are told apart, in em of their text.
inline constexpr std::array table_widths = {12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 54, 60, 64, 70, 80};

/// HTML in which every table has a class that says what room it needs to be read as a table: "fits-40", or
/// "fits-nowhere". In less room the style sheet puts its cells below each other. The formulas in it are those of
/// with_breaking_formulas.
std::string with_table_widths(const std::string& html);

}  // namespace matgrad::pages
