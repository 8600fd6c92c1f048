#pragma once

#include <string>
#include <string_view>

namespace matgrad::tests {

/// What pdflatex would refuse in a formula (math mode with amsmath), or nothing: braces, \left … \right and
/// environments are balanced, all commands are known, no base has two subscripts or superscripts, nothing but
/// ASCII.
std::string latex_fault(std::string_view text);

}  // namespace matgrad::tests
