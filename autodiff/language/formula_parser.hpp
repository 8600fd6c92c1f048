#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/language/compound_words.hpp"
#include "matgrad/autodiff/language/syntax.hpp"
#include "matgrad/autodiff/language/token.hpp"

namespace matgrad {

/// Reads formulas into the nodes of `syntax`, by precedence: comparisons, + and −, products and quotients, signs,
/// powers and transposes. Only brackets recurse, to a limited depth.
class FormulaParser {
 public:
  FormulaParser(std::string_view text, const KnownNames& known, const CompoundWords& words, Syntax& syntax);

  /// The node of the formula that `tokens` are, all of them; `tokens` go on with one that ends the formula.
  std::size_t formula(std::span<const Token> tokens);
  void define(std::string name, std::size_t node, std::size_t at);

 private:
  using Index = std::size_t;

  Index comparison();
  Index sum();
  Index term();
  bool takes_negative_sign();
  Index factor();
  Index with_marks(Index base);
  Index power(Index base, const Token& sign, bool entrywise);
  Index raised(Index base, const Token& token);
  Index primary();
  Index name();
  Index leaf(const Token& name, const std::string& spelling);
  Index call(const Token& name);
  Index call_with_bracket(const Token& name);
  Index unspecified(const Token& name, std::string_view function, int order);
  Index adjoint(const Token& name);
  Index log_of_determinant(const Token& name);
  bool takes_transpose(bool& is_inverse);
  Index transposed(Index base, bool is_inverse, std::size_t at);
  Index between_bars();
  std::string norm_subscript();
  Index norm(Index inside, const Token& open);
  std::optional<Index> squared_norm(Index base);
  std::optional<Index> entry(const Token& name, const std::string& spelling);
  Index inner_product(std::string_view close);
  Index root();
  Index fraction();
  Index matrix();
  std::vector<Index> arguments();
  Index bracketed() { return between("(", ")", "the bracket"); }
  Index between(std::string_view open, std::string_view close, std::string_view what);

  const Token& peek(std::size_t ahead = 0) const;
  Token next();
  bool take(std::string_view sign);
  void expect(std::string_view sign, std::string_view what);
  bool begins_factor() const;
  bool opens_bars() const;
  bool is_value(std::string_view name) const;
  std::string spelled(std::string_view name);
  void note(std::string text);
  [[noreturn]] void fail(std::size_t at, const std::string& message) const;
  [[noreturn]] void fail_equals(const Token& sign) const;
  [[noreturn]] void fail_call(const Token& name, std::size_t given, bool has_word) const;
  [[noreturn]] void fail_unknown_function(const Token& name) const;
  [[noreturn]] void fail_block(const Token& name) const;
  bool takes_block() const;
  void enter(std::size_t at);

  SyntaxNode& node(Index i) { return syntax_.nodes[i]; }
  Index add(SyntaxNode node);
  Index number(double value, const Token& token);
  Index operation(const LanguageFunction& function, std::vector<Index> inputs, std::size_t at,
                  std::vector<double> numbers = {});
  Index apply(const Token& name, std::vector<Index> inputs, std::vector<double> numbers, bool has_bracket,
              std::string word);
  Index filling(std::string_view function, std::vector<double> sizes, const Token& token);
  Index sized(const Token& number, const Token& size);
  Index side_by_side(Index left, Index right, std::size_t at);
  Index side_by_side(const Token& word, const std::vector<std::string_view>& parts);
  Index as_ones(Index i);
  bool is_bare_number(Index i, double value);

  std::string_view text_;
  const KnownNames& known_;
  const CompoundWords& words_;
  Syntax& syntax_;
  std::span<const Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int open_bars_ = 0;
  std::map<std::string, std::size_t, std::less<>> defined_;
  std::map<std::string, std::size_t> first_uses_;              // of names without a definition, by what they show
  std::map<std::string, std::string, std::less<>> spellings_;  // by what they show: x₁ of x1, x_1 and x₁
};

}  // namespace matgrad
