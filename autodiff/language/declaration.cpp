#include "matgrad/autodiff/language/declaration.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/latin_letter.hpp"
#include "matgrad/autodiff/language/letter_convention.hpp"
#include "matgrad/autodiff/language/parse_error.hpp"
#include "matgrad/autodiff/language/similar_name.hpp"

namespace matgrad {
namespace {

struct DeclarationWord {
  std::string_view text;
  std::size_t begin;
};

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return '0' <= c && c <= '9'; });
}

constexpr std::array<std::pair<std::string_view, Fact>, 9> facts = {
    {{"positive definite", Fact::positive_definite},
     {"positive semidefinite", Fact::positive_semidefinite},
     {"positive", Fact::positive},
     {"nonnegative", Fact::nonnegative},
     {"symmetric", Fact::symmetric},
     {"lower triangular", Fact::lower_triangular},
     {"upper triangular", Fact::upper_triangular},
     {"diagonal", Fact::diagonal},
     {"column stochastic", Fact::column_stochastic}}};

/// The words of declarations one by one, for those that are misspelt.
std::vector<std::string> known_words() {
  std::vector<std::string> words{"scalar", "vector", "column", "row", "matrix", "function"};
  for (const auto& [name, fact] : facts) {
    const std::size_t space = name.find(' ');
    words.emplace_back(name.substr(0, space));
    if (space != std::string_view::npos) words.emplace_back(name.substr(space + 1));
  }
  return words;
}

std::string listed_facts() {
  std::string list;
  for (const auto& [name, fact] : facts) list += (list.empty() ? "" : ", ") + std::string(name);
  return list;
}

/// n, n1, n₁ and n_in stand for a size; other words would be mistakes that nobody notices.
bool is_letter_of_size(std::string_view text) { return is_single_letter(text.substr(0, text.find('_'))); }

/// The place of the x in "x6", "mxn" or "mx6", which stands between two sizes; npos in other words.
std::size_t place_of_times(std::string_view word) {
  const std::size_t x = word.find('x');
  const auto is_size = [](std::string_view part) { return is_number(part) || part.size() == 1; };
  if (x > 1 || word.size() < x + 2 || !is_size(word.substr(x + 1))) return std::string_view::npos;
  return x;
}

class DeclarationReader {
 public:
  DeclarationReader(std::string_view text, std::span<const Token> tokens) : text_(text) {
    for (const Token& token : tokens) add(token);
    end_ = tokens.empty() ? text.size() : tokens.back().end;
  }

