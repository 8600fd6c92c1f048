#include "matgrad/autodiff/expression/math_symbol.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "matgrad/autodiff/expression/latin_letter.hpp"

namespace matgrad {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::string_view partial = "∂";

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

bool is_digit(std::string_view c) { return c.size() == 1 && c[0] >= '0' && c[0] <= '9'; }
bool is_combining(std::string_view c) {
  if (c.size() == 3) return c >= "\u20D0" && c <= "\u20FF";
  return c.size() == 2 && c >= "\u0300" && c <= "\u036F";
}
/// A letter of some alphabet: ASCII letters, and what is neither ASCII nor a script, a mark or an arrow.
bool is_letter(std::string_view c) {
  if (c.size() == 1) return is_latin_letter(c[0]);
  return !is_combining(c) && found(subscripts, c).empty() && found(superscripts, c).empty() && c != "…" &&
         (c < "\u2000" || c > "\u2BFF" || (c >= "\u2100" && c <= "\u214F"));
}

std::string_view greek_letter(std::string_view name) {
  const std::string_view small = found(greek, name);
  return small.empty() ? found(capital_greek, name) : small;
}

void add_script(std::string& script, std::string_view more) {
  if (!script.empty() && !more.empty()) script += ",";
  script += more;
}

/// Reads a name from left to right.
class Reader {
 public:
  explicit Reader(std::string_view name, bool function)
      : characters_(characters(name)), name_(name), function_(function) {}

  MathSymbol symbol() {
    read_base();
    while (at_ < characters_.size()) read_script();
    if (const std::string_view letter = greek_letter(result_.base); !letter.empty()) result_.base = letter;
    return std::move(result_);
  }

 private:
  bool more() const { return at_ < characters_.size(); }
  std::string_view here() const { return characters_[at_]; }

  void read_base() {
    std::size_t letters = 0;
    while (more() && (is_letter(here()) || is_combining(here()) || here() == "∂")) {
      (is_combining(here()) ? result_.accent : result_.base) += here();
      ++letters;
      ++at_;
    }
    const bool long_name = letters > 1 && greek_letter(result_.base).empty();
    // log1p, x2y and atan2 are words, W12 has a subscript.
    std::size_t behind = at_;
    while (behind < characters_.size() && is_digit(characters_[behind])) ++behind;
    const bool goes_on = behind < characters_.size() && is_letter(characters_[behind]);
    if (letters == 0 || (behind > at_ && (goes_on || (function_ && long_name)))) take_word();
    if (function_ && long_name)
      while (more() && here() == "_") {
        result_.base += "_";
        ++at_;
        take_word();
      }
  }

  void take_word() {
    while (more() && (is_letter(here()) || is_digit(here()))) result_.base += characters_[at_++];
    if (result_.base.empty() && more()) result_.base += characters_[at_++];
  }

  std::string taken_while(auto accepts) {
    std::string text;
    while (more() && accepts(here())) text += characters_[at_++];
    return text;
  }

  void read_script() {
    const std::string_view c = here();
    if (is_combining(c)) {
      result_.accent += c;
      ++at_;
    } else if (is_digit(c)) {
      add_script(result_.subscript, taken_while(is_digit));
    } else if (!found(subscripts, c).empty()) {
      read_small(subscripts, result_.subscript);
    } else if (!found(superscripts, c).empty()) {
      std::string script;
      read_small(superscripts, script);
      result_.superscript += script;
    } else if (c == "_") {
      ++at_;
      read_named_script();
    } else if (c == "^") {
      ++at_;
      result_.superscript += taken_while([](std::string_view d) { return d != "_"; });
    } else if (c == "[") {
      ++at_;
      add_script(result_.subscript, taken_while([](std::string_view d) { return d != "]"; }));
      if (more()) ++at_;
    } else {  // nothing known: the name stays a word
      result_ = {std::string(name_), "", "", ""};
      at_ = characters_.size();
    }
  }

  template <std::size_t n>
  void read_small(const std::array<Pair, n>& table, std::string& script) {
    std::string text;
    while (more() && !found(table, here()).empty()) text += found(table, characters_[at_++]);
    add_script(script, text);
  }

  void read_named_script() {
    const auto in_word = [](std::string_view d) {
      return d != "_" && d != "^" && d != "[" && d != "′" && d != "'";
    };
    const std::string word = taken_while(in_word);
    if (const std::string_view accent = found(accents, word); !accent.empty())
      result_.accent += accent;
    else if (word == "star")
      result_.superscript += "*";
    else if (word == "prime")
      result_.superscript += "′";
    else
      add_script(result_.subscript, word);
  }

