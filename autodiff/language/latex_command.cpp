#include "matgrad/autodiff/language/latex_command.hpp"

#include <algorithm>
#include <array>

#include "matgrad/autodiff/expression/latin_letter.hpp"
#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/expression/one_of.hpp"

namespace matgrad {
namespace {

struct Entry {
  std::string_view word, text;
};

constexpr std::array signs = {
    Entry{"frac", "\\frac"}, Entry{"dfrac", "\\frac"}, Entry{"tfrac", "\\frac"}, Entry{"sqrt", "√"},
    Entry{"cdot", "·"},      Entry{"times", "×"},      Entry{"odot", ".*"},      Entry{"circ", ".*"},
    Entry{"oslash", "./"},   Entry{"otimes", "⊗"},     Entry{"div", "/"},        Entry{"langle", "⟨"},
    Entry{"rangle", "⟩"},    Entry{"lVert", "‖"},      Entry{"rVert", "‖"},      Entry{"Vert", "‖"},
    Entry{"|", "‖"},         Entry{"lvert", "|"},      Entry{"rvert", "|"},      Entry{"vert", "|"},
    Entry{"ge", ">="},       Entry{"geq", ">="},       Entry{"le", "<="},        Entry{"leq", "<="},
    Entry{"ne", "!="},       Entry{"neq", "!="},       Entry{"gt", ">"},         Entry{"lt", "<"},
    Entry{"lbrack", "["},    Entry{"rbrack", "]"},     Entry{"top", "ᵀ"},        Entry{"intercal", "ᵀ"},
};

constexpr std::array<std::string_view, 20> spaces = {
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr",  "Bigl",  "Bigr",
    "quad", "qquad", ",",   ";",   ":",    "!",    " ",    "biggl", "biggr", "displaystyle"};

constexpr std::array<std::string_view, 13> fonts = {"mathbf",       "mathrm",     "mathsf", "mathit", "mathcal",
                                                    "mathbb",       "boldsymbol", "bm",     "text",   "textbf",
                                                    "operatorname", "pmb",        "textrm"};

// Not \if, \inf, \T or \I, which are no commands for a function.
bool is_function_of_latex(std::string_view word) {
  static constexpr std::array<std::string_view, 16> functions = {
      "log",  "ln",     "exp",    "sin",    "cos", "tan", "sinh", "cosh",
      "tanh", "arcsin", "arccos", "arctan", "det", "max", "min",  "Tr"};
  return is_one_of(word, functions);
}

}  // namespace

std::string_view latex_word(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && is_latin_letter(text[end])) ++end;
  if (end == at + 1 && end < text.size()) ++end;
  return text.substr(at + 1, end - at - 1);
}

LatexCommand latex_command(std::string_view word) {
  using Kind = LatexCommand::Kind;
  if (const auto found = std::ranges::find(signs, word, &Entry::word); found != signs.end())
    return {Kind::sign, found->text};
  if (is_one_of(word, spaces)) return {Kind::space, word};
  if (is_one_of(word, fonts)) return {Kind::font, word};
  if (word == "varepsilon") return {Kind::name, "epsilon"};
  if (word == "varphi") return {Kind::name, "phi"};
  if (word == "infty") return {Kind::name, "inf"};
  const bool is_greek =
      word.size() > 1 && unicode_symbol(word) != word && characters(unicode_symbol(word)).size() == 1;
  if (is_greek || is_function_of_latex(word)) return {Kind::name, word == "Tr" ? "tr" : word};
  return {};
}

std::string latex_hint(std::string_view word, std::string_view behind) {
  if (word == "sum") return "a sum is written sum(x), one over an index with matrices: sum(a.*b), A*x";
  if (word == "prod") return "products over an index are column_products(A) and row_products(A)";
  if (word == "int") return "there are no integrals";
  if (word == "nabla" || word == "partial")
    return "the loss itself is written; the derivative by x is asked for by --wrt x";
  if (word == "begin" && behind.starts_with("{cases}")) return "a choice is written select(x > 0, a, b)";
  if (word == "begin")
    return "a matrix of numbers is written [1 2; 3 4], one of blocks horzcat(A, B) and vertcat(A, B)";
  if (word == "hat" || word == "bar" || word == "tilde" || word == "vec" || word == "dot")
    return "an accent is part of a name: x_" + std::string(word);
  if (word == "argmin" || word == "arg") return "the loss itself is written, without what makes it least";
  if (word == "\\") return "lines are parted by ; or by their ends";
  if (word == "prime") return "the transpose is written A'";
  if (word == "dagger") return "the transpose is written A', the pseudo-inverse A⁺ or pinv(A)";
  if (word == "{" || word == "}") return "the brackets of formulas are ( and )";
  if (word.size() <= 1) return "A\\b is written solve(A, b)";
  return "\\" + std::string(word) + " of LaTeX is not read: write names and functions as alpha, exp(x), tr(A); " +
         "A\\b is written solve(A, b)";
}

}  // namespace matgrad
