#include "matgrad/autodiff/language/formula_parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/language/character.hpp"
#include "matgrad/autodiff/language/parse_error.hpp"

namespace matgrad {
namespace {

constexpr int greatest_depth = 200;  // of brackets

template <std::size_t N>
bool is_sign_of(const Token& token, const std::array<std::string_view, N>& signs) {
  return token.kind == Token::Kind::sign && std::ranges::find(signs, token.text) != signs.end();
}

std::string described(const Token& token) {
  if (token.kind == Token::Kind::end) return "the text ends";
  if (token.kind == Token::Kind::newline) return "the line ends";
  return "\"" + std::string(token.text) + "\" stands";
}

}  // namespace

FormulaParser::FormulaParser(std::string_view text, const KnownNames& known, const CompoundWords& words,
                             Syntax& syntax)
    : text_(text), known_(known), words_(words), syntax_(syntax) {
  for (const std::string& name : known_.values) spellings_.emplace(unicode_symbol(name), name);
}

std::size_t FormulaParser::formula(std::span<const Token> tokens) {
  tokens_ = tokens;
  at_ = 0;
  depth_ = open_bars_ = 0;
  const Index result = comparison();
  if (at_ + 1 < tokens_.size()) {
    const Token& token = peek();
    if (token.is(")") || token.is("]") || token.is("⟩"))
      fail(token.begin, "nothing is open that " + std::string(token.text) + " could close");
    if (token.is("=")) fail_equals(token);
    if (token.is(":")) fail(token.begin, ": declares a name, as in W: 3x6");
    fail(token.begin, "an operator is expected where " + described(token));
  }
  return result;
}

void FormulaParser::define(std::string name, std::size_t node, std::size_t at) {
  if (const auto used = first_uses_.find(unicode_symbol(name)); used != first_uses_.end())
    fail(used->second, name + " is used in front of its definition");
  defined_[name] = syntax_.definitions.size();
  spellings_.emplace(unicode_symbol(name), name);
  syntax_.definitions.push_back({std::move(name), node, at});
}

const Token& FormulaParser::peek(std::size_t ahead) const {
  return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
}

Token FormulaParser::next() {
  const Token token = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool FormulaParser::take(std::string_view sign) {
  if (!peek().is(sign) || at_ + 1 >= tokens_.size()) return false;
  ++at_;
  return true;
}

void FormulaParser::expect(std::string_view sign, std::string_view what) {
  if (peek().is("=")) fail_equals(peek());
  if (sign == ")" && peek().is(";")) fail(peek().begin, "; ends a statement: arguments are parted by commas");
  if (!take(sign))
    fail(peek().begin, std::string(sign) + " is expected to close " + std::string(what) + " where " +
                           (at_ + 1 < tokens_.size() ? described(peek()) : "the formula ends"));
}

void FormulaParser::fail(std::size_t at, const std::string& message) const {
  throw ParseError(text_, at, message);
}

void FormulaParser::fail_equals(const Token& sign) const {
  const bool behind_name = at_ > 1 && tokens_[at_ - 1].kind == Token::Kind::name;
  if (behind_name && tokens_[at_ - 2].is(","))
    fail(sign.begin, "the arguments of functions have no names; = defines a name, to compare write ==");
  const bool may_be_index = behind_name && tokens_[at_ - 2].is("(");
  fail(sign.begin, std::string("= defines a name, as in K = W*x; to compare write ==") +
                       (may_be_index ? "; sums over an index are written with matrices: sum(a.*b), A*x" : ""));
}

void FormulaParser::enter(std::size_t at) {
  if (++depth_ > greatest_depth)
    fail(at,
         "brackets are nested more than " + std::to_string(greatest_depth) + " deep: name a part, as in K = W*x");
}

bool FormulaParser::is_value(std::string_view name) const {
  return known_.values.contains(name) || defined_.contains(name);
}

// W₁ is the W1 that is known, declared, defined or has been used; alpha is α.
std::string FormulaParser::spelled(std::string_view name) {
  if (is_value(name)) return std::string(name);
  return spellings_.emplace(unicode_symbol(name), name).first->second;
}

std::size_t FormulaParser::add(SyntaxNode node) {
  syntax_.nodes.push_back(std::move(node));
  return syntax_.nodes.size() - 1;
}

std::size_t FormulaParser::number(double value, const Token& token) {
  SyntaxNode node;
  node.numbers = {value};
  node.value = value;
  node.begin = node.at = token.begin;
  node.end = token.end;
  return add(std::move(node));
}

std::size_t FormulaParser::operation(const LanguageFunction& function, std::vector<Index> inputs, std::size_t at,
                                     std::vector<double> numbers) {
  SyntaxNode result;
  result.kind = SyntaxNode::Kind::call;
  result.function = &function;
  result.begin = std::min(node(inputs.front()).begin, at);
  result.end = std::max(node(inputs.back()).end, tokens_[at_ > 0 ? at_ - 1 : 0].end);
  result.at = at;
  const std::string& sign = function.names.front();
  const auto a = node(inputs.front()).value, b = node(inputs.back()).value;
  if (a && b && inputs.size() == 2) {
    if (sign == "+") result.value = *a + *b;
    if (sign == "-") result.value = *a - *b;
    if (sign == "*" || sign == "·" || sign == ".*") result.value = *a * *b;
    if (sign == "/" || sign == "./") result.value = *a / *b;
  } else if (a && sign == "-") {
    result.value = -*a;
  }
  result.inputs = std::move(inputs);
  result.numbers = std::move(numbers);
  return add(std::move(result));
}

std::size_t FormulaParser::comparison() {
  static constexpr std::array<std::string_view, 6> signs = {">", "<", ">=", "<=", "==", "!="};
  const Index left = sum();
  if (!is_sign_of(peek(), signs)) return left;
  const Token sign = next();
  const Index right = sum();
  if (is_sign_of(peek(), signs))
    fail(peek().begin, "comparisons are not chained: for a < b < c write (a < b) .* (b < c)");
  return operation(find_operator(sign.text), {left, right}, sign.begin);
}

std::size_t FormulaParser::sum() {
  static constexpr std::array<std::string_view, 2> signs = {"+", "-"};
  Index left = term();
  while (is_sign_of(peek(), signs)) {
    const Token sign = next();
    const Index right = term();
    left = operation(find_operator(sign.text), {left, right}, sign.begin);
  }
  return left;
}

std::size_t FormulaParser::term() {
  static constexpr std::array<std::string_view, 7> signs = {"*", "·", "/", ".*", "./", "×", "⊗"};
  // −a*b is written as −(a b), which is the same: a sign in front is that of the whole product.
  const std::size_t begin = peek().begin;
  bool negative = takes_negative_sign();
  Index left = with_marks(primary());
  const bool is_ones = is_bare_number(left, 1) && begins_factor() && peek().kind != Token::Kind::number;
  if (negative && node(left).kind == SyntaxNode::Kind::number && !is_ones) {
    left = operation(find_operator("-", 1), {left}, begin);
    negative = false;
  }
  while (true) {
    if (is_sign_of(peek(), signs)) {
      const Token sign = next();
      const Index right = factor();
      left = operation(find_operator(sign.text), {left, right}, sign.begin);
    } else if (begins_factor()) {
      const std::size_t at = peek().begin;
      left = side_by_side(left, factor(), at);
    } else {
      return negative ? operation(find_operator("-", 1), {left}, begin) : left;
    }
  }
}

bool FormulaParser::begins_factor() const {
  const Token& token = peek();
  if (at_ + 1 >= tokens_.size()) return false;
  if (token.kind == Token::Kind::name || token.kind == Token::Kind::number) return true;
  if (token.is("‖")) return opens_bars();
  return token.is("(") || token.is("[") || token.is("⟨") || token.is("√") || token.is("\\frac");
}

// Behind a factor ‖ opens another one if it stands apart from what is in front, and not from what follows.
bool FormulaParser::opens_bars() const {
  if (open_bars_ == 0) return true;
  std::size_t bars = 1;
  while (peek(bars).is("‖") && !peek(bars).after_space) ++bars;
  const Token& behind = peek(bars);
  const bool ends = behind.kind == Token::Kind::end || behind.kind == Token::Kind::raised || behind.is("^") ||
                    behind.is(".^") || behind.is(")") || behind.is("‖");
  return peek().after_space && !behind.after_space && !ends;
}

bool FormulaParser::is_bare_number(Index i, double value) {
  const SyntaxNode& it = node(i);
  return it.kind == SyntaxNode::Kind::number && it.numbers[0] == value && it.end == it.begin + 1;
}

// Side by side with a matrix, a 1 that matgrad prints is a vector or matrix of ones.
std::size_t FormulaParser::as_ones(Index i) {
  SyntaxNode& it = node(i);
  it.kind = SyntaxNode::Kind::call;
  it.function = find_function("matrix", 0, 1);
  it.value.reset();
  return i;
}

// eye, I or I₃.
std::size_t FormulaParser::filling(std::string_view function, std::vector<double> sizes, const Token& token) {
  SyntaxNode result;
  result.kind = SyntaxNode::Kind::call;
  result.function = find_function(function, 0, sizes.size());
  result.name = token.text;
  result.numbers = std::move(sizes);
  result.begin = result.at = token.begin;
  result.end = token.end;
  return add(std::move(result));
}

// 1₃, 0₃ₓ₂
std::size_t FormulaParser::sized(const Token& number, const Token& size) {
  if (number.value != 0 && number.value != 1)
    fail(size.begin, "only 0 and 1 take a size, as in 1₃ₓ₂; another number stands in front: 2 1₃ₓ₂");
  std::vector<double> sizes = sizes_in(size.text);
  if (sizes.empty()) fail(size.begin, "a size is written as in 1₃ or 1₃ₓ₂");
  const Index result = filling(number.value == 0 ? "zeros" : "ones", std::move(sizes), number);
  node(result).end = size.end;
  return result;
}

std::size_t FormulaParser::side_by_side(Index left, Index right, std::size_t at) {
  if (is_bare_number(left, 1)) as_ones(left);
  // In 2 0 and 0 A the 0 is a number, but A 0 is a matrix of zeros.
  const bool is_matrix_of_zeros = is_bare_number(right, 0) && !begins_factor() && !node(left).value;
  if (is_bare_number(right, 1) || is_matrix_of_zeros) as_ones(right);
  return operation(find_operator("*"), {left, right}, at);
}

bool FormulaParser::takes_negative_sign() {
  bool negative = false;
  while (peek().is("-") || peek().is("+")) negative = next().is("-") != negative;
  return negative;
}

std::size_t FormulaParser::factor() {
  const std::size_t begin = peek().begin;
  const bool negative = takes_negative_sign();
  const Index result = with_marks(primary());
  return negative ? operation(find_operator("-", 1), {result}, begin) : result;
}

}  // namespace matgrad
