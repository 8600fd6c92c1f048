#include "matgrad/autodiff/language/letter_convention.hpp"

#include <algorithm>
#include <array>

#include "matgrad/autodiff/expression/latin_letter.hpp"
#include "matgrad/autodiff/language/character.hpp"

namespace matgrad {
namespace {

bool is_letter(char32_t code) {
  if (code < 0x80) return is_latin_letter(code);
  const bool subscript = 0x2080 <= code && code <= 0x209C;
  return begins_name(code) && !subscript;
}

bool is_small_greek(char32_t code) { return 0x3B1 <= code && code <= 0x3C9; }

}  // namespace

bool is_single_letter(std::string_view name) {
  const auto [first, length] = character_at(name, 0);
  if (!is_letter(first)) return false;
  for (std::size_t i = length; i < name.size();) {
    const Character next = character_at(name, i);
    if (is_letter(next.code)) return false;
    i += next.length;
  }
  return true;
}

bool is_greek_name(std::string_view name) {
  static constexpr std::array<std::string_view, 24> spelled = {
      "alpha", "beta",  "gamma",  "delta", "epsilon", "zeta", "eta", "theta",
      "iota",  "kappa", "lambda", "mu",    "nu",      "xi",   "pi",  "omicron",
      "rho",   "tau",   "phi",    "sigma", "upsilon", "chi",  "psi", "omega"};
  if (name.empty()) return false;
  const auto [first, length] = character_at(name, 0);
  if (is_small_greek(first)) {
    return length == name.size() || !is_letter(character_at(name, length).code) || name[length] == '_';
  }
  std::size_t end = 0;
  while (end < name.size() && 'a' <= name[end] && name[end] <= 'z') ++end;
  return std::ranges::find(spelled, name.substr(0, end)) != spelled.end();
}

LetterKind letter_kind(std::string_view name) {
  if (is_greek_name(name)) return LetterKind::scalar;
  const char32_t first = character_at(name, 0).code;
  if ('a' <= first && first <= 'g') return LetterKind::scalar;
  if (('A' <= first && first <= 'Z') || (0x391 <= first && first <= 0x3A9)) return LetterKind::matrix;
  return is_small_greek(first) ? LetterKind::scalar : LetterKind::vector;
}

}  // namespace matgrad
