#include "matgrad/autodiff/expression/math_symbol.hpp"

#include <utility>

#include "matgrad/autodiff/expression/symbol_characters.hpp"

namespace matgrad {
namespace {

constexpr std::string_view partial = "∂";

void add_script(std::string& script, std::string_view more) {
  if (!script.empty() && !more.empty()) script += ",";
  script += more;
}

/// Reads a name from left to right.
class NameReader {
 public:
  explicit NameReader(std::string_view name, bool function)
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
      add_script(result_.subscript, taken_while([](std::string_view d) { return is_digit(d); }));
    } else if (!plain_subscript(c).empty()) {
      read_small(plain_subscript, result_.subscript);
    } else if (!plain_superscript(c).empty()) {
      std::string script;
      read_small(plain_superscript, script);
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

  void read_small(std::string_view (*plain)(std::string_view), std::string& script) {
    std::string text;
    while (more() && !plain(here()).empty()) text += plain(characters_[at_++]);
    add_script(script, text);
  }

  void read_named_script() {
    const auto in_word = [](std::string_view d) {
      return d != "_" && d != "^" && d != "[" && d != "′" && d != "'";
    };
    const std::string word = taken_while(in_word);
    if (const std::string_view accent = accent_sign(word); !accent.empty())
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
std::string small(std::string_view (*sign_of)(std::string_view), const std::string& script) {
  std::string text;
  for (const std::string_view c : characters(script)) {
    const std::string_view sign = sign_of(c);
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
  if (const std::string below = small(small_subscript, symbol.subscript); !below.empty())
    text += below;
  else if (!symbol.subscript.empty())
    text += "_" + symbol.subscript;
  if (symbol.superscript == "*") return text + "*";
  if (const std::string above = small(small_superscript, symbol.superscript); !above.empty())
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
  return NameReader(name, false).symbol();
}
MathSymbol function_symbol(std::string_view name) { return NameReader(name, true).symbol(); }

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
    const std::string_view same = same_look(c);
    look += same.empty() ? c : same;
  }
  return look;
}

}  // namespace matgrad
