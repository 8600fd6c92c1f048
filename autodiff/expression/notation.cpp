#include "matgrad/autodiff/expression/notation.hpp"

#include <cmath>
#include <utility>

#include "matgrad/autodiff/expression/attributes.hpp"

namespace matgrad {
namespace {

enum Binding { sum_binding, product_binding, postfix_binding, atom_binding };

Binding binding(const Notation& notation) {
  switch (notation.kind) {
    case Notation::Kind::sum:
      return sum_binding;
    case Notation::Kind::scaled:
    case Notation::Kind::product:
    case Notation::Kind::infix:
      return product_binding;
    case Notation::Kind::postfix:
      return postfix_binding;
    case Notation::Kind::number:
      return notation.text.starts_with("−") ? sum_binding : atom_binding;
    // The name of an adjoint, ∂L/∂Z, is bracketed among factors.
    case Notation::Kind::symbol:
      return notation.text.find('/') != std::string::npos ? product_binding : atom_binding;
    default:
      return atom_binding;
  }
}

std::string bracketed(const Notation& notation, bool brackets) {
  std::string text = to_text(notation);
  return brackets ? "(" + text + ")" : text;
}

// Of several cut-off parts in a row only the first is written.
bool repeats_cut(const Notation& notation, std::size_t i) {
  return i > 0 && notation.parts[i].text == "…" && notation.parts[i - 1].text == "…";
}

std::string listed(const Notation& notation) {
  std::string text;
  for (std::size_t i = 0; i < notation.parts.size(); ++i)
    if (!repeats_cut(notation, i)) text += (i > 0 ? ", " : "") + to_text(notation.parts[i]);
  return text;
}

std::string joined(const Notation& notation, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < notation.parts.size(); ++i) {
    const Notation& part = notation.parts[i];
    if (repeats_cut(notation, i)) continue;
    // The first factor of a product may itself be a product: (A B) C is written A B C.
    const bool same_kind = i == 0 && notation.kind == Notation::Kind::product &&
                           (part.kind == Notation::Kind::product || part.kind == Notation::Kind::scaled);
    if (i > 0) text += separator;
    text += bracketed(part, binding(part) <= product_binding && !same_kind);
  }
  return text;
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
  return fence(opening, std::vector{std::move(inside)}, closing);
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

std::string to_text(const Notation& notation) {
  switch (notation.kind) {
    case Notation::Kind::symbol:
    case Notation::Kind::number:
      return notation.text;
    case Notation::Kind::fence:
      return notation.text + listed(notation) + notation.closing;
    case Notation::Kind::postfix:
      return bracketed(notation.parts[0], binding(notation.parts[0]) < atom_binding) + notation.text;
    case Notation::Kind::scaled: {
      const Notation& part = notation.parts[0];
      return notation.text + " " +
             bracketed(part, part.kind != Notation::Kind::product && binding(part) <= product_binding);
    }
    case Notation::Kind::product:
      return joined(notation, " ");
    case Notation::Kind::infix:
      return joined(notation, " " + notation.text + " ");
    case Notation::Kind::call:
      return notation.text + "(" + listed(notation) + ")";
    case Notation::Kind::sum: {
      std::string text;
      for (std::size_t i = 0; i < notation.parts.size(); ++i) {
        if (repeats_cut(notation, i)) continue;
        bool negative = notation.negative[i];
        const Notation* part = &notation.parts[i];
        // a + (−b) is written a − b.
        if (part->kind == Notation::Kind::sum && part->parts.size() == 1) {
          negative = negative != part->negative[0];
          part = &part->parts[0];
        }
        if (i > 0)
          text += negative ? " − " : " + ";
        else if (negative)
          text += "−";
        text += bracketed(*part, binding(*part) == sum_binding && (i > 0 || negative));
      }
      return text;
    }
  }
  return {};
}

}  // namespace matgrad
