#pragma once

#include <fmt/core.h>

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/notation.hpp"

namespace matgrad {

/// One line, the formula. Named intermediates stand by their names. Parts that are used more than once and hold
/// more than two leaves are given names t₁, t₂, … and stated after the formula. Very deep or long
/// expressions are cut off with "…".
std::string to_text(const Expr& expr);
/// The same with another name than t for the parts, where t₁, t₂, … are taken.
std::string to_text(const Expr& expr, std::string_view part_name);

/// A let-list: one line "name = formula" for each named or shared part, inputs first, then the formula itself.
std::string to_listing(const Expr& expr);

/// A formula, and what the names t₁, t₂, … in it stand for, inputs first, as to_text writes them: from here text,
/// LaTeX and MathML are each written.
struct FormulaParts {
  struct Part {
    std::string name;
    Notation formula;
  };
  Notation formula;
  std::vector<Part> where;
};
FormulaParts formula_parts(const Expr& expr, std::string_view part_name = "t");

/// The layout tree of an expression in which the given nodes stand by the given names.
using GivenNames = std::vector<std::pair<Expr, std::string>>;
Notation notation_of(const Expr& expr, const GivenNames& names = {});

/// "t₁", "t₂", …
std::string subscripted(std::string_view name, std::size_t number);
/// "1 value", "2 values": for nouns with a plural in s.
template <class Integer>
std::string counted(Integer number, std::string_view noun) {
  return std::to_string(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}
/// Writes to_text(expr).
std::ostream& operator<<(std::ostream& stream, const Expr& expr);

/// Copies text to a formatter's output. (fmt::format_to needs a symbol that clang 14 and g++ name differently.)
template <class Output>
Output written(std::string_view text, Output out) {
  for (char c : text) *out++ = c;
  return out;
}

}  // namespace matgrad

/// "{}" prints the formula, "{:l}" the let-list.
template <>
struct fmt::formatter<matgrad::Expr> {
  constexpr auto parse(fmt::format_parse_context& context) {
    auto it = context.begin();
    if (it != context.end() && *it == 'l') {
      listing_ = true;
      ++it;
    }
    return it;
  }
  template <class Context>
  auto format(const matgrad::Expr& expr, Context& context) const {
    const std::string text = listing_ ? matgrad::to_listing(expr) : matgrad::to_text(expr);
    return matgrad::written(text, context.out());
  }

 private:
  bool listing_ = false;
};
