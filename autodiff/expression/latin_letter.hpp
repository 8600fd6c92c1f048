#pragma once

namespace matgrad {

/// a to z and A to Z, in any locale.
constexpr bool is_latin_letter(char32_t code) {
  return (U'a' <= code && code <= U'z') || (U'A' <= code && code <= U'Z');
}
constexpr bool is_latin_letter(char c) {
  return is_latin_letter(static_cast<char32_t>(static_cast<unsigned char>(c)));
}

}  // namespace matgrad
