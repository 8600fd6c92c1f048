#include "matgrad/autodiff/show/latex_sign.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "matgrad/autodiff/expression/latin_letter.hpp"
#include "matgrad/autodiff/show/latex.hpp"

namespace matgrad {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Characters and signs that LaTeX has commands for.
constexpr std::array<Pair, 78> commands = {{{"α", "\\alpha"},
                                            {"β", "\\beta"},
                                            {"γ", "\\gamma"},
                                            {"δ", "\\delta"},
                                            {"ε", "\\varepsilon"},
                                            {"ζ", "\\zeta"},
                                            {"η", "\\eta"},
                                            {"θ", "\\theta"},
                                            {"ι", "\\iota"},
                                            {"κ", "\\kappa"},
                                            {"λ", "\\lambda"},
                                            {"μ", "\\mu"},
                                            {"ν", "\\nu"},
                                            {"ξ", "\\xi"},
                                            {"ο", "o"},
                                            {"π", "\\pi"},
                                            {"ρ", "\\rho"},
                                            {"σ", "\\sigma"},
                                            {"ς", "\\varsigma"},
                                            {"τ", "\\tau"},
                                            {"υ", "\\upsilon"},
                                            {"φ", "\\varphi"},
                                            {"ϕ", "\\phi"},
                                            {"χ", "\\chi"},
                                            {"ψ", "\\psi"},
                                            {"ω", "\\omega"},
                                            {"ϵ", "\\epsilon"},
                                            {"ϑ", "\\vartheta"},
                                            {"Γ", "\\Gamma"},
                                            {"Δ", "\\Delta"},
                                            {"Θ", "\\Theta"},
                                            {"Λ", "\\Lambda"},
                                            {"Ξ", "\\Xi"},
                                            {"Π", "\\Pi"},
                                            {"Σ", "\\Sigma"},
                                            {"Υ", "\\Upsilon"},
                                            {"Φ", "\\Phi"},
                                            {"Ψ", "\\Psi"},
                                            {"Ω", "\\Omega"},
                                            {"µ", "\\mu"},
                                            {"ℓ", "\\ell"},
                                            {"∇", "\\nabla"},
                                            {"∂", "\\partial"},
                                            {"∞", "\\infty"},
                                            {"…", "\\dots"},
                                            {"⊤", "\\top"},
                                            {"∘", "\\circ"},
                                            {"−", "-"},
                                            {"′", "\\prime"},
                                            {"″", "\\prime\\prime"},
                                            {"‴", "\\prime\\prime\\prime"},
                                            {"†", "\\dagger"},
                                            {"×", "\\times"},
                                            {"⊗", "\\otimes"},
                                            {"/", "\\oslash"},
                                            {"./", "\\oslash"},
                                            {"·", "\\cdot"},
                                            {"≥", "\\ge"},
                                            {"≤", "\\le"},
                                            {"≠", "\\ne"},
                                            {"==", "="},
                                            {"≈", "\\approx"},
                                            {"←", "\\leftarrow"},
                                            {"→", "\\to"},
                                            {"↦", "\\mapsto"},
                                            {"∈", "\\in"},
                                            {"∝", "\\propto"},
                                            {"⇒", "\\Rightarrow"},
                                            {"⟨", "\\langle"},
                                            {"⟩", "\\rangle"},
                                            {"{", "\\{"},
                                            {"}", "\\}"},
                                            {"□", "\\fbox{\\phantom{x}}"},
                                            {"½", "\\tfrac{1}{2}"},
                                            {"inf", "\\infty"},
                                            {"nan", "\\mathrm{NaN}"},
                                            {"𝟏", "\\mathbf{1}"},
                                            {"𝟎", "\\mathbf{0}"}}};

// Functions that LaTeX has commands for.
constexpr std::array<std::string_view, 17> functions = {"arg", "cos",  "cosh", "cot",  "det", "dim",
                                                        "exp", "ker",  "ln",   "log",  "max", "min",
                                                        "sin", "sinh", "tan",  "tanh", "lim"};

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

bool is_plain(char c) {
  return is_latin_letter(c) || (c >= '0' && c <= '9') ||
         std::string_view("+-=()[]<>.,;:!?|/*").find(c) != std::string_view::npos;
}

/// Appends; a space ends a command in front of a letter.
void add_token(std::string& text, const std::string& token) {
  const std::size_t backslash = text.rfind('\\');
  const bool in_command = backslash != std::string::npos && backslash + 1 < text.size() &&
                          std::all_of(text.begin() + static_cast<std::ptrdiff_t>(backslash) + 1, text.end(),
                                      [](char c) { return is_latin_letter(c); });
  if (in_command && !token.empty() && is_latin_letter(token[0])) text += " ";
  text += token;
}

}  // namespace

std::string latex_sign(std::string_view text) {
  if (const std::string_view known = command(text); !known.empty()) return std::string(known);
  if (std::ranges::all_of(text, is_plain)) return std::string(text);
  return "\\text{" + latex_text(text) + "}";
}

std::string latex_word(std::string_view word, std::string_view underscore) {
  std::string text;
  for (const std::string_view c : characters(word)) {
    const std::string part = c == "_" ? std::string(underscore) : latex_sign(c);
    add_token(text, part);
  }
  return text;
}

std::string latex_script(std::string_view text) {
  std::string result;
  for (const ScriptToken& token : script_tokens(text)) {
    const std::string part = token.kind == ScriptToken::Kind::word
                                 ? "\\mathrm{" + latex_word(token.text, "\\_") + "}"
                                 : latex_sign(token.text);
    add_token(result, part);
  }
  return result;
}

std::string latex_scripts(const MathSymbol& symbol, const std::string& base, std::string_view mark,
                          std::string_view indices) {
  std::string text = base;
  for (const std::string_view c : characters(symbol.accent)) {
    const auto at = std::ranges::find(accents, c, &Pair::first);
    text = std::string(at != accents.end() ? at->second : "\\hat") + "{" + text + "}";
  }
  const std::string below =
      symbol.subscript + (symbol.subscript.empty() || indices.empty() ? "" : ",") + std::string(indices);
  if (!below.empty()) text += "_{" + latex_script(below) + "}";
  if (const std::string above = symbol.superscript + std::string(mark); !above.empty())
    text += "^{" + latex_script(above) + "}";
  return text;
}

std::string latex_base(const MathSymbol& symbol) {
  return symbol.is_word() ? "\\mathrm{" + latex_word(symbol.base, "\\_") + "}" : latex_sign(symbol.base);
}

std::string latex_function_base(const MathSymbol& symbol) {
  if (std::ranges::find(functions, symbol.base) != functions.end()) return "\\" + symbol.base;
  return symbol.is_word() ? "\\operatorname{" + latex_word(symbol.base, "\\,") + "}" : latex_sign(symbol.base);
}

}  // namespace matgrad
