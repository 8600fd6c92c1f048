#include <cstddef>
#include <string>

#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/expression/symbol_characters.hpp"

// Scripts above and below the line, cut into what is set alike.

namespace matgrad {

std::string script_of_mark(std::string_view mark) {
  std::string text;
  if (mark.starts_with(".^")) {
    text = "∘";
    mark.remove_prefix(2);
  } else if (mark.starts_with("^")) {
    mark.remove_prefix(1);
  }
  for (const std::string_view c : characters(mark)) {
    const std::string_view plain = plain_superscript(c);
    text += plain.empty() ? c : plain;
  }
  return text;
}

std::vector<ScriptToken> script_tokens(std::string_view script) {
  std::vector<ScriptToken> tokens;
  const std::vector<std::string_view> all = characters(script);
  for (std::size_t i = 0; i < all.size();) {
    std::string text;
    if (is_digit(all[i])) {
      while (i < all.size() && (is_digit(all[i]) || all[i] == ".")) text += all[i++];
      tokens.push_back({ScriptToken::Kind::number, text});
    } else if (is_letter(all[i])) {
      std::size_t letters = 0;
      for (; i < all.size() && (is_letter(all[i]) || is_combining(all[i])); ++letters) text += all[i++];
      if (const std::string_view letter = greek_letter(text); !letter.empty()) {
        text = letter;
        letters = 1;
      }
      const bool indices = text.find_first_not_of("ijklm") == std::string::npos;
      if (letters == 1 || !indices)
        tokens.push_back({letters == 1 ? ScriptToken::Kind::letter : ScriptToken::Kind::word, text});
      else
        for (const char index : text) tokens.push_back({ScriptToken::Kind::letter, std::string(1, index)});
    } else {
      if (all[i] != " " && all[i] != "\u2063") tokens.push_back({ScriptToken::Kind::sign, std::string(all[i])});
      ++i;
    }
  }
  return tokens;
}

}  // namespace matgrad
