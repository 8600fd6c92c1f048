#include "matgrad/autodiff/expression/superscript.hpp"

#include <string_view>

namespace matgrad {

std::string superscript(long number) {
  constexpr std::string_view digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text;
  for (const char c : std::to_string(number)) text += c == '-' ? "⁻" : digits[c - '0'];
  return text;
}

}  // namespace matgrad
