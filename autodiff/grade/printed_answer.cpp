#include "matgrad/autodiff/grade/printed_answer.hpp"

#include <algorithm>
#include <optional>

#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/language/parse_error.hpp"
#include "matgrad/autodiff/language/token.hpp"

namespace matgrad {
namespace {

using Tokens = std::span<const Token>;

/// The left side of an equation, and the variable that it is the derivative by.
struct LeftSide {
  std::string_view of;
  std::size_t tokens = 0;  // with the = behind it
};

bool is_name(const Token& token) { return token.kind == Token::Kind::name; }
/// The d of dL/dW.
bool is_differential(const Token& token) {
  return is_name(token) && token.text.size() > 1 && token.text.starts_with('d');
}

std::optional<LeftSide> left_side(Tokens t) {
  constexpr std::string_view by = "/∂";
  if (t.size() > 2 && is_name(t[0]) && t[0].text.starts_with("∂") && t[1].is("="))
    if (const std::size_t at = t[0].text.find(by); at != std::string_view::npos)
      return LeftSide{t[0].text.substr(at + by.size()), 2};
  if (t.size() > 4 && is_differential(t[0]) && t[1].is("/") && is_differential(t[2]) && t[3].is("="))
    return LeftSide{t[2].text.substr(1), 4};
  if (t.size() > 5 && t[0].text == "adj" && t[1].is("(") && is_name(t[2]) && t[3].is(")") && t[4].is("="))
    return LeftSide{t[2].text, 5};
  return std::nullopt;
}

bool ends_factor(const Token& token) {
  using Kind = Token::Kind;
  if (token.kind == Kind::sign)
    return token.is(")") || token.is("]") || token.is("⟩") || token.is("ᵀ") || token.is("⁺") || token.is("‖") ||
           token.is("|");
  return token.kind != Kind::newline && token.kind != Kind::end;
}

/// (3×1) behind a formula; the last token is the end of the text.
std::optional<Shape> stated_shape(Tokens t) {
  if (t.size() < 7) return std::nullopt;
  t = t.last(7);
  const auto is_size = [](const Token& token) {
    return token.kind == Token::Kind::number &&
           token.text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const bool is_shape = ends_factor(t[0]) && t[1].is("(") && t[1].after_space && is_size(t[2]) && t[3].is("×") &&
                        is_size(t[4]) && t[5].is(")");
  if (!is_shape) return std::nullopt;
  return Shape{static_cast<Index>(t[2].value), static_cast<Index>(t[4].value)};
}

}  // namespace

std::string without_frame(std::string_view answer, std::string_view wrt, std::span<const Shape> shapes) {
  std::vector<Token> tokens = tokens_of(answer);
  while (tokens.size() > 1 && tokens[tokens.size() - 2].kind == Token::Kind::newline)
    tokens.erase(tokens.end() - 2);
  std::string formula(answer);
  const auto blank = [&](std::size_t begin, std::size_t end) {
    std::fill_n(formula.begin() + static_cast<std::ptrdiff_t>(begin), end - begin, ' ');
  };
  std::size_t start = 0;  // of the last statement
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i)
    if (tokens[i].is(";") || tokens[i].kind == Token::Kind::newline) start = i + 1;
  if (const auto left = left_side(Tokens(tokens).subspan(start))) {
    if (unicode_symbol(left->of) != unicode_symbol(wrt))
      throw ParseError(
          answer, tokens[start].begin,
          "this is a derivative by " + std::string(left->of) + ", and asked is the one by " + std::string(wrt));
    blank(tokens[start].begin, tokens[start + left->tokens - 1].end);
  }
  if (const auto shape = stated_shape(tokens)) {
    const std::size_t begin = tokens[tokens.size() - 6].begin;
    if (std::ranges::find(shapes, *shape) == shapes.end())
      throw ParseError(answer, begin,
                       "the shape " + to_string(*shape) + " is said of the answer, but asked is a matrix " +
                           to_string(shapes.front()));
    blank(begin, tokens.back().begin);
  }
  return formula;
}

}  // namespace matgrad
