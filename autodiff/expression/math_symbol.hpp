#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace matgrad {

/// How names are to be shown, by name: {"W2", "W*"} shows W2 as W*.
using DisplayNames = std::map<std::string, std::string, std::less<>>;

/// A name as a mathematical symbol: W1 is W with the subscript 1, rho_hat is ρ with a hat, W⁽¹⁾ is W with the
/// superscript (1), y_pred has a word for its subscript. Names of Greek letters become these letters. A name in
/// double quotes is the word between them, as it is written.
struct MathSymbol {
  std::string base;         // one letter, or a word that is set upright
  std::string accent;       // a combining character, or empty
  std::string subscript;    // "1", "pred", "1,2"
  std::string superscript;  // "(1)", "*", "′", "d", "−1"

  /// One letter is set in italics, a word is not.
  bool is_word() const;
};
MathSymbol math_symbol(std::string_view name);
/// A function's name: as above, save that the words and digits of a longer one stay together (log_softmax, atan2).
MathSymbol function_symbol(std::string_view name);

/// For a derivative written as a quotient (∂L/∂W1): what stands above and below; else the name itself and nothing.
struct SymbolQuotient {
  std::string_view above;
  std::string_view below;
};
SymbolQuotient symbol_quotient(std::string_view name);

/// One side of such a quotient, or a whole name: ∂L is the symbol L behind one ∂.
struct SymbolSide {
  std::size_t partials = 0;
  MathSymbol symbol;
};
SymbolSide symbol_side(std::string_view name, const DisplayNames& display);

/// The name to be shown for a name: its display name if it has one.
std::string_view shown_name(std::string_view name, const DisplayNames& display);

/// The name in one line of Unicode: ρ̂, W₁, ∂L/∂W₁. A script without Unicode characters stays as it is: y_pred.
std::string unicode_symbol(std::string_view name, const DisplayNames& display = {});

/// What a name looks like when it is typeset: equal for names that look alike, rho and ρ, W_1 and W1.
std::string look_of(std::string_view name);

/// A mark above the line in plain characters: "⁻¹" is "−1", "ᵀ" is "⊤", ".^2" (entry by entry) is "∘2".
std::string script_of_mark(std::string_view mark);

/// A script cut into what is set alike. An invisible separator (U+2063) stands between letters that are no word.
struct ScriptToken {
  enum class Kind { letter, word, number, sign };
  Kind kind;
  std::string text;
};
std::vector<ScriptToken> script_tokens(std::string_view script);

/// The characters of UTF-8 text, a combining mark by itself. Bytes that are no UTF-8 are characters of their own.
std::vector<std::string_view> characters(std::string_view text);

}  // namespace matgrad
