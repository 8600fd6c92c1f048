#pragma once

#include <string>
#include <string_view>

namespace matgrad::pages {

/// Mathematics in plain Unicode as matgrad prints it ("∂L/∂W₂ = (∂L/∂z₂) h₁ᵀ"), set symbol by symbol: names get
/// their accents and scripts, derivatives become fractions where there is room, on a line of their own; the rest
/// is kept as it stands.

/// The whole element <math>.
std::string plain_math_to_mathml(std::string_view math, bool on_a_line_of_its_own = false);
/// For LaTeX's math mode, without dollar signs.
std::string plain_math_to_latex(std::string_view math, bool on_a_line_of_its_own = false);

}  // namespace matgrad::pages
