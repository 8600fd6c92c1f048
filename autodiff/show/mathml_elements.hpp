#pragma once

#include <string>
#include <string_view>

#include "matgrad/autodiff/expression/math_symbol.hpp"

namespace matgrad::mathml {

/// <name>content</name>
std::string element(std::string_view name, std::string_view content);
std::string row(std::string_view content);
std::string sign(std::string_view text);
/// Digits, or a half as a fraction of its own height.
std::string digits(std::string_view text);
/// One letter in italics (a Greek capital upright, as LaTeX has it), a word upright.
std::string identifier(std::string_view text);
std::string script(std::string_view text);
std::string with_scripts(const std::string& base, const std::string& below, const std::string& above);
/// `base` with what belongs to the symbol around it, and behind it a mark and indices.
std::string symbol_element(const MathSymbol& symbol, const std::string& base, std::string_view mark = {},
                           std::string_view indices = {});

}  // namespace matgrad::mathml
