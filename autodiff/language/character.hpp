#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace matgrad {

/// One character of UTF-8 text and how many bytes it takes. A byte that starts no character is `invalid`.
struct Character {
  static constexpr char32_t invalid = 0xFFFFFFFF;
  char32_t code = invalid;
  std::size_t length = 1;
};

/// The character that starts at `offset`, which lies inside of `text`.
Character character_at(std::string_view text, std::size_t offset);

/// A letter, an underscore, or a mark that names may begin with (∂, ∇).
bool begins_name(char32_t code);
/// Also digits, subscripts, combining accents and raised brackets: W⁽¹⁾, x̂, b₁.
bool continues_name(char32_t code);
bool is_space(char32_t code);
/// A byte that may be part of a name: a letter, a digit, an underscore, or part of a longer character.
bool is_name_byte(char c);
/// An accent, which stands above the character in front.
bool is_combining(char32_t code);
/// The digit that a raised digit stands for.
std::optional<char> raised_digit(char32_t code);
/// A small digit below the line, or the ₓ between two numbers of them.
bool is_size_character(char32_t code);
/// The numbers in "₃", "₃ₓ₂", "_3" or "_3x2"; none where `subscript` is something else.
std::vector<double> sizes_in(std::string_view subscript);

}  // namespace matgrad
