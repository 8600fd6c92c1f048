#include "matgrad/autodiff/show/mathml.hpp"

#include <algorithm>
#include <utility>

#include "matgrad/autodiff/expression/arrange.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/show/mathml_elements.hpp"
#include "matgrad/autodiff/show/told_apart.hpp"
#include "matgrad/autodiff/show/typeset.hpp"

namespace matgrad {
namespace {

using namespace mathml;
using Kind = Notation::Kind;

constexpr std::string_view thin_space = "<mspace width=\"0.1667em\"/>";
constexpr std::string_view times = "<mo>\u2062</mo>", applied = "<mo>\u2061</mo>";

class MathMl {
 public:
  explicit MathMl(const DisplayNames& display) : display_(display) {}

  /// Always one element.
  std::string of(const Notation& n) const {
    switch (n.kind) {
      case Kind::symbol:
        return symbol(n.text);
      case Kind::number:
        return number(n.text);
      case Kind::call:
        return row(function(n.text) + std::string(applied) + enclosed("(", n, ")"));
      case Kind::fence:
        return enclosed(n.text, n, n.closing);
      case Kind::postfix:
        return marked(n.parts[0], script_of_mark(n.text), {});
      case Kind::indexed:
        return marked(n.parts[0], {}, index_script(n.text));
      case Kind::sum:
        return sum(n);
      case Kind::scaled:
        return row(number(n.text) + separator(Notation::number(1), n.parts[0]) + of(n.parts[0]));
      case Kind::product:
        return product(n);
      case Kind::infix:
        if (n.text == "^") return element("msup", of(n.parts[0]) + of(n.parts[1]));
        if (n.text == ".^") return element("msup", of(n.parts[0]) + row(sign("∘") + of(n.parts[1])));
        return row(joined(n.parts, sign(n.text)));
      case Kind::relation:
        return row(joined(n.parts, sign(n.text)));
      case Kind::quotient:
        return element("mfrac", of(n.parts[0]) + of(n.parts[1]));
      case Kind::summation:
        return row("<munder><mo>∑</mo>" + script(listed_indices(n.text)) + "</munder>" + of(n.parts[0]));
      case Kind::root:
        return element("msqrt", of(n.parts[0]));
      case Kind::matrix:
        return matrix(n);
      case Kind::argument:
        break;
    }
    return row("");
  }

  std::string symbol(std::string_view name) const {
    if (display_.contains(name)) return side(name);
    const auto [above, below] = symbol_quotient(name);
    return below.empty() ? side(name) : element("mfrac", side(above) + side(below));
  }

 private:
  std::string side(std::string_view name, std::string_view mark = {}, std::string_view indices = {}) const {
    const auto [partials, symbol] = symbol_side(name, display_);
    const std::string text = symbol_element(symbol, identifier(symbol.base), mark, indices);
    if (partials == 0) return text;
    std::string signs;
    for (std::size_t i = 0; i < partials; ++i) signs += "<mi>∂</mi>";
    return row(signs + text);
  }

  std::string function(std::string_view name) const {
    const MathSymbol symbol = function_symbol(shown_name(name, display_));
    std::string base = symbol.base;
    std::ranges::replace(base, '_', ' ');
    return symbol_element(symbol, identifier(base));
  }

  static std::string number(std::string_view text) {
    if (text == "inf" || text == "−inf") return row((text == "inf" ? "" : sign("−")) + element("mi", "∞"));
    const Decimal parts = decimal(text);
    std::string result = parts.negative ? "<mo form=\"prefix\">−</mo>" : "";
    if (!parts.mantissa.empty()) result += digits(parts.mantissa);
    if (!parts.mantissa.empty() && !parts.exponent.empty()) result += sign("·");
    if (!parts.exponent.empty()) result += element("msup", element("mn", "10") + script(parts.exponent));
    const bool single = !parts.negative && parts.exponent.empty();
    return single ? result : row(result);
  }

