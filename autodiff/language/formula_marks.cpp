#include <cmath>
#include <optional>
#include <string>

#include "matgrad/autodiff/language/foreign_notation.hpp"
#include "matgrad/autodiff/language/formula_parser.hpp"

// What stands behind an operand: transposes and powers.

namespace matgrad {

std::size_t FormulaParser::with_marks(Index base) {
  while (true) {
    const Token& token = peek();
    if (at_ + 1 >= tokens_.size()) return base;
    if (token.kind == Token::Kind::prime || token.is("ᵀ")) {
      const Token mark = next();
      if (is_bare_number(base, 1) || is_bare_number(base, 0)) as_ones(base);
      const int count = mark.kind == Token::Kind::prime ? mark.count : 1;
      for (int i = 0; i < count; ++i) base = operation(find_operator("'", 1), {base}, mark.begin);
    } else if (token.is("⁺")) {
      base = operation(find_operator("⁺", 1), {base}, next().begin);
    } else if (token.kind == Token::Kind::raised) {
      base = raised(base, next());
    } else if (token.is("^") || token.is(".^")) {
      const Token sign = next();
      base = power(base, sign, sign.is(".^"));
    } else {
      return base;
    }
  }
}

std::size_t FormulaParser::raised(Index base, const Token& token) {
  const double exponent = token.value;
  if (exponent == 2)
    if (const std::optional<Index> squared = squared_norm(base)) return *squared;
  if (exponent == -1) return operation(*find_function("inv", 1, 0), {base}, token.begin);
  return operation(find_operator("^", 1, 1), {base}, token.begin, {exponent});
}

std::size_t FormulaParser::power(Index base, const Token& sign, bool entrywise) {
  const std::size_t begin = peek().begin;
  if (bool is_inverse = false; !entrywise && takes_transpose(is_inverse))
    return transposed(base, is_inverse, sign.begin);
  if (peek().kind == Token::Kind::name && means_transpose(peek().text) && !words_.is_name(peek().text))
    fail(sign.begin, "the transpose is written A'; for a power declare " + std::string(peek().text) + ": scalar");
  const bool may_be_words = peek().kind == Token::Kind::name && peek().text.size() > 1 &&
                            means_transpose(peek().text.substr(0, 1)) && !words_.is_known(peek().text);
  if (may_be_words)
    note(std::string(peek().text) + " read as one name, an exponent; a transpose and more is written A' x");
  if (peek().is("*")) fail(sign.begin, "the transpose is written A'");
  const bool is_plus_alone = peek().is("+") && (at_ + 2 >= tokens_.size() || peek(1).kind == Token::Kind::sign) &&
                             !peek(1).is("(") && !peek(1).is("[");
  if (is_plus_alone) fail(sign.begin, "the pseudo-inverse is written A⁺ or pinv(A)");
  const bool negative = takes_negative_sign();
  Index exponent = peek().is("{") ? between("{", "}", "the exponent") : primary();
  if (negative) exponent = operation(find_operator("-", 1), {exponent}, begin);
  const std::optional<double> value = node(exponent).value;
  if (!value) return operation(find_operator(entrywise ? ".^" : "^"), {base, exponent}, sign.begin);

  if (*value == 2)
    if (const std::optional<Index> squared = squared_norm(base)) return *squared;
  const bool is_whole = *value == std::trunc(*value) && std::abs(*value) <= 1e9;
  const LanguageFunction& power = find_operator(entrywise ? ".^" : is_whole ? "^" : "scalar^", 1, 1);
  return operation(power, {base}, sign.begin, {*value});
}

// T, {T}, -T, {-T}, with \top for T; T is a power where it is a name.
bool FormulaParser::takes_transpose(bool& is_inverse) {
  std::size_t i = 0;
  const bool in_braces = peek().is("{");
  if (in_braces) ++i;
  is_inverse = peek(i).is("-");
  if (is_inverse) ++i;
  const Token& sign = peek(i++);
  const bool is_letter =
      sign.kind == Token::Kind::name && means_transpose(sign.text) && !words_.is_name(sign.text);
  if (!sign.is("ᵀ") && !is_letter) return false;
  if (in_braces && !peek(i++).is("}")) return false;
  if (is_letter)
    note("^" + std::string(sign.text) + " read as the transpose; declare " + std::string(sign.text) +
         ": scalar for a power");
  at_ += i;
  return true;
}

std::size_t FormulaParser::transposed(Index base, bool is_inverse, std::size_t at) {
  if (is_inverse) base = operation(*find_function("inv", 1, 0), {base}, at);
  return operation(find_operator("'", 1), {base}, at);
}

}  // namespace matgrad
