#include "matgrad/autodiff/show/latex.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "matgrad/autodiff/expression/arrange.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/show/typeset.hpp"

namespace matgrad {
namespace {

using Kind = Notation::Kind;
using Pair = std::pair<std::string_view, std::string_view>;

// Characters and signs that LaTeX has commands for.
constexpr std::array<Pair, 77> commands = {
    {{"α", "\\alpha"},     {"β", "\\beta"},     {"γ", "\\gamma"},   {"δ", "\\delta"},      {"ε", "\\varepsilon"},
     {"ζ", "\\zeta"},      {"η", "\\eta"},      {"θ", "\\theta"},   {"ι", "\\iota"},       {"κ", "\\kappa"},
     {"λ", "\\lambda"},    {"μ", "\\mu"},       {"ν", "\\nu"},      {"ξ", "\\xi"},         {"ο", "o"},
     {"π", "\\pi"},        {"ρ", "\\rho"},      {"σ", "\\sigma"},   {"ς", "\\varsigma"},   {"τ", "\\tau"},
     {"υ", "\\upsilon"},   {"φ", "\\varphi"},   {"ϕ", "\\phi"},     {"χ", "\\chi"},        {"ψ", "\\psi"},
     {"ω", "\\omega"},     {"ϵ", "\\epsilon"},  {"ϑ", "\\vartheta"}, {"Γ", "\\Gamma"},     {"Δ", "\\Delta"},
     {"Θ", "\\Theta"},     {"Λ", "\\Lambda"},   {"Ξ", "\\Xi"},      {"Π", "\\Pi"},         {"Σ", "\\Sigma"},
     {"Υ", "\\Upsilon"},   {"Φ", "\\Phi"},      {"Ψ", "\\Psi"},     {"Ω", "\\Omega"},      {"µ", "\\mu"},
     {"ℓ", "\\ell"},       {"∇", "\\nabla"},    {"∂", "\\partial"}, {"∞", "\\infty"},      {"…", "\\dots"},
     {"⊤", "\\top"},       {"∘", "\\circ"},     {"−", "-"},         {"′", "\\prime"},      {"″", "\\prime\\prime"},
     {"‴", "\\prime\\prime\\prime"},            {"†", "\\dagger"},  {"×", "\\times"},      {"⊗", "\\otimes"},
     {"/", "\\oslash"},    {"./", "\\oslash"},  {"·", "\\cdot"},    {"≥", "\\ge"},         {"≤", "\\le"},
     {"≠", "\\ne"},        {"==", "="},         {"≈", "\\approx"},  {"←", "\\leftarrow"},  {"→", "\\to"},
     {"↦", "\\mapsto"},    {"∈", "\\in"},       {"∝", "\\propto"},  {"⇒", "\\Rightarrow"}, {"⟨", "\\langle"},
     {"⟩", "\\rangle"},    {"{", "\\{"},        {"}", "\\}"},       {"½", "\\tfrac{1}{2}"}, {"inf", "\\infty"},
     {"nan", "\\mathrm{NaN}"}, {"𝟏", "\\mathbf{1}"}, {"𝟎", "\\mathbf{0}"}}};

// Functions that LaTeX has commands for.
constexpr std::array<std::string_view, 17> functions = {"arg", "cos", "cosh", "cot", "det", "dim",  "exp",  "ker", "ln",
                                                        "log", "max", "min",  "sin", "sinh", "tan", "tanh", "lim"};

constexpr std::array<Pair, 10> accents = {{{"\u0302", "\\hat"},
                                           {"\u0304", "\\bar"},
                                           {"\u0305", "\\overline"},
                                           {"\u0303", "\\tilde"},
                                           {"\u0307", "\\dot"},
                                           {"\u0308", "\\ddot"},
                                           {"\u030C", "\\check"},
                                           {"\u0306", "\\breve"},
                                           {"\u0301", "\\acute"},
                                           {"\u20D7", "\\vec"}}};

std::string_view command(std::string_view text) {
  const auto at = std::ranges::find(commands, text, &Pair::first);
  return at != commands.end() ? at->second : std::string_view();
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_plain(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || std::string_view("+-=()[]<>.,;:!?|/*").find(c) != std::string_view::npos;
}

/// One character in math mode.
std::string sign(std::string_view text) {
  if (const std::string_view known = command(text); !known.empty()) return std::string(known);
  if (std::ranges::all_of(text, is_plain)) return std::string(text);
  return "\\text{" + latex_text(text) + "}";
}

/// Appends; a space ends a command in front of a letter.
void add_token(std::string& text, const std::string& token) {
  const std::size_t backslash = text.rfind('\\');
  const bool in_command = backslash != std::string::npos && backslash + 1 < text.size() &&
                          std::all_of(text.begin() + static_cast<std::ptrdiff_t>(backslash) + 1, text.end(), is_letter);
  if (in_command && !token.empty() && is_letter(token[0])) text += " ";
  text += token;
}

/// The characters of a word, to stand upright; between the words of a function's name is a thin space.
std::string letters(std::string_view word, std::string_view underscore) {
  std::string text;
  for (const std::string_view c : characters(word)) {
    const std::string part = c == "_" ? std::string(underscore) : sign(c);
    add_token(text, part);
  }
  return text;
}

std::string script(std::string_view text) {
  std::string result;
  for (const ScriptToken& token : script_tokens(text)) {
    const std::string part = token.kind == ScriptToken::Kind::word ? "\\mathrm{" + letters(token.text, "\\_") + "}"
                                                                   : sign(token.text);
    add_token(result, part);
  }
  return result;
}

/// A symbol with its scripts; more is added to them by marks (Aᵀ) and indices (W_kl).
std::string symbol_text(const MathSymbol& symbol, const std::string& base, std::string_view mark = {},
                        std::string_view indices = {}) {
  std::string text = base;
  for (const std::string_view c : characters(symbol.accent)) {
    const auto at = std::ranges::find(accents, c, &Pair::first);
    text = std::string(at != accents.end() ? at->second : "\\hat") + "{" + text + "}";
  }
  const std::string below =
      symbol.subscript + (symbol.subscript.empty() || indices.empty() ? "" : ",") + std::string(indices);
  if (!below.empty()) text += "_{" + script(below) + "}";
  if (const std::string above = symbol.superscript + std::string(mark); !above.empty())
    text += "^{" + script(above) + "}";
  return text;
}

std::string upright_or_letter(const MathSymbol& symbol) {
  return symbol.is_word() ? "\\mathrm{" + letters(symbol.base, "\\_") + "}" : sign(symbol.base);
}

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
        return marked(n.parts[0], {}, n.text);
      case Kind::sum:
        return sum(n);
      case Kind::scaled:
        return number(n.text) + separator(Notation::number(1), n.parts[0]) + of(n.parts[0]);
      case Kind::product:
        return product(n);
      case Kind::infix:
        if (n.text == "^" || n.text == ".^")
          return "{" + of(n.parts[0]) + "}^{" + (n.text == "^" ? "" : "\\circ ") + of(n.parts[1]) + "}";
        return joined(n.parts, " " + sign(n.text) + " ");
      case Kind::relation:
        return joined(n.parts, " " + sign(n.text) + " ");
      case Kind::quotient:
        return "\\frac{" + of(n.parts[0]) + "}{" + of(n.parts[1]) + "}";
      case Kind::summation:
        return "\\sum_{" + script(listed(n.text)) + "} " + of(n.parts[0]);
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
  static std::string listed(std::string_view indices) {
    std::string text;
    for (const char index : indices) text += (text.empty() ? "" : ",") + std::string(1, index);
    return text;
  }

  std::string_view shown(std::string_view name) const {
    const auto given = display_.find(name);
    return given != display_.end() ? std::string_view(given->second) : name;
  }

  std::string side(std::string_view name, std::string_view mark = {}, std::string_view indices = {}) const {
    constexpr std::string_view partial = "∂";
    if (name != partial && name.starts_with(partial))
      return "\\partial " + side(name.substr(partial.size()), mark, indices);
    const MathSymbol symbol = math_symbol(shown(name));
    return symbol_text(symbol, upright_or_letter(symbol), mark, indices);
  }

  std::string function(std::string_view name) const {
    const MathSymbol symbol = function_symbol(shown(name));
    std::string base = sign(symbol.base);
    if (std::ranges::find(functions, symbol.base) != functions.end())
      base = "\\" + symbol.base;
    else if (symbol.is_word())
      base = "\\operatorname{" + letters(symbol.base, "\\,") + "}";
    return symbol_text(symbol, base);
  }

  static std::string number(std::string_view text) {
    if (text == "½") return sign(text);
    const Decimal parts = decimal(text);
    std::string result = parts.negative ? "-" : "";
    result += sign(parts.mantissa);
    if (parts.exponent.empty()) return result;
    return result + (parts.mantissa.empty() ? "10^{" : " \\cdot 10^{") + script(parts.exponent) + "}";
  }

  std::string marked(const Notation& base, std::string_view mark, std::string_view indices) const {
    if (base.kind == Kind::symbol && symbol_quotient(base.text).below.empty()) return side(base.text, mark, indices);
    const bool safe = base.kind == Kind::fence && base.closing == ")";
    const std::string text = safe ? of(base) : "{" + of(base) + "}";
    return mark.empty() ? text + "_{" + script(indices) + "}" : text + "^{" + script(mark) + "}";
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
    if (part.kind == FenceSign::Kind::mark) return "^{" + script(script_of_mark(part.text)) + "}";
    const bool left = side == "l";
    if (part.text == "|") return grow + "\\" + side + "vert" + (left ? " " : "");
    if (part.text == "‖") return grow + "\\" + side + "Vert" + (left ? " " : "");
    const std::string delimiter = sign(part.text);
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

std::string latex_symbol(std::string_view name, const DisplayNames& display) { return Latex(display).symbol(name); }

std::string to_latex(const Notation& notation, const DisplayNames& display) {
  return Latex(display).of(arranged(notation, Layout::built_up));
}

std::string to_latex(const Expr& expr, const DisplayNames& display) {
  const FormulaParts parts = formula_parts(expr);
  std::string text = to_latex(parts.formula, display);
  for (std::size_t i = 0; i < parts.where.size(); ++i)
    text += (i == 0 ? " \\quad\\text{where } " : ",\\quad ") + latex_symbol(parts.where[i].name, display) + " = " +
            to_latex(parts.where[i].formula, display);
  return text;
}

}  // namespace matgrad
