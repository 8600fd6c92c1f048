#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/shape.hpp"
#include "matgrad/autodiff/language/token.hpp"

namespace matgrad {

/// A size in a declaration: a number, a letter that stands for one, or nothing (the formula decides).
struct DeclaredSize {
  Index value = -1;
  std::string letter = {};

  bool is_open() const { return value < 0 && letter.empty(); }
};

/// What is said of a name: "3x6", "m x n symmetric", "scalar positive", "function".
struct Declaration {
  bool is_function = false;
  std::optional<std::array<DeclaredSize, 2>> shape = {};
  Facts facts = {};
};

/// Whether it says 1×1.
inline bool is_scalar(const Declaration& declaration) {
  return declaration.shape && (*declaration.shape)[0].value == 1 && (*declaration.shape)[1].value == 1;
}

/// Declarations by name.
using Declarations = std::map<std::string, Declaration, std::less<>>;

/// The greatest number of rows or columns that can be declared.
constexpr Index greatest_declared_size = 1'000'000;

/// Reads a list such as "W=3x6, x=6" or "W: m x n; x: n; f: function". Throws ParseError.
Declarations parse_declarations(std::string_view text);

/// What `words` say, which are tokens of `text` without an end token. Throws ParseError.
Declaration parse_declaration(std::string_view text, std::span<const Token> words);

}  // namespace matgrad