  std::string marked(const Notation& base, std::string_view mark, std::string_view indices) const {
    if (base.kind == Kind::symbol && symbol_quotient(base.text).below.empty())
      return side(base.text, mark, indices);
    return with_scripts(of(base), std::string(indices), std::string(mark));
  }

  std::string enclosed(std::string_view opening, const Notation& whole, std::string_view closing) const {
    const bool grows = std::ranges::any_of(whole.parts, is_tall);
    const std::string stretchy = grows ? "true" : "false";
    std::string before, mark;
    for (const FenceSign& part : fence_signs(opening)) {
      if (part.kind == FenceSign::Kind::word)
        before += function(part.text) + std::string(applied);
      else
        before += "<mo fence=\"true\" form=\"prefix\" stretchy=\"" + stretchy + "\">" + part.text + "</mo>";
    }
    std::string after;
    for (const FenceSign& part : fence_signs(closing)) {
      if (part.kind == FenceSign::Kind::mark)
        mark += script_of_mark(part.text);
      else
        after += "<mo fence=\"true\" form=\"postfix\" stretchy=\"" + stretchy + "\">" + part.text + "</mo>";
    }
    return with_scripts(row(before + joined(whole.parts, sign(",")) + after), "", mark);
  }

  std::string sum(const Notation& n) const {
    std::string text;
    for (std::size_t i = 0; i < n.parts.size(); ++i) {
      if (i > 0)
        text += sign(n.negative[i] ? "−" : "+");
      else if (n.negative[i])
        text += "<mo form=\"prefix\">−</mo>";
      text += of(n.parts[i]);
    }
    return row(text);
  }

  static std::string separator(const Notation& left, const Notation& right) {
    switch (between(left, right)) {
      case Between::dot:
        return sign("·");
      case Between::space:
      case Between::function:
        return std::string(times) + std::string(thin_space);
      default:
        return std::string(times);
    }
  }

  std::string product(const Notation& n) const {
    std::string text;
    for (std::size_t i = 0; i < n.parts.size(); ++i)
      text += (i > 0 ? separator(n.parts[i - 1], n.parts[i]) : "") + of(n.parts[i]);
    return row(text);
  }

  std::string joined(const std::vector<Notation>& parts, const std::string& between) const {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) text += (i > 0 ? between : "") + of(parts[i]);
    return text;
  }

  std::string matrix(const Notation& n) const {
    std::string rows;
    for (std::size_t i = 0; i < n.parts.size(); i += n.columns) {
      std::string cells;
      for (std::size_t j = 0; j < n.columns; ++j) cells += element("mtd", of(n.parts[i + j]));
      rows += element("mtr", cells);
    }
    return row("<mo fence=\"true\" form=\"prefix\">[</mo>" + element("mtable", rows) +
               "<mo fence=\"true\" form=\"postfix\">]</mo>");
  }

  const DisplayNames& display_;
};

}  // namespace

std::string to_mathml(const Notation& notation, const DisplayNames& display) {
  return MathMl(display).of(arranged(notation, Layout::built_up));
}

std::string math_element(std::string_view content, std::string_view alttext, MathDisplay placement) {
  return "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"" +
         std::string(placement == MathDisplay::block ? "block" : "inline") + "\" alttext=\"" +
         escaped_html(alttext) + "\">" + std::string(content) + "</math>";
}

std::string math_element(const Notation& notation, const DisplayNames& display, MathDisplay placement) {
  return math_element(to_mathml(notation, display), to_text(notation), placement);
}

std::string to_mathml(const Expr& expr, const DisplayNames& given, MathDisplay placement) {
  const FormulaParts parts = formula_parts(expr);
  const DisplayNames display = told_apart(names_in(expr), given);
  std::string content = to_mathml(parts.formula, display);
  for (std::size_t i = 0; i < parts.where.size(); ++i)
    content +=
        "<mspace width=\"1em\"/>" + std::string(i == 0 ? "<mtext>where\u00A0</mtext>" : "") +
        row(MathMl(display).symbol(parts.where[i].name) + sign("=") + to_mathml(parts.where[i].formula, display));
  return math_element(content, to_text(expr), placement);
}

}  // namespace matgrad