  Declaration run() {
    if (words_.empty()) fail("expected sizes such as 3x6, or a word such as scalar, symmetric or function");
    while (at_ < words_.size()) take();
    return result_;
  }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw ParseError(text_, at_ < words_.size() ? words_[at_].begin : end_, message);
  }

  void add(const Token& token) {
    if (token.is("×") || token.is("*")) {
      words_.push_back({"x", token.begin});
    } else if (token.kind == Token::Kind::name) {
      const bool behind_number = !words_.empty() && is_number(words_.back().text) && !token.after_space;
      const std::size_t x = place_of_times(token.text);
      if (x == std::string_view::npos || (x == 0 && !behind_number)) {
        words_.push_back({token.text, token.begin});
        return;
      }
      if (x == 1) words_.push_back({token.text.substr(0, 1), token.begin});
      words_.push_back({"x", token.begin + x});
      words_.push_back({token.text.substr(x + 1), token.begin + x + 1});
    } else {
      words_.push_back({token.text, token.begin});
    }
  }

  std::string_view word(std::size_t ahead = 0) const {
    return at_ + ahead < words_.size() ? words_[at_ + ahead].text : std::string_view();
  }

  void take() {
    for (const auto& [name, fact] : facts)
      if (take_words(name)) {
        result_.facts = result_.facts | Facts(fact);
        return;
      }
    if (word() == "function") {
      if (words_.size() > 1) fail("a function has neither sizes nor facts");
      result_.is_function = true;
      ++at_;
    } else if (word() == "scalar") {
      give({DeclaredSize{1}, DeclaredSize{1}});
    } else if (word() == "vector" || word() == "column") {
      give({DeclaredSize{}, DeclaredSize{1}});
    } else if (word() == "row") {
      give({DeclaredSize{1}, DeclaredSize{}});
    } else if (word() == "matrix") {
      give({});
    } else {
      take_sizes();
    }
  }

  // "positive definite" may also be written positive_definite.
  bool take_words(std::string_view name) {
    const std::size_t space = name.find(' ');
    const std::string joined = std::string(name.substr(0, space)) +
                               (space == std::string_view::npos ? "" : "_" + std::string(name.substr(space + 1)));
    std::size_t count = 0;
    if (word() == joined) count = 1;
    if (space != std::string_view::npos && word() == name.substr(0, space) && word(1) == name.substr(space + 1))
      count = 2;
    at_ += count;
    return count > 0;
  }

  /// What other words become in a declaration.
  std::string foreign_word_hint() const {
    std::string small(word());
    std::ranges::transform(small, small.begin(),
                           [](char c) { return 'A' <= c && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    if (small == "spd" || small == "pd" || small == "posdef") return "write positive definite";
    if (small == "psd") return "write positive semidefinite";
    if (small == "square") return "a square matrix is declared as A: n x n";
    if (small == "real" || small == "float" || small == "double")
      return "all are real numbers: declare a shape, as in x: 3 or a: scalar";
    if (small == "^" || small == "ℝ") return "a shape is declared without R, as in x: 3 or A: 3x3";
    if (small == "=") return "a part is named by = alone, as in K = W*x";
    return {};
  }

  void take_sizes() {
    if (const std::string hint = foreign_word_hint(); !hint.empty()) fail(hint);
    const std::string similar = similar_name(word(), known_words());
    if (!similar.empty() && similar != word())
      fail(std::string(word()) + " is no word of a declaration; did you mean " + similar + "?");
    if (word() == ",") fail("declarations are separated by ; as in W: 3x6; x: 6");
    if (result_.shape) fail("this has a size already; facts are words such as positive or symmetric");
    const DeclaredSize rows = size();
    if (word() != "x") {
      result_.shape = {rows, DeclaredSize{1}};
      return;
    }
    ++at_;
    result_.shape = {rows, size()};
  }

  // "6 vector" says the same twice.
  void give(std::array<DeclaredSize, 2> shape) {
    if (result_.shape) {
      for (std::size_t i = 0; i < 2; ++i) {
        const DeclaredSize& given = (*result_.shape)[i];
        if (shape[i].value == 1 && given.value != 1) fail("this contradicts the size in front");
      }
    } else {
      result_.shape = std::move(shape);
    }
    ++at_;
  }

  DeclaredSize size() {
    const std::string_view text = word();
    if (text.empty()) fail("expected a size");
    if (is_number(text)) {
      if (text.size() > 7 || std::stol(std::string(text)) > greatest_declared_size)
        fail("sizes up to " + std::to_string(greatest_declared_size) + " can be declared");
      ++at_;
      return {std::stol(std::string(text))};
    }
    const char first = text.front();
    if (('0' <= first && first <= '9') || first == '.' || first == '-')
      fail("a size is a whole number or a letter");
    const bool letter = static_cast<unsigned char>(first) >= 0x80 || is_latin_letter(first);
    if (!letter) fail("expected a size such as 3x6, or a word such as scalar, symmetric or function");
    if (!is_letter_of_size(text))
      fail(std::string(text) +
           " is neither a size, such as 6, n or d_in, nor scalar, vector, row, matrix, function or a fact: " +
           listed_facts());
    ++at_;
    return {-1, std::string(text)};
  }

  std::string_view text_;
  std::vector<DeclarationWord> words_;
  std::size_t at_ = 0, end_ = 0;
  Declaration result_;
};

}  // namespace

Declaration parse_declaration(std::string_view text, std::span<const Token> words) {
  return DeclarationReader(text, words).run();
}

Declarations parse_declarations(std::string_view text) {
  const std::vector<Token> tokens = tokens_of(text);
  Declarations result;
  for (std::size_t i = 0; i + 1 < tokens.size();) {
    const Token& name = tokens[i];
    if (name.is(",") || name.is(";") || name.kind == Token::Kind::newline) {
      ++i;
      continue;
    }
    if (name.kind != Token::Kind::name)
      throw ParseError(text, name.begin, "expected a name; the sizes of one are parted by x, as in W=3x6");
    const Token& sign = tokens[i + 1];
    if (!sign.is("=") && !sign.is(":"))
      throw ParseError(text, sign.begin, "expected = or : and the size of " + std::string(name.text));
    std::size_t end = i += 2;
    while (end + 1 < tokens.size() && !tokens[end].is(",") && !tokens[end].is(";") &&
           tokens[end].kind != Token::Kind::newline)
      ++end;
    if (end == i) throw ParseError(text, tokens[i].begin, "expected the size of " + std::string(name.text));
    if (!result.emplace(name.text, parse_declaration(text, std::span(tokens).subspan(i, end - i))).second)
      throw ParseError(text, name.begin, std::string(name.text) + " is declared twice");
    i = end;
  }
  return result;
}

}  // namespace matgrad
