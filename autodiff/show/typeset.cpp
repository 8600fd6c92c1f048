#include "matgrad/autodiff/show/typeset.hpp"

#include <algorithm>

#include "matgrad/autodiff/expression/latin_letter.hpp"
#include "matgrad/autodiff/expression/math_symbol.hpp"

namespace matgrad {
namespace {

using Kind = Notation::Kind;

const Notation& first_part(const Notation& notation) {
  const Notation* first = &notation;
  for (;;) {
    const bool begins_with_part = first->kind == Kind::product || first->kind == Kind::infix ||
                                  first->kind == Kind::postfix || first->kind == Kind::indexed ||
                                  first->kind == Kind::quotient;
    if (!begins_with_part || first->parts.empty()) return *first;
    first = &first->parts.front();
  }
}

const Notation& last_part(const Notation& notation) {
  const Notation* last = &notation;
  for (;;) {
    const bool ends_with_part =
        last->kind == Kind::product || last->kind == Kind::scaled || last->kind == Kind::infix;
    if (!ends_with_part || last->parts.empty()) {
      const bool marked = last->kind == Kind::postfix || last->kind == Kind::indexed;
      return marked ? last->parts.front() : *last;
    }
    last = &last->parts.back();
  }
}

bool is_word(const Notation& notation) {
  return notation.kind == Kind::symbol && symbol_quotient(notation.text).below.empty() &&
         math_symbol(notation.text).is_word();
}

/// log(…), tr(…), log|…|; not σ(…).
bool is_named_function(const Notation& notation) {
  if (notation.kind == Kind::call) return function_symbol(notation.text).is_word();
  const bool fence = notation.kind == Kind::fence && !notation.text.empty();
  return fence && fence_signs(notation.text)[0].kind == FenceSign::Kind::word;
}

}  // namespace

std::string index_script(std::string_view indices) {
  std::string text;
  for (const char index : indices) text += (text.empty() ? "" : "\u2063") + std::string(1, index);
  return text;
}

std::string listed_indices(std::string_view indices) {
  std::string text;
  for (const char index : indices) text += (text.empty() ? "" : ",") + std::string(1, index);
  return text;
}

Between between(const Notation& left, const Notation& right) {
  const Notation& first = first_part(right);
  const bool number = (first.kind == Kind::number || first.kind == Kind::scaled) && first.text != "½";
  if (number) return Between::dot;
  if (is_word(last_part(left)) || is_word(first)) return Between::space;
  return is_named_function(first) ? Between::function : Between::nothing;
}

bool is_tall(const Notation& notation) {
  switch (notation.kind) {
    case Kind::quotient:
    case Kind::summation:
      return true;
    case Kind::matrix:
      return notation.parts.size() > notation.columns;
    case Kind::symbol:
      return !symbol_quotient(notation.text).below.empty();
    default:
      return std::ranges::any_of(notation.parts, is_tall);
  }
}

Decimal decimal(std::string_view number) {
  constexpr std::string_view minus = "−";
  Decimal result;
  if (number.starts_with(minus)) {
    result.negative = true;
    number.remove_prefix(minus.size());
  }
  const std::size_t e = number.find_first_of("eE");
  const bool digits = !number.empty() && number[0] >= '0' && number[0] <= '9';
  if (!digits || e == std::string_view::npos) {
    result.mantissa = number;
    return result;
  }
  std::string_view exponent = number.substr(e + 1);
  const bool below = exponent.starts_with("-");
  while (exponent.size() > 1 && (exponent[0] == '-' || exponent[0] == '+' || exponent[0] == '0'))
    exponent.remove_prefix(1);
  result.exponent = (below ? "−" : "") + std::string(exponent);
  if (number.substr(0, e) != "1") result.mantissa = number.substr(0, e);
  return result;
}

std::vector<FenceSign> fence_signs(std::string_view text) {
  std::vector<FenceSign> signs;
  for (const std::string_view c : characters(text)) {
    const bool letter = c.size() == 1 && is_latin_letter(c[0]);
    const bool delimiter = c == "(" || c == ")" || c == "[" || c == "]" || c == "{" || c == "}" || c == "|" ||
                           c == "‖" || c == "⟨" || c == "⟩";
    const FenceSign::Kind kind = letter      ? FenceSign::Kind::word
                                 : delimiter ? FenceSign::Kind::delimiter
                                             : FenceSign::Kind::mark;
    if (!delimiter && !signs.empty() && signs.back().kind == kind)
      signs.back().text += c;
    else
      signs.push_back({kind, std::string(c)});
  }
  return signs;
}

}  // namespace matgrad
