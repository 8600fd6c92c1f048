#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace matgrad {

/// How an expression is written: a small layout tree, rendered as plain text here, as LaTeX and MathML in show/.
struct Notation {
  enum class Kind {
    symbol,   // text
    number,   // text
    call,     // text(parts…)
    fence,    // text parts closing: ‖A‖², log|K|, ⟨A, B⟩
    postfix,  // part text: Aᵀ, A⁻¹, f′
    sum,      // parts joined by + or −, as signs says
    scaled,   // text part: a number times something
    product,  // parts side by side
    infix,    // parts joined by text: a ∘ b, a / b
  };

  Kind kind = Kind::symbol;
  std::string text;
  std::vector<Notation> parts;
  std::vector<bool> negative;  // for a sum: the sign of each part
  std::string closing;         // for a fence

  static Notation symbol(std::string_view name);
  static Notation number(double value);
  static Notation call(std::string_view function, std::vector<Notation> arguments);
  static Notation fence(std::string_view opening, Notation inside, std::string_view closing);
  static Notation fence(std::string_view opening, std::vector<Notation> inside, std::string_view closing);
  static Notation postfix(Notation base, std::string_view mark);
  static Notation sum(std::vector<Notation> terms, std::vector<bool> negative);
  static Notation scaled(double factor, Notation part);
  static Notation product(std::vector<Notation> factors);
  static Notation infix(std::string_view sign, std::vector<Notation> parts);
};

/// Plain text with one space between factors and brackets only where they are needed; a mix of an
/// elementwise operator and the matrix product is always bracketed.
std::string to_text(const Notation& notation);

}  // namespace matgrad
