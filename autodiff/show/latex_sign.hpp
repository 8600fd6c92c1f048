#pragma once

#include <string>
#include <string_view>

#include "matgrad/autodiff/expression/math_symbol.hpp"

namespace matgrad {

// Signs, words and symbols in LaTeX's math mode.

/// A letter, sign or character: \alpha, \circ, \langle.
std::string latex_sign(std::string_view text);

/// The characters of a word, to stand upright, with something else for "_".
std::string latex_word(std::string_view word, std::string_view underscore);

/// What stands within a subscript or superscript.
std::string latex_script(std::string_view text);

/// The base of a symbol: a letter, or \mathrm{word}. That of a function: \log, \operatorname{relu}.
std::string latex_base(const MathSymbol& symbol);
std::string latex_function_base(const MathSymbol& symbol);

/// A symbol's base with its accent and scripts; a mark (Aᵀ) and indices (W_kl) are added to them.
std::string latex_scripts(const MathSymbol& symbol, const std::string& base, std::string_view mark = {},
                          std::string_view indices = {});

}  // namespace matgrad
