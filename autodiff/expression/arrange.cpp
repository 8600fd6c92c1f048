#include "matgrad/autodiff/expression/arrange.hpp"

#include <string_view>
#include <utility>

#include "matgrad/autodiff/expression/size_fractions.hpp"

namespace matgrad {
namespace {

using Kind = Notation::Kind;

enum Binding { relation_binding, sum_binding, product_binding, postfix_binding, atom_binding };

bool is_cut(const Notation& notation) { return notation.kind == Kind::symbol && notation.text == "…"; }

/// Of any number of parts.
bool is_list(const Notation& notation) {
  return notation.kind == Kind::call || notation.kind == Kind::fence || notation.kind == Kind::product ||
         (notation.kind == Kind::infix && notation.text == "∘");
}

bool is_comparison(std::string_view sign) {
  return sign == ">" || sign == "<" || sign == "≥" || sign == "≤" || sign == "==" || sign == "≠";
}

bool is_product(const Notation& notation) {
  return notation.kind == Kind::product || notation.kind == Kind::scaled;
}

/// ‖A‖² is marked already: a second mark would run into the first.
bool ends_with_mark(const Notation& notation) {
  return notation.kind == Kind::fence && notation.closing.ends_with("²");
}

/// `form` with the parts of `whole` for its arguments.
Notation filled_in(const Notation& form, const Notation& whole) {
  if (form.kind == Kind::argument) return whole.parts.at(form.columns);
  Notation result = form;
  for (Notation& part : result.parts) part = filled_in(part, whole);
  return result;
}

class Arrangement {
 public:
  explicit Arrangement(Layout layout) : layout_(layout) {}

  Notation of(const Notation& notation) const {
    if (layout_ == Layout::built_up && !notation.drawn.empty()) {
      const Notation form = filled_in(notation.drawn[0], notation);
      return of(form);
    }
    // Its parts are arranged one by one: a copy of the whole at each level would be quadratic in the depth.
    Notation result{.kind = notation.kind,
                    .text = notation.text,
                    .parts = {},
                    .negative = {},
                    .closing = notation.closing,
                    .columns = notation.columns,
                    .is_size = notation.is_size,
                    .drawn = {}};
    if (notation.kind == Kind::sum) {
      arrange_sum(notation, result);
      return result;
    }
    for (std::size_t i = 0; i < notation.parts.size(); ++i) {
      if (is_list(notation) && i > 0 && is_cut(notation.parts[i]) && is_cut(notation.parts[i - 1])) continue;
      Notation part = of(notation.parts[i]);
      const bool brackets = needs_brackets(notation, i, part);
      result.parts.push_back(brackets ? Notation::fence("(", std::move(part), ")") : std::move(part));
    }
    return result;
  }

 private:
  bool built_up() const { return layout_ == Layout::built_up; }

  Binding binding(const Notation& notation) const {
    switch (notation.kind) {
      case Kind::relation:
        return relation_binding;
      case Kind::sum:
        return sum_binding;
      case Kind::infix:
        return is_comparison(notation.text) ? relation_binding : product_binding;
      case Kind::scaled:
      case Kind::product:
      case Kind::summation:
        return product_binding;
      case Kind::quotient:
        return built_up() ? postfix_binding : product_binding;
      case Kind::postfix:
        return postfix_binding;
      case Kind::number:
        return notation.text.starts_with("−") ? sum_binding : atom_binding;
      // The name of an adjoint, ∂L/∂Z, is a quotient.
      case Kind::symbol:
        if (notation.text.find('/') == std::string::npos) return atom_binding;
        return built_up() ? postfix_binding : product_binding;
      default:
        return atom_binding;
    }
  }

  bool needs_brackets(const Notation& whole, std::size_t i, const Notation& part) const {
    const Binding strength = binding(part);
    switch (whole.kind) {
      case Kind::postfix:
      case Kind::indexed:
        return strength < atom_binding || ends_with_mark(part);
      case Kind::scaled:
        return part.kind != Kind::product && part.kind != Kind::summation && strength <= product_binding;
      // The first factor of a product may itself be a product: (A B) C is written A B C.
      case Kind::product:
        if (i == 0 && is_product(part)) return ends_in_summation(part);
        if (i + 1 == whole.parts.size() && part.kind == Kind::summation) return false;
        return strength <= product_binding;
      // Powers and transposes bind equally, from left to right.
      case Kind::infix:
        return strength <= product_binding || (whole.text == ".^" && i > 0 && strength == postfix_binding);
      case Kind::quotient:
        return !built_up() && strength <= product_binding;
      case Kind::summation:
        return strength <= sum_binding;
      default:
        return false;
    }
  }

  static bool ends_in_summation(const Notation& arranged) {
    const Notation* last = &arranged;
    while (is_product(*last) && !last->parts.empty()) last = &last->parts.back();
    return last->kind == Kind::summation;
  }

  void arrange_sum(const Notation& notation, Notation& result) const {
    for (std::size_t i = 0; i < notation.parts.size(); ++i) {
      if (i > 0 && is_cut(notation.parts[i]) && is_cut(notation.parts[i - 1])) continue;
      bool negative = notation.negative[i];
      const Notation* given = &notation.parts[i];
      // a + (−b) is written a − b.
      if (given->kind == Kind::sum && given->parts.size() == 1) {
        negative = negative != given->negative[0];
        given = &given->parts[0];
      }
      Notation part = of(*given);
      const Binding strength = binding(part);
      const bool brackets = strength == relation_binding || (strength == sum_binding && (i > 0 || negative));
      result.parts.push_back(brackets ? Notation::fence("(", std::move(part), ")") : std::move(part));
      result.negative.push_back(negative);
    }
  }

  Layout layout_;
};

}  // namespace

Notation arranged(const Notation& notation, Layout layout) {
  return Arrangement(layout).of(with_sizes_reduced(notation));
}

}  // namespace matgrad
