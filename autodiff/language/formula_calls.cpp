#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "matgrad/autodiff/language/foreign_functions.hpp"
#include "matgrad/autodiff/language/foreign_names.hpp"
#include "matgrad/autodiff/language/formula_parser.hpp"

// Calls of functions, and what is said of those that are none.

namespace matgrad {
namespace {

// Of functions that elsewhere take more.
std::string_view other_call_hint(std::string_view name) {
  if (name == "sum") return "the sums of rows and columns are row_sums(A) and column_sums(A)";
  if (name == "mean") return "the means of rows and columns are row_means(A) and column_means(A)";
  if (name == "norm" || name == "norm2")
    return "it is the Euclidean or Frobenius norm; other norms are norm1(x), spectral_norm(A), nuclear_norm(A), "
           "one_norm(A) and infinity_norm(A)";
  if (name == "eye" || name == "ones" || name == "zeros")
    return "its sizes are numbers; eye, vector(1) and matrix(0) take the size that fits";
  if (name == "softmax" || name == "log_softmax" || name == "logsumexp")
    return "it goes by columns; by rows go row_softmax(X), row_log_softmax(X) and row_logsumexp(X)";
  if (name == "argmax" || name == "argmin" || name == "max" || name == "min")
    return "those of columns and rows are column_max(A), row_max(A), column_argmax(A), row_argmax(A) and so on";
  if (name == "var" || name == "variance")
    return "those of rows and columns are row_variances(A), column_variances(A)";
  if (name == "std" || name == "standard_deviation")
    return "those of rows and columns are row_standard_deviations(A), column_standard_deviations(A)";
  if (name == "sort") return "rows and columns are put in order by sort_rows(A) and sort_columns(A)";
  return {};
}

}  // namespace

// In a bracket that is open: A(1, :), A(:, 2), x(1:2), x[2:], x(end).
bool FormulaParser::takes_block() const {
  int open = 0;
  for (std::size_t i = 0; at_ + i + 1 < tokens_.size(); ++i) {
    const Token& token = peek(i);
    if (token.is("(") || token.is("[")) ++open;
    if ((token.is(")") || token.is("]")) && --open == 0) return false;
    if (token.is(":") || (token.text == "end" && !is_value("end"))) return true;
  }
  return false;
}

void FormulaParser::fail_block(const Token& name) const {
  const bool from_one = peek().is("(");
  if (name.text == "E")
    fail(name.begin,
         "there are no expectations: the mean of the entries of x is mean(x); an entry is written E[0, 1]");
  const auto is_number = [&](std::size_t i) {
    return peek(i).kind == Token::Kind::number && peek(i).value == std::trunc(peek(i).value) &&
           peek(i).value >= (from_one ? 1 : 0) && peek(i).value < 1e6;
  };
  const auto position = [&](std::size_t i) { return static_cast<long>(peek(i).value) - (from_one ? 1 : 0); };
  const auto closes = [&](std::size_t i) { return peek(i).is(")") || peek(i).is("]"); };
  const std::string of(name.text);
  std::string same;
  if (is_number(1) && peek(2).is(",") && peek(3).is(":") && closes(4))
    same = "gather_rows(" + of + ", " + std::to_string(position(1)) + ")";
  else if (peek(1).is(":") && peek(2).is(",") && is_number(3) && closes(4))
    same = "gather_columns(" + of + ", " + std::to_string(position(3)) + ")";
  else if (is_number(1) && peek(2).is(":") && is_number(3) && closes(4) && peek(3).value < peek(1).value + 100) {
    same = "gather_rows(" + of;
    // In NumPy the end is not taken.
    for (long i = position(1); i < position(3) + (from_one ? 1 : 0); ++i) same += ", " + std::to_string(i);
    same += ")";
  } else if (peek(1).is(":") && closes(2)) {
    same = "vec(" + of + ")";
  }
  fail(name.begin,
       (same.empty() ? "" : "this is written " + same + "; ") +
           "an entry is written x[0] or A[0, 1], with whole numbers; a block slice(A, i, j, m, n), a row "
           "gather_rows(A, i), a column gather_columns(A, j), all counted from 0");
}

void FormulaParser::fail_unknown_function(const Token& name) const {
  const std::string text(name.text);
  std::size_t close = 1;
  while (peek(close).kind == Token::Kind::name || peek(close).is(",")) ++close;
  if (close > 1 && peek(close).is(")") && peek(close + 1).is("="))
    fail(name.begin, "a formula is named without its variables: " + text + " = …");
  if (const std::string hint = foreign_name_hint(name.text, true); !hint.empty()) fail(name.begin, hint);
  if (const std::string hint = foreign_function_hint(name.text); !hint.empty())
    fail(name.begin,
         text + " is not a function: " + hint + "; a function of your own is declared as " + text + ": function");
  const std::string similar = similar_function(name.text);
  fail(name.begin, text + " is not a function" + (similar.empty() ? "" : "; did you mean " + similar + "?") +
                       (similar.empty() ? ": " : " (") + "declare " + text + ": function, or write " + text +
                       "*(…) for a product" + (similar.empty() ? "" : ")"));
}

std::size_t FormulaParser::unspecified(const Token& name, std::string_view function, int order) {
  if (order > 100) fail(name.begin, "derivatives up to the hundredth can be written");
  const Index inside = bracketed();
  SyntaxNode result;
  result.kind = SyntaxNode::Kind::unspecified;
  result.name = function;
  result.order = order;
  result.inputs = {inside};
  result.begin = result.at = name.begin;
  result.end = tokens_[at_ - 1].end;
  return add(std::move(result));
}

std::vector<std::size_t> FormulaParser::arguments() {
  const Token open = next();
  enter(open.begin);
  const int outer_bars = std::exchange(open_bars_, 0);
  std::vector<Index> result;
  if (!peek().is(")")) {
    do result.push_back(comparison());
    while (take(","));
  }
  open_bars_ = outer_bars;
  expect(")", "the call");
  --depth_;
  return result;
}

std::size_t FormulaParser::call(const Token& name) { return apply(name, arguments(), {}, false, ""); }

// slice[1, 0, 2, 3](A), gather_rows[2 0 2](A), variance[biased](A): as matgrad prints them.
std::size_t FormulaParser::call_with_bracket(const Token& name) {
  next();
  std::vector<double> numbers;
  std::string word;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  bool behind_comma = false;
  while (!peek().is("]")) {
    if (at_ + 1 >= tokens_.size()) fail(peek().begin, "] is expected to close the bracket");
    if (take(",")) {
      behind_comma = true;
      continue;
    }
    const bool negative = take("-");
    const Token token = next();
    if (token.kind == Token::Kind::number)
      numbers.push_back(negative ? -token.value : token.value);
    else if (token.kind == Token::Kind::name && token.text == "inf")
      numbers.push_back(negative ? -infinity : infinity);
    else if (token.kind == Token::Kind::name && !negative)
      word += (word.empty() ? "" : behind_comma ? ", " : " ") + std::string(token.text);
    else
      fail(token.begin, "a number or a word is expected in this bracket");
    behind_comma = false;
  }
  next();
  if (!peek().is("(")) fail(peek().begin, "( is expected behind the bracket of a function");
  return apply(name, arguments(), std::move(numbers), true, std::move(word));
}

void FormulaParser::fail_call(const Token& name, std::size_t given, bool has_word) const {
  std::string forms, number;
  for (const LanguageFunction& entry : language_functions()) {
    if (std::ranges::find(entry.names, name.text) == entry.names.end() || entry.arguments.empty()) continue;
    const std::vector<std::string> words = entry.words.empty() ? std::vector<std::string>{""} : entry.words;
    for (std::size_t i = 0; i < words.size() && i < 3; ++i)
      forms += (forms.empty() ? "" : " or ") + std::string(name.text) +
               (words[i].empty() ? "" : "[" + words[i] + "]") + entry.arguments;
    const Signature& signature = entry.signature;
    const bool may_be_number = signature.most_inputs > 0 && signature.most_numbers > 0 &&
                               given > signature.most_inputs &&
                               given <= signature.most_inputs + signature.most_numbers;
    if (may_be_number && number.empty())
      number = "; what follows the first" +
               (signature.most_inputs > 1 ? " " + std::to_string(signature.most_inputs) : "") +
               " is written as a number";
  }
  const std::string hint(has_word ? "" : other_call_hint(name.text));
  fail(name.begin, std::string(name.text) + " is called as " + forms + number + (hint.empty() ? "" : "; " + hint));
}

std::size_t FormulaParser::apply(const Token& name, std::vector<Index> inputs, std::vector<double> numbers,
                                 bool has_bracket, std::string word) {
  const LanguageFunction* function = find_function(name.text, inputs.size(), numbers.size());
  // Numbers may also stand behind the other arguments: slice(A, 1, 0, 2, 3).
  for (std::size_t i = inputs.size(); function == nullptr && !has_bracket && i-- > 0;) {
    const std::optional<double> value = node(inputs[i]).value;
    if (!value) break;
    numbers.insert(numbers.begin(), *value);
    inputs.pop_back();
    function = find_function(name.text, inputs.size(), numbers.size());
  }
  const auto takes = [](const std::vector<std::string>& words, const std::string& one) {
    return words.empty() ? one.empty() : std::ranges::find(words, one) != words.end();
  };
  const bool word_fits = function != nullptr && takes(function->words, word);
  if (!word_fits) fail_call(name, inputs.size() + numbers.size(), !word.empty());
  SyntaxNode result;
  result.kind = SyntaxNode::Kind::call;
  result.function = function;
  result.inputs = std::move(inputs);
  result.numbers = std::move(numbers);
  result.word = std::move(word);
  result.begin = result.at = name.begin;
  result.end = tokens_[at_ - 1].end;
  return add(std::move(result));
}

}  // namespace matgrad
