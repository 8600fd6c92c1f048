#include "pages/plain_math_tokens.hpp"

#include <cctype>

#include <matgrad/autodiff/expression/math_symbol.hpp>
#include <matgrad/autodiff/expression/symbol_characters.hpp>

namespace matgrad::pages {
namespace {

using Kind = MathToken::Kind;

bool is_one_of(std::string_view character, std::string_view those) {
  return !character.empty() && those.find(character) != std::string_view::npos;
}

/// Latin and Greek letters, save Σ, which is a sum here.
bool is_name_letter(std::string_view c) {
  if (c.size() == 1) return std::isalpha(static_cast<unsigned char>(c[0])) != 0;
  return c.size() == 2 && c >= "\u0391" && c <= "\u03C9" && c != "Σ";
}

/// What stays with a name: scripts, primes and combining accents.
bool is_script(std::string_view c) {
  return is_one_of(c, "₀₁₂₃₄₅₆₇₈₉ₐₑᵢⱼₖₗₘₙₚₛₜₓ⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵈᵉⁿᵐᵏᵗ′″*\u0302\u0303\u0304");
}

class PlainMathLexer {
 public:
  explicit PlainMathLexer(std::string_view text) : characters_(characters(text)) {}

  std::vector<MathToken> tokens() {
    std::vector<MathToken> all;
    while (position_ < characters_.size()) all.push_back(next());
    return all;
  }

 private:
  std::string_view at(std::size_t offset) const {
    return position_ + offset < characters_.size() ? characters_[position_ + offset] : std::string_view();
  }

  std::string take(std::size_t count) {
    std::string text;
    for (; count > 0; --count) text += characters_[position_++];
    return text;
  }

  MathToken next() {
    const std::string_view first = at(0);
    if (first == " ") return {Kind::space, take(1)};
    if (first == "½") return {Kind::half, take(1)};
    if (first == "ᵀ" || first == "²") return {Kind::mark, take(1)};
    if (first == "⁻" && at(1) == "¹") return {Kind::mark, take(2)};
    if (first == "Σ") return {Kind::sum, take(end_of_scripts(1))};
    if (const std::size_t end = end_of_derivative(); end > 0) return {Kind::derivative, take(end)};
    if (is_name_letter(first)) return {Kind::name, take(end_of_name(0))};
    if (is_digit(first)) return {Kind::number, take(end_of_number())};
    if (is_one_of(first, "([⟨")) return {Kind::opening, take(1)};
    if (is_one_of(first, ")]⟩")) return {Kind::closing, take(1)};
    if (is_one_of(first, "‖|")) {
      open_ = !open_;
      return {open_ ? Kind::opening : Kind::closing, take(1)};
    }
    return {Kind::sign, take(1)};
  }

  // All of these give the offset of the first character after what begins at an offset.

  std::size_t end_of_scripts(std::size_t end) const {
    while (is_script(at(end))) ++end;
    if (at(end) == "_" && (is_name_letter(at(end + 1)) || is_digit(at(end + 1)))) {
      ++end;
      while (is_name_letter(at(end)) || is_digit(at(end))) ++end;
    }
    return end;
  }

  std::size_t end_of_name(std::size_t end) const {
    // dW is two names, the differential and what it is of.
    if (at(end) == "d" && is_name_letter(at(end + 1)) && !is_name_letter(at(end + 2))) return end + 1;
    while (is_name_letter(at(end))) ++end;
    while (is_digit(at(end))) ++end;
    return end_of_scripts(end);
  }

  std::size_t end_of_number() const {
    std::size_t end = 0;
    while (is_digit(at(end)) || (at(end) == "." && is_digit(at(end + 1)))) ++end;
    if (at(end) != "e") return end;
    const std::size_t sign = is_one_of(at(end + 1), "+-") ? 1 : 0;
    if (!is_digit(at(end + 1 + sign))) return end;
    end += 1 + sign;
    while (is_digit(at(end))) ++end;
    return end;
  }

  std::size_t end_of_part(std::size_t begin) const {
    if (at(begin) != "(") return is_name_letter(at(begin)) ? end_of_name(begin) : begin;
    int depth = 0;
    for (std::size_t end = begin; !at(end).empty(); ++end) {
      if (at(end) == "(") ++depth;
      if (at(end) == ")" && --depth == 0) return end + 1;
    }
    return begin;
  }

  /// 0 where no derivative begins.
  std::size_t end_of_derivative() const {
    if (at(0) != "∂") return 0;
    const std::size_t slash = end_of_part(1);
    if (slash == 1 || at(slash) != "/" || at(slash + 1) != "∂") return 0;
    const std::size_t end = end_of_part(slash + 2);
    return end > slash + 2 ? end : 0;
  }

  std::vector<std::string_view> characters_;
  std::size_t position_ = 0;
  bool open_ = false;
};

}  // namespace

std::vector<MathToken> math_tokens(std::string_view math) { return PlainMathLexer(math).tokens(); }

}  // namespace matgrad::pages
