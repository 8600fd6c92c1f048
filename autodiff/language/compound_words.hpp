#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/language/token.hpp"

namespace matgrad {

/// Words that are two or more names side by side: AX, Xw, and behind ^ a T with the next name: x^TAx.
class CompoundWords {
 public:
  using Names = std::set<std::string, std::less<>>;

  /// `known` are the names that are declared, given or asked for.
  explicit CompoundWords(Names known) : known_(std::move(known)) {}

  /// Adds the names that stand by themselves in the formulas of a text.
  void add(std::span<const Token> statement);
  void add(std::string name) { known_.insert(std::move(name)); }

  /// The names that `word` is made of, if it is none itself and can be made of names in exactly one way; else
  /// none.
  std::vector<std::string_view> parts(std::string_view word) const;
  /// Whether `exponent`, a T or H, is a name of the text: then ^T is a power.
  bool is_name(std::string_view exponent) const { return known_.contains(exponent) || alone_.contains(exponent); }
  /// Whether it is declared, given, defined or asked for.
  bool is_known(std::string_view name) const { return known_.contains(name); }
  /// `tokens` with x^TA as x^T A.
  std::vector<Token> separated(std::span<const Token> tokens) const;

 private:
  Names known_, alone_;
};

/// Whether token i is a T or H that stands as an exponent: A^T, A^{-T}.
bool is_transpose_exponent(std::span<const Token> tokens, std::size_t i);

}  // namespace matgrad
