#pragma once

#include <string_view>

namespace matgrad {

// The characters of mathematical symbols. Each of the first seven gives nothing where there is no such character.

/// α of "alpha", Γ of "Gamma".
std::string_view greek_letter(std::string_view name);
/// The combining character of "hat", "bar", …
std::string_view accent_sign(std::string_view name);
/// 1 of ₁, and ₁ of 1; 1 of ¹, and ¹ of 1.
std::string_view plain_subscript(std::string_view sign);
std::string_view small_subscript(std::string_view plain);
std::string_view plain_superscript(std::string_view sign);
std::string_view small_superscript(std::string_view plain);
/// The character that looks the same in all fonts: A of the Greek capital.
std::string_view same_look(std::string_view sign);

bool is_digit(std::string_view character);
bool is_combining(std::string_view character);
/// A letter of some alphabet: ASCII letters, and what is neither ASCII nor a script, a mark or an arrow.
bool is_letter(std::string_view character);

}  // namespace matgrad
