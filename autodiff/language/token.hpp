#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace matgrad {

/// A word of the text language.
struct Token {
  enum class Kind {
    name,     // text as written
    number,   // value
    sign,     // text in one spelling: "-" for −, ".*" for ∘
    prime,    // count: ' and ′ are one, ″ two
    raised,   // value: the number ⁻¹, ²
    size,     // behind a number: ₃, ₃ₓ₂
    newline,  // the end of a line outside of brackets
    end,
  };
  Kind kind = Kind::end;
  std::string_view text;
  double value = 0;
  int count = 0;
  std::size_t begin = 0, end = 0;  // bytes of the source
  bool after_space = false;

  bool is(std::string_view sign) const { return kind == Kind::sign && text == sign; }
};

/// The tokens of `text`, with an end token as the last. They refer to `text`. Throws ParseError.
std::vector<Token> tokens_of(std::string_view text);

}  // namespace matgrad
