#pragma once

#include <string>

#include "pages/page.hpp"

namespace matgrad::pages {

/// The formula, then "where" and what is named in it. The first is a <math> element on a line of its own; the
/// second stands in LaTeX's math mode, in an environment of lines where there is something after "where".
std::string equation_mathml(const Equation& equation);
std::string equation_latex(const Equation& equation);

}  // namespace matgrad::pages
