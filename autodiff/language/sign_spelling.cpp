#include "matgrad/autodiff/language/sign_spelling.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace matgrad {
namespace {

// Longer spellings first where one begins another.
constexpr std::array<SignSpelling, 52> spellings = {{
    {".*", ".*"}, {"./", "./"}, {".^", ".^"}, {".'", "ᵀ"}, {">=", ">="}, {"<=", "<="}, {"==", "=="}, {"!=", "!="},
    {"~=", "!="}, {"||", "‖"},  {"+", "+"},   {"-", "-"},  {"*", "*"},   {"/", "/"},   {"^", "^"},   {"(", "("},
    {")", ")"},   {"[", "["},   {"]", "]"},   {",", ","},  {";", ";"},   {":", ":"},   {"=", "="},   {"<", "<"},
    {">", ">"},   {"|", "|"},   {"−", "-"},   {"–", "-"},  {"∘", ".*"},  {"⊙", ".*"},  {"⊘", "./"},  {"·", "·"},
    {"⋅", "·"},   {"∙", "·"},   {"∗", "*"},   {"⊗", "⊗"},  {"÷", "/"},   {"⁄", "/"},   {"∕", "/"},   {"≥", ">="},
    {"≤", "<="},  {"≠", "!="},  {"‖", "‖"},   {"∥", "‖"},  {"⟨", "⟨"},   {"⟩", "⟩"},   {"ᵀ", "ᵀ"},   {"⊤", "ᵀ"},
    {"√", "√"},   {"×", "×"},   {"{", "{"},   {"}", "}"},
}};

}  // namespace

std::optional<SignSpelling> sign_spelling(std::string_view text) {
  const auto begins = [&](const SignSpelling& spelling) { return text.starts_with(spelling.written); };
  const auto found = std::ranges::find_if(spellings, begins);
  return found == spellings.end() ? std::nullopt : std::optional(*found);
}

bool continues_line(std::string_view sign) {
  static constexpr std::string_view operators[] = {"+", "*", "·", "/", ".*", "./", "^",  ".^",
                                                   "×", "⊗", ">", "<", ">=", "<=", "==", "!="};
  return std::ranges::find(operators, sign) != std::end(operators);
}

bool is_continued(std::string_view sign) {
  static constexpr std::string_view signs[] = {"-", "=", ":", ",", ";"};
  return continues_line(sign) || std::ranges::find(signs, sign) != std::end(signs);
}

}  // namespace matgrad
