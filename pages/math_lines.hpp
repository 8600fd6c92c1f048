#pragma once

#include <string>

namespace matgrad::pages {

/// Formulas of more em than this are cut into pieces; it is what the narrowest page has room for.
constexpr double widest_piece = 16;

/// HTML in which every wide <math> has become pieces, <math> elements of their own between which a line may end:
/// before a relation, a sum's sign or an elementwise operator, after a factor or a comma, in brackets only where
/// these are too wide themselves. A fraction that is too wide is written with a slash, a root with brackets, a
/// long name goes on in the next line; what cannot be cut says how many em it has (--em), by which the style sheet
/// sets it smaller. Browsers break no lines inside of <math>.
std::string with_breaking_formulas(const std::string& html);

}  // namespace matgrad::pages
