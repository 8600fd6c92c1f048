#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/language/character.hpp"
#include "matgrad/autodiff/language/foreign_names.hpp"
#include "matgrad/autodiff/language/formula_parser.hpp"
#include "matgrad/autodiff/language/parse_error.hpp"

// What formulas are put together from: numbers, names, calls and everything in brackets.

namespace matgrad {
namespace {

/// A name "f⁽⁴⁾" as a function and the order of its derivative.
struct OrderedName {
  std::string_view function;
  int order = 0;
};

OrderedName with_raised_order(std::string_view name) {
  const std::size_t open = name.rfind("⁽");
  if (open == std::string_view::npos || open == 0 || !name.ends_with("⁾")) return {name};
  int order = 0;
  for (std::size_t i = open + std::string_view("⁽").size(); i + std::string_view("⁾").size() < name.size();) {
    const auto [code, length] = character_at(name, i);
    const auto digit = raised_digit(code);
    if (!digit || order > 1000) return {name};
    order = 10 * order + (*digit - '0');
    i += length;
  }
  return {name.substr(0, open), order};
}

// f(2) is no entry of f.
bool is_called_like_a_function(std::string_view name) {
  static constexpr std::array<std::string_view, 12> names = {"f", "g", "phi", "psi", "sigma", "φ",
                                                             "ϕ", "ψ", "σ",   "pi",  "π",     "Φ"};
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::size_t FormulaParser::primary() {
  const Token& token = peek();
  if (at_ + 1 >= tokens_.size()) fail(token.begin, "the formula ends where an operand is expected");
  if (token.kind == Token::Kind::number) {
    const Token taken = next();
    return peek().kind == Token::Kind::size ? sized(taken, next()) : number(taken.value, taken);
  }
  if (token.kind == Token::Kind::name) return name();
  if (token.is("(")) return bracketed();
  if (token.is("[")) return matrix();
  if (token.is("⟨")) return inner_product("⟩");
  if (token.is("‖")) return between_bars();
  if (token.is("√")) return root();
  if (token.is("\\frac")) return fraction();
  if (token.is("<")) return inner_product(">");
  if (token.is("|")) fail(token.begin, "write abs(x) for |x|, det(A) for |A|, and log|A| for its logarithm");
  const bool is_arrow = token.is(">") && at_ > 0 && tokens_[at_ - 1].is("-");
  if (is_arrow) fail(tokens_[at_ - 1].begin, "a formula stands without its variables: x^2 for x -> x^2");
  if (token.kind == Token::Kind::prime) fail(token.begin, "' is the transpose of what stands in front of it");
  const std::string shown =
      token.kind == Token::Kind::newline ? "the line ends" : "\"" + std::string(token.text) + "\" stands";
  fail(token.begin, "an operand is expected where " + shown);
}

std::size_t FormulaParser::between(std::string_view, std::string_view close, std::string_view what) {
  const Token open = next();
  enter(open.begin);
  const int outer_bars = std::exchange(open_bars_, 0);
  const Index inside = comparison();
  open_bars_ = outer_bars;
  expect(close, what);
  --depth_;
  // Where the whole is pointed at, the brackets belong to it.
  node(inside).begin = open.begin;
  node(inside).end = tokens_[at_ - 1].end;
  return inside;
}

std::size_t FormulaParser::between_bars() {
  const Token open = next();
  enter(open.begin);
  ++open_bars_;
  const Index inside = comparison();
  --open_bars_;
  expect("‖", "the norm");
  --depth_;
  return norm(inside, open);
}

// ⟨x, y⟩, also <x, y>, in which a comparison would stand in brackets.
std::size_t FormulaParser::inner_product(std::string_view close) {
  const Token open = next();
  enter(open.begin);
  const int outer_bars = std::exchange(open_bars_, 0);
  const auto part = [&] { return close == ">" ? sum() : comparison(); };
  const Index left = part();
  if (!take(",")) fail(peek().begin, "an inner product is written ⟨A, B⟩ or dot(A, B)");
  const Index right = part();
  open_bars_ = outer_bars;
  expect(close, "the inner product");
  --depth_;
  return operation(*find_function("dot", 2, 0), {left, right}, open.begin);
}

// √x, √(x + y), \sqrt{x + y}
std::size_t FormulaParser::root() {
  const Token sign = next();
  enter(sign.begin);
  const Index inside = peek().is("{") ? between("{", "}", "the root") : primary();
  --depth_;
  return operation(*find_function("sqrt", 1, 0), {inside}, sign.begin);
}

// \frac{a}{b}
std::size_t FormulaParser::fraction() {
  const Token sign = next();
  enter(sign.begin);
  const auto part = [&] {
    if (!peek().is("{")) fail(peek().begin, "a fraction is written \\frac{a}{b} or a/b");
    return between("{", "}", "the fraction");
  };
  const Index above = part();
  const Index below = part();
  --depth_;
  const Index result = operation(find_operator("/"), {above, below}, sign.begin);
  node(result).end = tokens_[at_ - 1].end;
  return result;
}

std::size_t FormulaParser::matrix() {
  SyntaxNode result;
  result.kind = SyntaxNode::Kind::matrix;
  result.begin = result.at = next().begin;
  std::size_t columns = 0;
  const auto end_row = [&] {
    if (result.columns == 0) result.columns = columns;
    if (columns == 0 || columns != result.columns)
      fail(peek().begin, "the rows of a matrix have the same number of entries");
    columns = 0;
  };
  while (!peek().is("]")) {
    if (take(";")) {
      end_row();
      continue;
    }
    if (columns > 0) take(",");
    bool negative = false;
    while (peek().is("-") || peek().is("+")) negative = next().is("-") != negative;
    if (peek().kind != Token::Kind::number || at_ + 1 >= tokens_.size())
      fail(peek().begin,
           "a matrix in brackets is made of numbers, as in [1 2; 3 4]; of others write horzcat(A, B) for [A, B], "
           "vertcat(A, B) for [A; B]");
    const double value = next().value;
    result.numbers.push_back(negative ? -value : value);
    ++columns;
  }
  end_row();
  result.end = next().end;
  return add(std::move(result));
}

std::size_t FormulaParser::name() {
  Token token = next();
  const std::string spelling = spelled(token.text);
  if (is_value(spelling)) token.text = spelling;
  const bool is_function = !is_value(token.text) || is_language_function(token.text);
  const bool opens = (peek().is("(") || peek().is("[")) && !peek().after_space;
  if (!opens && !known_.functions.contains(token.text) && !is_value(token.text))
    if (const auto parts = words_.parts(token.text); !parts.empty()) return side_by_side(token, parts);
  if (token.text == "adj" && peek().is("(")) return adjoint(token);
  if (token.text == "log" && peek().text == "det" && peek(1).is("(")) {
    const Index inside = name();
    return operation(*find_function("log", 1, 0), {inside}, token.begin);
  }
  if (token.text == "log" && peek().is("|")) return log_of_determinant(token);

  // f(z), f′(z), f⁽⁴⁾(z)
  std::size_t primes = 0;
  int order = 0;
  while (peek(primes).kind == Token::Kind::prime) order += peek(primes++).count;
  if (peek(primes).is("(")) {
    const auto [function, raised] =
        known_.functions.contains(token.text) ? OrderedName{token.text} : with_raised_order(token.text);
    if (known_.functions.contains(function)) {
      at_ += primes;
      return unspecified(token, function, order + raised);
    }
    if (is_function && is_language_function(function) && order + raised > 0) {
      at_ += primes;
      const LanguageFunction* entry = find_function(function, 1, 0);
      if (entry == nullptr || entry->signature.rule != Signature::Rule::entrywise)
        fail(token.begin, std::string(function) + " has no derivative entry by entry");
      if (order + raised > 4) fail(token.begin, "derivatives up to the fourth can be written so");
      const Index inside = bracketed();
      const Index result = operation(*entry, {inside}, token.begin);
      node(result).kind = SyntaxNode::Kind::derivative;
      node(result).order = order + raised;
      return result;
    }
    if (primes == 0 && is_function && is_language_function(token.text)) return call(token);
    const bool may_be_entry = primes == 0 && !peek().after_space && !known_.scalars.contains(token.text);
    if (may_be_entry && !is_called_like_a_function(token.text))
      if (const std::optional<Index> result = entry(token, spelling)) return *result;
    if (primes == 0 && !peek().after_space && takes_block()) fail_block(token);
    if (!is_value(token.text) && !peek(primes).after_space) fail_unknown_function(token);
  }
  if (peek().is("[") && !peek().after_space && is_function && is_language_function(token.text) &&
      !is_value(token.text))
    return call_with_bracket(token);
  if (peek().is("[") && !peek().after_space) {
    if (const std::optional<Index> result = entry(token, spelling)) return *result;
    fail_block(token);
  }
  if (known_.functions.contains(token.text))
    fail(token.begin, std::string(token.text) + " is a function: write " + std::string(token.text) + "(…)");

  if (!is_value(token.text)) {
    if (is_language_function(token.text) && peek().is("^") && token.text != "eye")
      fail(token.begin,
           "the power of a function stands behind its argument: " + std::string(token.text) + "(…)^2");
    if (is_language_function(token.text) && token.text != "eye" && token.text != "I")
      fail(token.begin, std::string(token.text) + " is a function: write " + std::string(token.text) +
                            "(…); for a variable of this name declare " + std::string(token.text) + ": scalar");
    if (const std::string hint = foreign_name_hint(token.text, begins_factor()); !hint.empty())
      fail(token.begin, hint);
    if (token.text == "inf") return number(std::numeric_limits<double>::infinity(), token);
    if (token.text == "where") fail(token.begin, "where stands behind a formula: A x  where A = …, x = …");
  }
  return leaf(token, spelling);
}

std::size_t FormulaParser::leaf(const Token& token, const std::string& spelling) {
  if (!is_value(token.text)) {
    if (token.text == "eye" || token.text == "I") return filling("eye", {}, token);
    if (token.text.starts_with("I"))
      if (std::vector<double> sizes = sizes_in(token.text.substr(1)); sizes.size() == 1)
        return filling("eye", std::move(sizes), token);
  }
  SyntaxNode result;
  result.kind = SyntaxNode::Kind::name;
  result.name = spelling;
  if (const auto found = defined_.find(token.text); found != defined_.end()) result.definition = found->second;
  const std::size_t slash = token.text.find("/∂");
  if (!result.definition && !is_value(token.text) && slash != std::string_view::npos) {
    if (token.text.starts_with("∂/∂"))
      fail(token.begin, "the loss itself is written; the derivative by x is asked for by --wrt x");
    result.kind = SyntaxNode::Kind::adjoint;
    result.name = spelled(token.text.substr(slash + std::string_view("/∂").size()));
  } else if (!result.definition) {
    first_uses_.emplace(unicode_symbol(spelling), token.begin);
  }
  result.begin = result.at = token.begin;
  result.end = token.end;
  return add(std::move(result));
}

std::size_t FormulaParser::adjoint(const Token& name) {
  next();
  SyntaxNode result;
  result.kind = SyntaxNode::Kind::adjoint;
  if (peek().kind != Token::Kind::name) fail(peek().begin, "adj takes a name, as in adj(z2)");
  result.name = spelled(next().text);
  expect(")", "adj(");
  result.begin = result.at = name.begin;
  result.end = tokens_[at_ - 1].end;
  return add(std::move(result));
}

std::size_t FormulaParser::log_of_determinant(const Token& name) {
  const Token open = next();
  enter(open.begin);
  const int outer_bars = std::exchange(open_bars_, 0);
  const Index inside = comparison();
  open_bars_ = outer_bars;
  expect("|", "log|");
  --depth_;
  const SyntaxNode& it = node(inside);
  if (it.kind == SyntaxNode::Kind::call && it.function == find_function("det", 1, 0))
    return operation(*find_function("log_abs_det", 1, 0), {it.inputs[0]}, name.begin);
  return operation(*find_function("logdet", 1, 0), {inside}, name.begin);
}

}  // namespace matgrad
