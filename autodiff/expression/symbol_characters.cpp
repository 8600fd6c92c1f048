#include "matgrad/autodiff/expression/symbol_characters.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "matgrad/autodiff/expression/latin_letter.hpp"

namespace matgrad {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<Pair, 24> greek = {
    {{"alpha", "α"}, {"beta", "β"},    {"gamma", "γ"},   {"delta", "δ"}, {"epsilon", "ε"}, {"zeta", "ζ"},
     {"eta", "η"},   {"theta", "θ"},   {"iota", "ι"},    {"kappa", "κ"}, {"lambda", "λ"},  {"mu", "μ"},
     {"nu", "ν"},    {"xi", "ξ"},      {"omicron", "ο"}, {"pi", "π"},    {"rho", "ρ"},     {"sigma", "σ"},
     {"tau", "τ"},   {"upsilon", "υ"}, {"phi", "φ"},     {"chi", "χ"},   {"psi", "ψ"},     {"omega", "ω"}}};
constexpr std::array<Pair, 11> capital_greek = {{{"Gamma", "Γ"},
                                                 {"Delta", "Δ"},
                                                 {"Theta", "Θ"},
                                                 {"Lambda", "Λ"},
                                                 {"Xi", "Ξ"},
                                                 {"Pi", "Π"},
                                                 {"Sigma", "Σ"},
                                                 {"Upsilon", "Υ"},
                                                 {"Phi", "Φ"},
                                                 {"Psi", "Ψ"},
                                                 {"Omega", "Ω"}}};
constexpr std::array<Pair, 7> accents = {{{"hat", "\u0302"},
                                          {"bar", "\u0304"},
                                          {"tilde", "\u0303"},
                                          {"dot", "\u0307"},
                                          {"ddot", "\u0308"},
                                          {"check", "\u030C"},
                                          {"vec", "\u20D7"}}};
constexpr std::array<Pair, 35> subscripts = {
    {{"₀", "0"}, {"₁", "1"}, {"₂", "2"}, {"₃", "3"}, {"₄", "4"}, {"₅", "5"}, {"₆", "6"}, {"₇", "7"}, {"₈", "8"},
     {"₉", "9"}, {"₊", "+"}, {"₋", "−"}, {"₌", "="}, {"₍", "("}, {"₎", ")"}, {"ₐ", "a"}, {"ₑ", "e"}, {"ₕ", "h"},
     {"ᵢ", "i"}, {"ⱼ", "j"}, {"ₖ", "k"}, {"ₗ", "l"}, {"ₘ", "m"}, {"ₙ", "n"}, {"ₒ", "o"}, {"ₚ", "p"}, {"ᵣ", "r"},
     {"ₛ", "s"}, {"ₜ", "t"}, {"ᵤ", "u"}, {"ᵥ", "v"}, {"ₓ", "x"}, {"ᵦ", "β"}, {"ᵧ", "γ"}, {"ᵨ", "ρ"}}};
constexpr std::array<Pair, 48> superscripts = {
    {{"⁰", "0"}, {"¹", "1"}, {"²", "2"}, {"³", "3"}, {"⁴", "4"}, {"⁵", "5"}, {"⁶", "6"}, {"⁷", "7"},
     {"⁸", "8"}, {"⁹", "9"}, {"⁺", "+"}, {"⁻", "−"}, {"⁼", "="}, {"⁽", "("}, {"⁾", ")"}, {"ᵀ", "⊤"},
     {"ᵃ", "a"}, {"ᵇ", "b"}, {"ᶜ", "c"}, {"ᵈ", "d"}, {"ᵉ", "e"}, {"ᶠ", "f"}, {"ᵍ", "g"}, {"ʰ", "h"},
     {"ⁱ", "i"}, {"ʲ", "j"}, {"ᵏ", "k"}, {"ˡ", "l"}, {"ᵐ", "m"}, {"ⁿ", "n"}, {"ᵒ", "o"}, {"ᵖ", "p"},
     {"ʳ", "r"}, {"ˢ", "s"}, {"ᵗ", "t"}, {"ᵘ", "u"}, {"ᵛ", "v"}, {"ʷ", "w"}, {"ˣ", "x"}, {"ʸ", "y"},
     {"ᶻ", "z"}, {"*", "*"}, {"′", "′"}, {"'", "′"}, {"″", "″"}, {"‴", "‴"}, {"†", "†"}, {"∗", "*"}}};

constexpr std::array<Pair, 18> same_looks = {{{"Α", "A"},
                                              {"Β", "B"},
                                              {"Ε", "E"},
                                              {"Ζ", "Z"},
                                              {"Η", "H"},
                                              {"Ι", "I"},
                                              {"Κ", "K"},
                                              {"Μ", "M"},
                                              {"Ν", "N"},
                                              {"Ο", "O"},
                                              {"Ρ", "P"},
                                              {"Τ", "T"},
                                              {"Χ", "X"},
                                              {"ο", "o"},
                                              {"µ", "μ"},
                                              {"″", "′′"},
                                              {"‴", "′′′"},
                                              {"∗", "*"}}};

/// What stands beside `key` in a table, else nothing.
template <std::size_t n>
std::string_view found(const std::array<Pair, n>& table, std::string_view key) {
  const auto at = std::ranges::find(table, key, &Pair::first);
  return at != table.end() ? at->second : std::string_view();
}
template <std::size_t n>
std::string_view found_back(const std::array<Pair, n>& table, std::string_view value) {
  const auto at = std::ranges::find(table, value, &Pair::second);
  return at != table.end() ? at->first : std::string_view();
}

}  // namespace

std::string_view greek_letter(std::string_view name) {
  const std::string_view small = found(greek, name);
  return small.empty() ? found(capital_greek, name) : small;
}

std::string_view accent_sign(std::string_view name) { return found(accents, name); }
std::string_view plain_subscript(std::string_view sign) { return found(subscripts, sign); }
std::string_view small_subscript(std::string_view plain) { return found_back(subscripts, plain); }
std::string_view plain_superscript(std::string_view sign) { return found(superscripts, sign); }
std::string_view small_superscript(std::string_view plain) { return found_back(superscripts, plain); }
std::string_view same_look(std::string_view sign) { return found(same_looks, sign); }

bool is_digit(std::string_view c) { return c.size() == 1 && c[0] >= '0' && c[0] <= '9'; }
bool is_combining(std::string_view c) {
  if (c.size() == 3) return c >= "\u20D0" && c <= "\u20FF";
  return c.size() == 2 && c >= "\u0300" && c <= "\u036F";
}

bool is_letter(std::string_view c) {
  if (c.size() == 1) return is_latin_letter(c[0]);
  return !is_combining(c) && plain_subscript(c).empty() && plain_superscript(c).empty() && c != "…" &&
         (c < "\u2000" || c > "\u2BFF" || (c >= "\u2100" && c <= "\u214F"));
}

}  // namespace matgrad
