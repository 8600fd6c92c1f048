#include "matgrad/autodiff/show/latex.hpp"

#include <algorithm>

#include "matgrad/autodiff/expression/arrange.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/show/latex_sign.hpp"
#include "matgrad/autodiff/show/told_apart.hpp"
#include "matgrad/autodiff/show/typeset.hpp"

namespace matgrad {
namespace {

using Kind = Notation::Kind;
class Latex {
 public:
  explicit Latex(const DisplayNames& display) : display_(display) {}

  std::string of(const Notation& n) const {
    switch (n.kind) {
      case Kind::symbol:
        return symbol(n.text);
      case Kind::number:
        return number(n.text);
      case Kind::call:
        return function(n.text) + enclosed("(", n, ")");
      case Kind::fence:
        return enclosed(n.text, n, n.closing);
      case Kind::postfix:
        return marked(n.parts[0], script_of_mark(n.text), {});
      case Kind::indexed:
        return marked(n.parts[0], {}, index_script(n.text));
      case Kind::sum:
        return sum(n);
      case Kind::scaled:
        return number(n.text) + separator(Notation::number(1), n.parts[0]) + of(n.parts[0]);
      case Kind::product:
        return product(n);
      case Kind::infix:
        if (n.text == "^" || n.text == ".^")
          return "{" + of(n.parts[0]) + "}^{" + (n.text == "^" ? "" : "\\circ ") + of(n.parts[1]) + "}";
        return joined(n.parts, " " + latex_sign(n.text) + " ");
      case Kind::relation:
        return joined(n.parts, " " + latex_sign(n.text) + " ");
      case Kind::quotient:
        return "\\frac{" + of(n.parts[0]) + "}{" + of(n.parts[1]) + "}";
      case Kind::summation:
        return "\\sum_{" + latex_script(listed_indices(n.text)) + "} " + of(n.parts[0]);
      case Kind::root:
        return "\\sqrt{" + of(n.parts[0]) + "}";
      case Kind::matrix:
        return matrix(n);
      case Kind::argument:
        break;
    }
    return {};
  }

  std::string symbol(std::string_view name) const {
    if (display_.contains(name)) return side(name);
    const auto [above, below] = symbol_quotient(name);
    return below.empty() ? side(name) : "\\frac{" + side(above) + "}{" + side(below) + "}";
  }

 private:
  std::string side(std::string_view name, std::string_view mark = {}, std::string_view indices = {}) const {
    const auto [partials, symbol] = symbol_side(name, display_);
    std::string text;
    for (std::size_t i = 0; i < partials; ++i) text += "\\partial ";
    return text + latex_scripts(symbol, latex_base(symbol), mark, indices);
  }

  std::string function(std::string_view name) const {
    const MathSymbol symbol = function_symbol(shown_name(name, display_));
    return latex_scripts(symbol, latex_function_base(symbol));
  }

  static std::string number(std::string_view text) {
    if (text == "½") return latex_sign(text);
    const Decimal parts = decimal(text);
    std::string result = parts.negative ? "-" : "";
    result += latex_sign(parts.mantissa);
    if (parts.exponent.empty()) return result;
    return result + (parts.mantissa.empty() ? "10^{" : " \\cdot 10^{") + latex_script(parts.exponent) + "}";
  }

  std::string marked(const Notation& base, std::string_view mark, std::string_view indices) const {
    if (base.kind == Kind::symbol && symbol_quotient(base.text).below.empty())
      return side(base.text, mark, indices);
    const bool safe = base.kind == Kind::fence && base.closing == ")";
    const std::string text = safe ? of(base) : "{" + of(base) + "}";
    return mark.empty() ? text + "_{" + latex_script(indices) + "}" : text + "^{" + latex_script(mark) + "}";
  }

  std::string enclosed(std::string_view opening, const Notation& whole, std::string_view closing) const {
    const bool grows = std::ranges::any_of(whole.parts, is_tall);
    std::string text;
    for (const FenceSign& part : fence_signs(opening)) text += fence_sign(part, "l", grows ? "\\left" : "");
    text += joined(whole.parts, ", ");
    for (const FenceSign& part : fence_signs(closing)) text += fence_sign(part, "r", grows ? "\\right" : "");
    return text;
  }

  std::string fence_sign(const FenceSign& part, const std::string& side, const std::string& grow) const {
    if (part.kind == FenceSign::Kind::word) return function(part.text);
    if (part.kind == FenceSign::Kind::mark) return "^{" + latex_script(script_of_mark(part.text)) + "}";
    const bool left = side == "l";
    if (part.text == "|") return grow + "\\" + side + "vert" + (left ? " " : "");
    if (part.text == "‖") return grow + "\\" + side + "Vert" + (left ? " " : "");
    const std::string delimiter = latex_sign(part.text);
    return grow + delimiter + (left && delimiter.size() > 2 ? " " : "");
  }

  std::string sum(const Notation& n) const {
    std::string text;
    for (std::size_t i = 0; i < n.parts.size(); ++i) {
      if (i > 0)
        text += n.negative[i] ? " - " : " + ";
      else if (n.negative[i])
        text += "-";
      text += of(n.parts[i]);
    }
    return text;
  }

  static std::string separator(const Notation& left, const Notation& right) {
    switch (between(left, right)) {
      case Between::dot:
        return " \\cdot ";
      case Between::space:
        return " \\, ";
      default:
        return " ";
    }
  }

  std::string product(const Notation& n) const {
    std::string text;
    for (std::size_t i = 0; i < n.parts.size(); ++i)
      text += (i > 0 ? separator(n.parts[i - 1], n.parts[i]) : "") + of(n.parts[i]);
    return text;
  }

  std::string joined(const std::vector<Notation>& parts, const std::string& between) const {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) text += (i > 0 ? between : "") + of(parts[i]);
    return text;
  }

  std::string matrix(const Notation& n) const {
    if (n.parts.empty()) return "[\\,]";
    std::string text = "\\begin{bmatrix} ";
    for (std::size_t i = 0; i < n.parts.size(); ++i) {
      if (i > 0) text += i % n.columns == 0 ? " \\\\ " : " & ";
      text += of(n.parts[i]);
    }
    return text + " \\end{bmatrix}";
  }

  const DisplayNames& display_;
};

}  // namespace

std::string latex_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\')
      result += "\\textbackslash{}";
    else if (c == '^' || c == '~')
      result += std::string("\\") + c + "{}";
    else if (std::string_view("{}$&#_%").find(c) != std::string_view::npos)
      result += std::string("\\") + c;
    else
      result += c;
  }
  return result;
}

std::string latex_symbol(std::string_view name, const DisplayNames& display) {
  return Latex(display).symbol(name);
}

std::string to_latex(const Notation& notation, const DisplayNames& display) {
  return Latex(display).of(arranged(notation, Layout::built_up));
}

std::string to_latex(const Expr& expr, const DisplayNames& given) {
  const FormulaParts parts = formula_parts(expr);
  const DisplayNames display = told_apart(names_in(expr), given);
  std::string text = to_latex(parts.formula, display);
  for (std::size_t i = 0; i < parts.where.size(); ++i)
    text += (i == 0 ? " \\quad\\text{where } " : ",\\quad ") + latex_symbol(parts.where[i].name, display) + " = " +
            to_latex(parts.where[i].formula, display);
  return text;
}

}  // namespace matgrad
