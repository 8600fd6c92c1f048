#include "matgrad/autodiff/language/compound_words.hpp"

#include <algorithm>
#include <array>

#include "matgrad/autodiff/language/character.hpp"
#include "matgrad/autodiff/language/foreign_notation.hpp"
#include "matgrad/autodiff/language/function_table.hpp"
#include "matgrad/autodiff/language/letter_convention.hpp"

namespace matgrad {
namespace {

constexpr std::size_t longest_compound = 40;

bool is_behind_power(std::span<const Token> tokens, std::size_t i) {
  if (i > 0 && tokens[i - 1].is("-")) --i;
  if (i > 0 && tokens[i - 1].is("{")) --i;
  return i > 0 && (tokens[i - 1].is("^") || tokens[i - 1].is(".^"));
}

bool is_word(const Token& token) {
  static constexpr std::array<std::string_view, 4> others = {"where", "adj", "inf", "d"};  // d/dx is no product
  return token.kind == Token::Kind::name && std::ranges::find(others, token.text) == others.end() &&
         token.text.find("/∂") == std::string_view::npos;
}

}  // namespace

bool is_transpose_exponent(std::span<const Token> tokens, std::size_t i) {
  return tokens[i].kind == Token::Kind::name && means_transpose(tokens[i].text) && is_behind_power(tokens, i);
}

void CompoundWords::add(std::span<const Token> statement) {
  for (std::size_t i = 0; i < statement.size(); ++i)
    if (is_word(statement[i]) && !is_transpose_exponent(statement, i)) alone_.emplace(statement[i].text);
}

std::vector<std::string_view> CompoundWords::parts(std::string_view word) const {
  const bool has_meaning = known_.contains(word) || is_language_function(word) || is_greek_name(word);
  if (word.size() > longest_compound || word.size() < 2 || word == "inf" || has_meaning) return {};
  const auto is_part = [&](std::string_view name) {
    return name != word && (known_.contains(name) || (alone_.contains(name) && !is_language_function(name)));
  };
  const auto begins = [&](std::size_t i) { return i == 0 || begins_name(character_at(word, i).code); };
  // For each place: in how many ways the word up to there is made of names, and where the last of them begins.
  std::vector<int> ways(word.size() + 1);
  std::vector<std::size_t> last(word.size() + 1);
  ways[0] = 1;
  for (std::size_t end = 1; end <= word.size(); ++end) {
    if (end < word.size() && !begins(end)) continue;
    for (std::size_t begin = 0; begin < end; ++begin) {
      if (ways[begin] == 0 || !is_part(word.substr(begin, end - begin))) continue;
      ways[end] = std::min(2, ways[end] + ways[begin]);
      last[end] = begin;
    }
  }
  if (ways[word.size()] != 1) return {};
  std::vector<std::string_view> names;
  for (std::size_t end = word.size(); end > 0; end = last[end])
    names.insert(names.begin(), word.substr(last[end], end - last[end]));
  return names;
}

std::vector<Token> CompoundWords::separated(std::span<const Token> tokens) const {
  std::vector<Token> result;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    result.push_back(token);
    const bool is_exponent = i > 0 && tokens[i - 1].is("^") && token.kind == Token::Kind::name;
    if (!is_exponent || token.text.size() < 2 || known_.contains(token.text)) continue;
    const std::string_view sign = token.text.substr(0, 1), rest = token.text.substr(1);
    if (!means_transpose(sign) || is_name(sign) || !begins_name(character_at(rest, 0).code)) continue;
    if (!known_.contains(rest) && !alone_.contains(rest) && parts(rest).empty()) continue;
    result.back().text = sign;
    result.back().end = token.begin + 1;
    Token behind = token;
    behind.text = rest;
    behind.begin = token.begin + 1;
    result.push_back(behind);
  }
  return result;
}

}  // namespace matgrad
