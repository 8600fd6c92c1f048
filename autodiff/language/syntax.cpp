#include "matgrad/autodiff/language/syntax.hpp"

#include <algorithm>
#include <map>
#include <span>
#include <string>
#include <utility>

#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/language/compound_words.hpp"
#include "matgrad/autodiff/language/formula_parser.hpp"
#include "matgrad/autodiff/language/parse_error.hpp"
#include "matgrad/autodiff/language/token.hpp"

namespace matgrad {
namespace {

// Longer texts are no formulas.
constexpr std::size_t greatest_text = 50'000;

using Tokens = std::span<const Token>;

/// The tokens up to a separator, and the token that separates.
std::vector<Tokens> split(Tokens tokens, bool (*separates)(const Token&)) {
  std::vector<Tokens> parts;
  std::size_t begin = 0;
  int open = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.is("(") || token.is("[") || token.is("⟨")) ++open;
    if ((token.is(")") || token.is("]") || token.is("⟩")) && open > 0) --open;
    const bool ends = i + 1 == tokens.size();
    if (!ends && (open > 0 || !separates(token))) continue;
    parts.push_back(tokens.subspan(begin, i + 1 - begin));
    begin = i + 1;
  }
  return parts;
}

bool ends_statement(const Token& token) { return token.is(";") || token.kind == Token::Kind::newline; }

class ProgramParser {
 public:
  ProgramParser(std::string_view text, KnownNames known)
      : text_(text),
        known_(std::move(known)),
        words_(names_of(known_)),
        formulas_(text, known_, words_, syntax_) {}

  Syntax run() {
    const std::vector<Token> tokens = tokens_of(text_);
    std::vector<Tokens> statements;
    for (Tokens statement : split(tokens, ends_statement)) {
      if (statement.size() == 1) continue;
      if (!declares(statement)) statements.push_back(statement);
    }
    if (statements.empty()) {
      const bool only_declarations = !syntax_.declarations.empty();
      fail(text_.size(),
           only_declarations ? "a formula is expected behind the declarations" : "there is no formula");
    }
    for (Tokens statement : statements) {
      if (is_definition(statement)) words_.add(std::string(statement[0].text));
      words_.add(statement);
    }
    for (std::size_t i = 0; i < statements.size(); ++i) {
      const bool last = i + 1 == statements.size();
      if (is_definition(statements[i])) {
        define(statements[i]);
        if (last) use_last_definition();
      } else if (last) {
        syntax_.result = formula(statements[i]);
      } else {
        fail(statements[i].back().begin, "only the last formula may be without a name, as in K = W*x; sum(K)");
      }
    }
    return std::move(syntax_);
  }

 private:
  [[noreturn]] void fail(std::size_t at, const std::string& message) const {
    throw ParseError(text_, at, message);
  }

  static bool is_definition(Tokens statement) {
    return statement.size() > 2 && statement[0].kind == Token::Kind::name && statement[1].is("=");
  }

  // W: 3x6, or W, V: 3x6
  bool declares(Tokens statement) {
    std::size_t colon = 0;
    while (colon + 1 < statement.size() &&
           (colon % 2 == 0 ? statement[colon].kind == Token::Kind::name : statement[colon].is(",")))
      ++colon;
    if (colon % 2 == 0 || !statement[colon].is(":")) return false;
    const Declaration declaration =
        parse_declaration(text_, statement.subspan(colon + 1, statement.size() - colon - 2));
    for (std::size_t i = 0; i < colon; i += 2) {
      const std::string name(statement[i].text);
      if (!syntax_.declarations.emplace(name, declaration).second)
        fail(statement[i].begin, name + " is declared twice");
      syntax_.places.emplace(name, statement[i].begin);
      syntax_.declared.push_back(name);
      (declaration.is_function ? known_.functions : known_.values).insert(name);
      if (is_scalar(declaration)) known_.scalars.insert(name);
      if (!declaration.is_function) words_.add(name);
    }
    return true;
  }

  // A = 3x3, A = 2 x 3: a product of numbers and x3 is written otherwise.
  void refuse_shape(Tokens statement) const {
    const auto is_number = [&](std::size_t i) { return statement[i].kind == Token::Kind::number; };
    const bool is_joined = statement.size() == 5 && is_number(2) && !statement[3].after_space &&
                           statement[3].text.starts_with("x") && statement[3].text.size() > 1 &&
                           statement[3].text.find_first_not_of("0123456789", 1) == std::string_view::npos;
    const bool is_apart = statement.size() == 6 && is_number(2) && is_number(4) &&
                          (statement[3].text == "x" || statement[3].is("×"));
    if ((!is_joined && !is_apart) || words_.is_known(statement[3].text)) return;
    const std::string name(statement[0].text);
    fail(statement[1].begin, "a shape is declared with a colon: " + name + ": " + std::string(statement[2].text) +
                                 "x" + std::string(is_joined ? statement[3].text.substr(1) : statement[4].text) +
                                 "; a product of numbers is written 2*3");
  }

