#pragma once

#include <string>
#include <string_view>

namespace matgrad {

/// What a command of LaTeX is in the text language.
struct LatexCommand {
  enum class Kind {
    sign,   // text: ".*" for \odot; "\\frac" and "√" take what stands in braces behind them
    name,   // text: a Greek letter or a function
    space,  // \left, \, and \quad say nothing
    font,   // \mathbf: the braces behind it say nothing either
    none,
  };
  Kind kind = Kind::none;
  std::string_view text = {};
};

/// `word` is a command without its backslash, made of letters or a single other character.
LatexCommand latex_command(std::string_view word);

/// The word of the command at the backslash text[at].
std::string_view latex_word(std::string_view text, std::size_t at);

/// What to write instead of a command that is not read.
std::string latex_hint(std::string_view word, std::string_view behind);

}  // namespace matgrad
