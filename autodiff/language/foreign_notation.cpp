#include "matgrad/autodiff/language/foreign_notation.hpp"

#include <algorithm>
#include <array>

#include "matgrad/autodiff/expression/latin_letter.hpp"
#include "matgrad/autodiff/expression/one_of.hpp"
#include "matgrad/autodiff/language/character.hpp"
#include "matgrad/autodiff/language/function_table.hpp"

namespace matgrad {
namespace {

std::string_view word_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && is_name_byte(text[end])) ++end;
  return text.substr(begin, end - begin);
}

std::string_view word_before(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && is_name_byte(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

/// Of A.T, x.sum() and np.linalg.inv(A), where a letter follows the point.
std::string behind_point(std::string_view text, std::size_t at) {
  static constexpr std::array<std::string_view, 6> transposes = {"T", "mT", "t", "H", "transpose", "adjoint"};
  static constexpr std::array<std::string_view, 5> products = {"dot", "matmul", "mm", "mv", "bmm"};
  std::string_view owner = word_before(text, at);
  constexpr std::size_t longest = 20;
  if (owner.empty() || owner.size() > longest) owner = "A";
  std::string_view word = word_at(text, at + 1);
  std::size_t behind = at + 1 + word.size();
  bool transposed = false;
  while (behind + 1 < text.size() && text[behind] == '.' && is_latin_letter(text[behind + 1])) {
    if (is_one_of(word, transposes)) transposed = !transposed;
    word = word_at(text, behind + 1);
    behind += 1 + word.size();
  }
  const std::string name = std::string(owner) + (transposed ? "'" : "");
  const bool without_arguments = text.substr(behind).starts_with("()");
  const bool is_call = text.substr(behind).starts_with("(") && !without_arguments;
  if (is_one_of(word, transposes)) return "the transpose is written " + (is_call ? "A" : name) + "'";
  if (word == "I") return "the inverse is written inv(" + name + ")";
  if (is_one_of(word, products))
    return "the matrix product is written A*B, that of entries A.*B, the inner product dot(x, y)";
  if (!is_language_function(word)) return "a point stands behind no name: functions are called as in sum(x)";
  const std::string function(word);
  if (is_call) return "functions have no library in front: write " + function + "(…)";
  return "write " + function + "(" + name + ")";
}

/// Of exp.(x).
std::string function_before(std::string_view text, std::size_t at) {
  constexpr std::size_t longest = 20;
  const std::string_view name = word_before(text, at);
  return name.empty() || name.size() > longest ? "exp(x)" : std::string(name) + "(…)";
}

std::string in_braces(std::string_view text, std::size_t at) {
  const std::string_view inside = text.substr(at + 1, text.find('}', at) - at - 1);
  if (at > 0 && text[at - 1] == '_') return "a subscript is written W_1, W_in or W1";
  const bool is_choice =
      inside.find(" if ") != std::string_view::npos || inside.find("otherwise") != std::string_view::npos;
  return std::string("the brackets of formulas are ( and )") +
         (is_choice ? "; a choice is written select(x > 0, a, b)" : "");
}

/// Of signs that are no letters of a name.
std::string sign_hint(std::string_view rest) {
  struct Hint {
    std::string_view sign, hint;
  };
  static constexpr std::array<Hint, 13> hints = {
      {{"∑", "a sum is written sum(x), one over an index with matrices: sum(a.*b), A*x"},
       {"∏", "products are written column_products(A) and row_products(A)"},
       {"∫", "there are no integrals"},
       {"∈", "a shape is declared as in A: 3x3, x: 3, a: scalar"},
       {"≈", "equality is compared as in a == b"},
       {"≡", "equality is compared as in a == b"},
       {"∧", "conditions are multiplied: (x > 0).*(y > 0)"},
       {"∨", "one of two conditions holds where (x > 0) + (y > 0) > 0"},
       {"¬", "a condition is negated as in 1 - (x > 0)"},
       {"∛", "a cube root is written x.^(1/3)"},
       {"⊕", "a sum is written A + B, a matrix of blocks blkdiag(A, B)"},
       {"†", "the transpose is written A', the pseudo-inverse A⁺ or pinv(A)"},
       {"←", "a part is named as in K = W*x"}}};
  const auto found = std::ranges::find_if(hints, [&](const Hint& it) { return rest.starts_with(it.sign); });
  return found == hints.end() ? "" : std::string(found->hint);
}

}  // namespace

std::string foreign_notation_hint(std::string_view text, std::size_t at) {
  const char next = at + 1 < text.size() ? text[at + 1] : '\0';
  switch (text[at]) {
    case '.':
      if (next == '(') return "functions go entry by entry without a point: write " + function_before(text, at);
      return is_latin_letter(next) ? behind_point(text, at) : "";
    case '*':
      return next == '*' ? "powers are written A^2, those of the entries A.^2" : "";
    case '@':
      return "the matrix product is written A*x";
    case '&':
      return "conditions are multiplied: (x > 0).*(y > 0)";
    case '!':
      if (next == '=') return "";
      return std::string("a condition is negated as in 1 - (x > 0)") +
             (at > 0 && (is_name_byte(text[at - 1]) || text[at - 1] == ')') ? "; x! is written exp(lgamma(x + 1))"
                                                                            : "");
    case '{':
    case '}':
      return in_braces(text, at);
    case '%':
      return "comments begin with #; the remainder of a over b is a - b*floor(a/b)";
    case '?':
      return "the character ? has no meaning here; a choice is written select(x > 0, a, b)";
    case '$':
      return "the character $ has no meaning here; a formula stands without the dollars of LaTeX";
    default:
      return sign_hint(text.substr(at));
  }
}

bool means_transpose(std::string_view exponent) {
  static constexpr std::array<std::string_view, 3> signs = {"T", "H", "top"};
  return is_one_of(exponent, signs);
}

}  // namespace matgrad