  void define(Tokens statement) {
    refuse_shape(statement);
    const std::string name(statement[0].text);
    if (statement[0].text == "where") fail(statement[0].begin, "where is no name");
    if (syntax_.places.contains(name))
      fail(statement[0].begin,
           name + (syntax_.declarations.contains(name) ? " is declared: it cannot be defined too"
                                                       : " is defined twice"));
    syntax_.places.emplace(name, statement[0].begin);
    const std::size_t node = formula(statement.subspan(2));
    formulas_.define(name, node, statement[0].begin);
  }

  // In any order: behind those that each of them needs. Around a circle a name stays unknown, which is an error.
  void define_all(const std::vector<Tokens>& parts) {
    std::map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < parts.size(); ++i) place.emplace(unicode_symbol(parts[i][0].text), i);
    std::vector<bool> is_begun(parts.size());
    struct Open {
      std::size_t part;
      std::vector<std::string> needed;
    };
    std::vector<Open> open;
    const auto begin = [&](std::size_t i) {
      is_begun[i] = true;
      open.push_back({i, names_in(parts[i].subspan(2))});
    };
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!is_begun[i]) begin(i);
      while (!open.empty()) {
        std::vector<std::string>& needed = open.back().needed;
        const auto found = needed.empty() ? place.end() : place.find(needed.back());
        if (needed.empty()) {
          define(parts[open.back().part]);
          open.pop_back();
        } else if (found == place.end() || is_begun[found->second]) {
          needed.pop_back();
        } else {
          begin(found->second);
        }
      }
    }
  }

  /// As they are shown, and from behind.
  std::vector<std::string> names_in(Tokens tokens) const {
    std::vector<std::string> names;
    for (const Token& token : words_.separated(tokens)) {
      if (token.kind != Token::Kind::name) continue;
      names.push_back(unicode_symbol(token.text));
      for (std::string_view part : words_.parts(token.text)) names.push_back(unicode_symbol(part));
    }
    std::ranges::reverse(names);
    return names;
  }

  void use_last_definition() {
    SyntaxNode result;
    result.kind = SyntaxNode::Kind::name;
    result.name = syntax_.definitions.back().name;
    result.definition = syntax_.definitions.size() - 1;
    result.begin = result.at = syntax_.definitions.back().at;
    result.end = result.begin + result.name.size();
    syntax_.nodes.push_back(std::move(result));
    syntax_.result = syntax_.nodes.size() - 1;
  }

  // A formula may state its parts behind it: A t₁, where t₁ = B x, t₂ = …
  std::size_t formula(Tokens tokens) {
    std::size_t where = 0;
    while (where < tokens.size() && tokens[where].text != "where") ++where;
    if (where == tokens.size()) return checked(tokens);
    if (where == 0)
      fail(tokens[0].begin,
           "where stands behind a formula: A x  where A = …; a choice is written "
           "select(x > 0, a, b)");
    const auto parts = split(tokens.subspan(where + 1), [](const Token& token) { return token.is(","); });
    for (Tokens part : parts)
      if (!is_definition(part)) fail(part.front().begin, "behind where names are defined, as in t₁ = W x");
    define_all(parts);
    const bool has_comma = where > 0 && tokens[where - 1].is(",");
    return checked(tokens.first(has_comma ? where : where + 1));
  }

  // dL/dx = …
  static bool defines_derivative(Tokens tokens) {
    const auto is_differential = [&](std::size_t i) {
      return tokens[i].kind == Token::Kind::name &&
             (tokens[i].text.starts_with("d") || tokens[i].text.starts_with("∂"));
    };
    return tokens.size() > 4 && is_differential(0) && tokens[1].is("/") && is_differential(2) && tokens[3].is("=");
  }

  // d/dx x², d/dx (…): with an operator behind it d/dx is a quotient.
  bool takes_derivative(Tokens tokens) const {
    const auto is_unknown = [&](const Token& token) {
      return token.kind == Token::Kind::name && !words_.is_known(token.text);
    };
    if (tokens.size() < 5 || tokens[0].text != "d" || !tokens[1].is("/") || !is_unknown(tokens[0])) return false;
    const bool is_differential =
        is_unknown(tokens[2]) && tokens[2].text.size() > 1 && tokens[2].text.starts_with("d");
    const Token& behind = tokens[3];
    const bool begins_operand = behind.kind == Token::Kind::name || behind.kind == Token::Kind::number ||
                                behind.is("(") || behind.is("‖") || behind.is("[");
    return is_differential && begins_operand;
  }

  std::size_t checked(Tokens tokens) {
    if (defines_derivative(tokens) || takes_derivative(tokens))
      fail(tokens[0].begin,
           "the loss itself is written, as in L = x'*x; the derivative by x is asked for by --wrt x");
    return formulas_.formula(words_.separated(tokens));
  }

  std::string_view text_;
  static CompoundWords::Names names_of(const KnownNames& known) {
    CompoundWords::Names names = known.values;
    names.insert(known.asked.begin(), known.asked.end());
    return names;
  }

  KnownNames known_;
  CompoundWords words_;
  Syntax syntax_;
  FormulaParser formulas_;
};

}  // namespace

Syntax parse_syntax(std::string_view text, const KnownNames& known) {
  if (text.size() > greatest_text)
    throw ParseError(text.substr(0, 100), 0, "a text of more than 50000 bytes is not read as a formula");
  return ProgramParser(text, known).run();
}

}  // namespace matgrad
