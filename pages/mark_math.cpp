#include "pages/mark_math.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include <matgrad/autodiff/expression/math_symbol.hpp>

namespace matgrad::pages {
namespace {

struct Word {
  std::string text;
  std::string after;  // spaces and line ends
  bool math = false;
};

std::vector<Word> words_of(const std::string& text) {
  std::vector<Word> words;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find_first_of(" \n", begin);
    if (end == std::string::npos) end = text.size();
    std::size_t next = text.find_first_not_of(" \n", end);
    if (next == std::string::npos) next = text.size();
    words.push_back({text.substr(begin, end - begin), text.substr(end, next - end)});
    begin = next;
  }
  return words;
}

bool is_closing_mark(char c) { return std::string_view(".,;:?!").find(c) != std::string_view::npos; }

bool only_mathematics_has(const std::string& word) {
  for (const std::string_view c : characters(word))
    if (c.size() > 1 && c != "–" && c != "’" && c != "“" && c != "”" && c != "…" && c != "×") return true;
  return false;
}

/// A capital letter by itself names a matrix or a loss, save those that are English words.
bool is_name(const std::string& word) {
  const std::size_t end = word.find_last_not_of(".,;:?!)"), begin = word.find_first_not_of('(');
  if (end == std::string::npos || begin != end) return false;
  const char c = word[begin];
  return c >= 'B' && c <= 'Z' && c != 'I';
}

bool is_sign(const std::string& word) {
  return word == "=" || word == "+" || word == "−" || word == "∘" || word == "/" || word == "./";
}

/// A letter or number, perhaps in brackets: mathematics where mathematics stands beside it.
bool may_belong(const Word& word, const Word& neighbour) {
  if (is_sign(word.text)) return true;
  std::string core;
  for (const char c : word.text)
    if (std::string_view("()[]").find(c) == std::string_view::npos && !is_closing_mark(c)) core += c;
  if (core.empty()) return false;
  if (std::ranges::all_of(core, [](unsigned char c) { return std::isdigit(c) != 0; })) return true;
  if (core.size() > 1 || !std::isalpha(static_cast<unsigned char>(core[0]))) return false;
  return (core != "a" && core != "A" && core != "I") || is_sign(neighbour.text);
}

bool ends_clause(const Word& word) {
  return word.after.find('\n') != std::string::npos || is_closing_mark(word.text.back());
}

void spread(std::vector<Word>& words) {
  for (std::size_t i = 1; i < words.size(); ++i)
    if (words[i - 1].math && !ends_clause(words[i - 1])) words[i].math |= may_belong(words[i], words[i - 1]);
  for (std::size_t i = words.size(); i-- > 1;)
    if (words[i].math && !ends_clause(words[i - 1])) words[i - 1].math |= may_belong(words[i - 1], words[i]);
}

/// How many characters at the end of a formula are of the text: marks, and brackets that were not opened in it.
std::size_t foreign_end(const std::string& formula) {
  std::size_t length = formula.size();
  while (length > 0) {
    const std::string_view rest = std::string_view(formula).substr(0, length);
    const auto count = [&](char c) { return std::ranges::count(rest, c); };
    const bool unopened = rest.back() == ')' && count(')') > count('(');
    if (!unopened && !is_closing_mark(rest.back())) break;
    --length;
  }
  return formula.size() - length;
}

std::size_t foreign_begin(const std::string& formula) {
  std::size_t begin = 0;
  while (begin < formula.size() && formula[begin] == '(' &&
         std::ranges::count(formula.substr(begin), '(') > std::ranges::count(formula.substr(begin), ')'))
    ++begin;
  return begin;
}

}  // namespace

std::string mark_math(const std::string& text) {
  std::vector<Word> words = words_of(text);
  for (Word& word : words) word.math = only_mathematics_has(word.text) || is_name(word.text);
  spread(words);
  std::string prose;
  for (std::size_t i = 0; i < words.size();) {
    if (!words[i].math) {
      prose += words[i].text + words[i].after;
      ++i;
      continue;
    }
    std::string formula = words[i].text, after = words[i].after;
    for (++i; i < words.size() && words[i].math && !ends_clause(words[i - 1]); ++i) {
      formula += after + words[i].text;
      after = words[i].after;
    }
    const std::size_t end = foreign_end(formula), begin = foreign_begin(formula.substr(0, formula.size() - end));
    prose += formula.substr(0, begin) + "$" + formula.substr(begin, formula.size() - end - begin) + "$" +
             formula.substr(formula.size() - end) + after;
  }
  return prose;
}

}  // namespace matgrad::pages
