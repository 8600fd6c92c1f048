#include "matgrad/autodiff/expression/notation.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include "matgrad/autodiff/expression/arrange.hpp"
#include "matgrad/autodiff/expression/attributes.hpp"

namespace matgrad {
namespace {

std::string written(const Notation& notation);

std::string joined(const std::vector<Notation>& parts, const std::string& separator) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i > 0 ? separator : "") + written(parts[i]);
  return text;
}

std::string written_sum(const Notation& notation) {
  std::string text;
  for (std::size_t i = 0; i < notation.parts.size(); ++i) {
    if (i > 0)
      text += notation.negative[i] ? " − " : " + ";
    else if (notation.negative[i])
      text += "−";
    text += written(notation.parts[i]);
  }
  return text;
}

std::string written_matrix(const Notation& notation) {
  std::string text = "[";
  for (std::size_t i = 0; i < notation.parts.size(); ++i) {
    if (i > 0) text += i % notation.columns == 0 ? "; " : " ";
    text += written(notation.parts[i]);
  }
  return text + "]";
}

/// "Σᵢⱼ", or "Σ_q" where there is no such small letter.
std::string written_sigma(std::string_view indices) {
  static constexpr std::pair<char, std::string_view> small[] = {{'i', "ᵢ"}, {'j', "ⱼ"}, {'k', "ₖ"}, {'l', "ₗ"},
                                                                {'m', "ₘ"}, {'n', "ₙ"}, {'p', "ₚ"}, {'r', "ᵣ"},
                                                                {'s', "ₛ"}, {'t', "ₜ"}, {'u', "ᵤ"}, {'v', "ᵥ"}};
  std::string text = "Σ";
  for (const char index : indices) {
    std::string_view found;
    for (const auto& [letter, sign] : small)
      if (letter == index) found = sign;
    if (found.empty()) return "Σ_" + std::string(indices);
    text += found;
  }
  return text;
}

/// Writes down what has its brackets.
std::string written(const Notation& notation) {
  switch (notation.kind) {
    case Notation::Kind::symbol:
    case Notation::Kind::number:
      return notation.text;
    case Notation::Kind::fence:
      return notation.text + joined(notation.parts, ", ") + notation.closing;
    case Notation::Kind::postfix:
      return written(notation.parts[0]) + notation.text;
    case Notation::Kind::scaled:
      return notation.text + " " + written(notation.parts[0]);
    case Notation::Kind::product:
      return joined(notation.parts, " ");
    case Notation::Kind::infix:
    case Notation::Kind::relation:
      return joined(notation.parts, " " + notation.text + " ");
    case Notation::Kind::quotient:
      return joined(notation.parts, " / ");
    case Notation::Kind::call:
      return notation.text + "(" + joined(notation.parts, ", ") + ")";
    case Notation::Kind::root:
      return "√(" + written(notation.parts[0]) + ")";
    case Notation::Kind::indexed:
      return written(notation.parts[0]) + "_" + notation.text;
    case Notation::Kind::summation:
      return written_sigma(notation.text) + " " + written(notation.parts[0]);
    case Notation::Kind::matrix:
      return written_matrix(notation);
    case Notation::Kind::sum:
      return written_sum(notation);
    case Notation::Kind::argument:
      break;
  }
  return {};
}

/// p / q for a number that is such a quotient up to rounding and long as a decimal: 2/3, 1/16.
std::optional<Notation> simple_fraction(double value) {
  constexpr std::size_t longest_decimal = 5;
  constexpr double greatest = 1000, rounding = 1e-15;
  if (number_text(value).size() <= longest_decimal) return std::nullopt;
  for (double q = 2; q <= greatest; ++q) {
    const double p = std::round(value * q);
    if (p >= 1 && p <= greatest && std::abs(value * q - p) <= rounding * p)
      return Notation::quotient(Notation::number(p), Notation::number(q));
  }
  return std::nullopt;
}

}  // namespace

Notation Notation::symbol(std::string_view name) {
  Notation n;
  n.text = name;
  return n;
}

Notation Notation::number(double value) {
  Notation n;
  n.kind = Kind::number;
  n.text = std::signbit(value) ? "−" + number_text(-value) : number_text(value);
  return n;
}

Notation Notation::call(std::string_view function, std::vector<Notation> arguments) {
  Notation n;
  n.kind = Kind::call;
  n.text = function;
  n.parts = std::move(arguments);
  return n;
}

Notation Notation::fence(std::string_view opening, Notation inside, std::string_view closing) {
  std::vector<Notation> parts;
  parts.push_back(std::move(inside));  // a list in braces would copy it
  return fence(opening, std::move(parts), closing);
}

Notation Notation::fence(std::string_view opening, std::vector<Notation> inside, std::string_view closing) {
  Notation n;
  n.kind = Kind::fence;
  n.text = opening;
  n.parts = std::move(inside);
  n.closing = closing;
  return n;
}

Notation Notation::postfix(Notation base, std::string_view mark) {
  Notation n;
  n.kind = Kind::postfix;
  n.text = mark;
  n.parts.push_back(std::move(base));
  return n;
}

Notation Notation::sum(std::vector<Notation> terms, std::vector<bool> negative) {
  Notation n;
  n.kind = Kind::sum;
  n.parts = std::move(terms);
  n.negative = std::move(negative);
  return n;
}

Notation Notation::scaled(double factor, Notation part) {
  if (const std::optional<Notation> fraction = simple_fraction(factor)) {
    if (part.kind != Kind::product) return product({*fraction, std::move(part)});
    part.parts.insert(part.parts.begin(), *fraction);
    return part;
  }
  Notation n;
  n.kind = Kind::scaled;
  n.text = factor == 0.5 ? "½" : number_text(factor);
  n.parts.push_back(std::move(part));
  return n;
}

Notation Notation::product(std::vector<Notation> factors) {
  Notation n;
  n.kind = Kind::product;
  n.parts = std::move(factors);
  return n;
}

Notation Notation::infix(std::string_view sign, std::vector<Notation> parts) {
  Notation n;
  n.kind = Kind::infix;
  n.text = sign;
  n.parts = std::move(parts);
  return n;
}

Notation Notation::quotient(Notation above, Notation below) {
  Notation n;
  n.kind = Kind::quotient;
  n.parts.push_back(std::move(above));
  n.parts.push_back(std::move(below));
  return n;
}

Notation Notation::relation(std::string_view sign, std::vector<Notation> parts) {
  Notation n = infix(sign, std::move(parts));
  n.kind = Kind::relation;
  return n;
}

Notation Notation::indexed(Notation base, std::string_view indices) {
  Notation n = postfix(std::move(base), indices);
  n.kind = Kind::indexed;
  return n;
}

Notation Notation::summation(std::string_view indices, Notation part) {
  Notation n = postfix(std::move(part), indices);
  n.kind = Kind::summation;
  return n;
}

Notation Notation::root(Notation part) {
  Notation n = postfix(std::move(part), "√");
  n.kind = Kind::root;
  return n;
}

Notation Notation::matrix(std::size_t columns, std::vector<Notation> entries) {
  Notation n;
  n.kind = Kind::matrix;
  n.columns = columns;
  n.parts = std::move(entries);
  return n;
}

Notation Notation::argument(std::size_t number) {
  Notation n;
  n.kind = Kind::argument;
  n.columns = number;
  return n;
}

Notation Notation::drawn_as(Notation form) && {
  drawn = {std::move(form)};
  return std::move(*this);
}

std::string to_text(const Notation& notation) { return written(arranged(notation, Layout::line)); }

}  // namespace matgrad
