#include "matgrad/autodiff/language/character.hpp"

#include "matgrad/autodiff/expression/latin_letter.hpp"

namespace matgrad {
namespace {

bool between(char32_t code, char32_t first, char32_t last) { return first <= code && code <= last; }

}  // namespace

Character character_at(std::string_view text, std::size_t offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const unsigned first = byte(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() - offset < length) return {};
  char32_t code = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < least[length] || code > 0x10FFFF || between(code, 0xD800, 0xDFFF)) return {};
  return {code, length};
}

bool begins_name(char32_t code) {
  if (code < 0x80) return is_latin_letter(code) || code == '_';
  if (code == U'×' || code == U'÷' || code == U'ᵀ') return false;
  return between(code, 0xC0, 0x24F) || between(code, 0x250, 0x2AF) || between(code, 0x370, 0x52F) ||
         between(code, 0x1D00, 0x1DBF) || between(code, 0x1E00, 0x1FFF) || between(code, 0x2100, 0x214F) ||
         between(code, 0x3040, 0x9FFF) || between(code, 0x1D400, 0x1D7FF) || code == U'∂' || code == U'∇';
}

bool continues_name(char32_t code) {
  return begins_name(code) || between(code, '0', '9') || is_combining(code) || between(code, 0x2080, 0x209C);
}

bool is_space(char32_t code) {
  return code == ' ' || code == '\t' || code == '\r' || code == 0xA0 || between(code, 0x2000, 0x200A) ||
         code == 0x202F || code == 0xFEFF;
}

bool is_name_byte(char c) {
  return is_latin_letter(c) || ('0' <= c && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_combining(char32_t code) { return between(code, 0x300, 0x36F) || between(code, 0x20D0, 0x20FF); }

std::optional<char> raised_digit(char32_t code) {
  if (code == U'¹') return '1';
  if (code == U'²') return '2';
  if (code == U'³') return '3';
  if (code == U'⁰' || between(code, U'⁴', U'⁹')) return static_cast<char>('0' + (code - U'⁰'));
  return std::nullopt;
}

bool is_size_character(char32_t code) { return between(code, U'₀', U'₉') || code == U'ₓ'; }

std::vector<double> sizes_in(std::string_view subscript) {
  const bool plain = subscript.starts_with("_");
  const char32_t zero = plain ? U'0' : U'₀', times = plain ? U'x' : U'ₓ';
  std::vector<double> sizes;
  bool begins = true;
  for (std::size_t i = plain ? 1 : 0; i < subscript.size();) {
    const auto [code, length] = character_at(subscript, i);
    i += length;
    if (code == times && !begins && sizes.size() == 1) {
      begins = true;
    } else if (between(code, zero, zero + 9)) {
      if (begins) sizes.push_back(0);
      sizes.back() = 10 * sizes.back() + static_cast<double>(code - zero);
      begins = false;
    } else {
      return {};
    }
  }
  return begins ? std::vector<double>() : sizes;
}

}  // namespace matgrad