  std::vector<std::string_view> characters_;
  std::string_view name_;
  bool function_;
  std::size_t at_ = 0;
  MathSymbol result_;
};

/// In small Unicode characters, or nothing where one is missing.
template <std::size_t n>
std::string small(const std::array<Pair, n>& table, const std::string& script) {
  std::string text;
  for (const std::string_view c : characters(script)) {
    const std::string_view sign = found_back(table, c);
    if (sign.empty()) return {};
    text += sign;
  }
  return text;
}

std::string one_line(const SymbolSide& side) {
  const MathSymbol& symbol = side.symbol;
  std::string text;
  for (std::size_t i = 0; i < side.partials; ++i) text += partial;
  text += symbol.base + symbol.accent;
  if (const std::string below = small(subscripts, symbol.subscript); !below.empty())
    text += below;
  else if (!symbol.subscript.empty())
    text += "_" + symbol.subscript;
  if (symbol.superscript == "*") return text + "*";
  if (const std::string above = small(superscripts, symbol.superscript); !above.empty())
    text += above;
  else if (!symbol.superscript.empty())
    text += "^" + symbol.superscript;
  return text;
}

}  // namespace

std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> result;
  for (std::size_t i = 0; i < text.size();) {
    const unsigned first = static_cast<unsigned char>(text[i]);
    std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    for (std::size_t k = 1; k < length; ++k)
      if (i + k >= text.size() || (static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) length = 1;
    result.push_back(text.substr(i, length));
    i += length;
  }
  return result;
}

bool MathSymbol::is_word() const { return characters(base).size() > 1; }

MathSymbol math_symbol(std::string_view name) {
  if (name.size() > 2 && name.starts_with('"') && name.ends_with('"'))
    return {std::string(name.substr(1, name.size() - 2)), "", "", ""};
  return Reader(name, false).symbol();
}
MathSymbol function_symbol(std::string_view name) { return Reader(name, true).symbol(); }

SymbolQuotient symbol_quotient(std::string_view name) {
  const std::size_t slash = name.find('/');
  const bool derivative = slash != std::string_view::npos && slash > 0 && slash + 1 < name.size();
  if (!derivative) return {name, {}};
  return {name.substr(0, slash), name.substr(slash + 1)};
}

std::string_view shown_name(std::string_view name, const DisplayNames& display) {
  const auto given = display.find(name);
  return given != display.end() ? std::string_view(given->second) : name;
}

SymbolSide symbol_side(std::string_view name, const DisplayNames& display) {
  std::size_t partials = 0;
  for (; name != partial && name.starts_with(partial); ++partials) name.remove_prefix(partial.size());
  return {partials, math_symbol(shown_name(name, display))};
}

std::string unicode_symbol(std::string_view name, const DisplayNames& display) {
  const auto [above, below] = symbol_quotient(name);
  const auto side = [&display](std::string_view part) { return one_line(symbol_side(part, display)); };
  return below.empty() || display.contains(name) ? side(name) : side(above) + "/" + side(below);
}

std::string look_of(std::string_view name) {
  std::string look;
  const std::string shown = unicode_symbol(name);
  for (const std::string_view c : characters(shown)) {
    const std::string_view same = found(same_looks, c);
    look += same.empty() ? c : same;
  }
  return look;
}

std::string script_of_mark(std::string_view mark) {
  std::string text;
  if (mark.starts_with(".^")) {
    text = "∘";
    mark.remove_prefix(2);
  } else if (mark.starts_with("^")) {
    mark.remove_prefix(1);
  }
  for (const std::string_view c : characters(mark)) {
    const std::string_view plain = found(superscripts, c);
    text += plain.empty() ? c : plain;
  }
  return text;
}

std::vector<ScriptToken> script_tokens(std::string_view script) {
  std::vector<ScriptToken> tokens;
  const std::vector<std::string_view> all = characters(script);
  for (std::size_t i = 0; i < all.size();) {
    std::string text;
    if (is_digit(all[i])) {
      while (i < all.size() && (is_digit(all[i]) || all[i] == ".")) text += all[i++];
      tokens.push_back({ScriptToken::Kind::number, text});
    } else if (is_letter(all[i])) {
      std::size_t letters = 0;
      for (; i < all.size() && (is_letter(all[i]) || is_combining(all[i])); ++letters) text += all[i++];
      if (const std::string_view letter = greek_letter(text); !letter.empty()) {
        text = letter;
        letters = 1;
      }
      const bool indices = text.find_first_not_of("ijklm") == std::string::npos;
      if (letters == 1 || !indices)
        tokens.push_back({letters == 1 ? ScriptToken::Kind::letter : ScriptToken::Kind::word, text});
      else
        for (const char index : text) tokens.push_back({ScriptToken::Kind::letter, std::string(1, index)});
    } else {
      if (all[i] != " " && all[i] != "\u2063") tokens.push_back({ScriptToken::Kind::sign, std::string(all[i])});
      ++i;
    }
  }
  return tokens;
}

}  // namespace matgrad
