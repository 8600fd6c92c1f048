#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace matgrad {

/// How an expression is written: a small layout tree, rendered as plain text here, as LaTeX and MathML in show/.
struct Notation {
  enum class Kind {
    symbol,     // text
    number,     // text
    call,       // text(parts…)
    fence,      // text parts closing: ‖A‖², log|K|, ⟨A, B⟩
    postfix,    // part text: Aᵀ, A⁻¹, f′
    sum,        // parts joined by + or −, as signs says
    scaled,     // text part: a number times something
    product,    // parts side by side
    infix,      // parts joined by text: a ∘ b, a > b
    quotient,   // the first part over the second: a / b
    relation,   // parts joined by text, never bracketed: a = b
    indexed,    // the entry of part at the indices in text: W_kl
    summation,  // the sum of part over the indices in text: Σᵢⱼ
    root,       // √ part
    matrix,     // parts, row by row, `columns` in a row
    argument,   // stands in `drawn` for the part of that number
  };

  Kind kind = Kind::symbol;
  std::string text;
  std::vector<Notation> parts;
  std::vector<bool> negative;   // for a sum: the sign of each part
  std::string closing;          // for a fence
  std::size_t columns = 0;      // for a matrix; for an argument its number; for a size its value, if it has a letter
  bool is_size = false;         // of a number: it is one of rows, columns or entries
  std::vector<Notation> drawn;  // if not empty: how LaTeX and MathML write it, with arguments for its parts

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
  static Notation quotient(Notation above, Notation below);
  static Notation relation(std::string_view sign, std::vector<Notation> parts);
  /// `indices` are letters or digits, one for each index.
  static Notation indexed(Notation base, std::string_view indices);
  static Notation summation(std::string_view indices, Notation part);
  static Notation root(Notation part);
  static Notation matrix(std::size_t columns, std::vector<Notation> entries);
  static Notation argument(std::size_t number);
  /// This, which LaTeX and MathML write as `form`, where argument(i) stands for parts[i].
  Notation drawn_as(Notation form) &&;
};

/// Plain text with one space between factors and brackets only where they are needed; a mix of an
/// elementwise operator and the matrix product is always bracketed.
std::string to_text(const Notation& notation);

}  // namespace matgrad
