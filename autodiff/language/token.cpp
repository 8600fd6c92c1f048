#include "matgrad/autodiff/language/token.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>
#include <utility>

#include "matgrad/autodiff/expression/latin_letter.hpp"
#include "matgrad/autodiff/language/character.hpp"
#include "matgrad/autodiff/language/foreign_notation.hpp"
#include "matgrad/autodiff/language/latex_command.hpp"
#include "matgrad/autodiff/language/parse_error.hpp"
#include "matgrad/autodiff/language/sign_spelling.hpp"

namespace matgrad {
namespace {

constexpr bool is_digit(char c) { return '0' <= c && c <= '9'; }

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (at_ < text_.size()) take();
    token(Token::Kind::end, 0);
    return std::move(tokens_);
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }
  char peek(std::size_t i = 0) const { return at_ + i < text_.size() ? text_[at_ + i] : '\0'; }
  [[noreturn]] void fail(const std::string& message) const { throw ParseError(text_, at_, message); }

  Token& token(Token::Kind kind, std::size_t length) {
    Token token;
    token.kind = kind;
    token.text = text_.substr(at_, length);
    token.begin = at_;
    token.end = at_ += length;
    token.after_space = space_;
    space_ = false;
    return tokens_.emplace_back(token);
  }

  void take() {
    const auto [code, length] = character_at(text_, at_);
    if (code == Character::invalid) fail("this byte is not UTF-8");
    if (code == '\n') return take_newline();
    if (code == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return;
    }
    if (is_space(code)) {
      space_ = true;
      at_ += length;
      return;
    }
    if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) return take_number();
    if (begins_name(code)) return take_name();
    if (code == U'½' || code == U'¼' || code == U'¾') {
      token(Token::Kind::number, length).value = code == U'½' ? 0.5 : code == U'¼' ? 0.25 : 0.75;
      return;
    }
    if (code == '\'' || code == U'′' || code == U'’' || code == U'″' || code == U'‴') {
      token(Token::Kind::prime, length).count = code == U'″' ? 2 : code == U'‴' ? 3 : 1;
      return;
    }
    if (code == U'⁻' && (rest().substr(length).starts_with("ᵀ") || rest().substr(length).starts_with("⊤"))) {
      token(Token::Kind::raised, length).value = -1;
      return;
    }
    if (code == U'⁻' || raised_digit(code)) return take_raised();
    if (is_size_character(code) && begins_subscript()) return take_size();
    if (is_size_character(code) && last() != nullptr && last()->kind == Token::Kind::raised)
      fail("a subscript stands in front of the exponent: ‖x‖₂²");
    if (code == U'∞') {
      token(Token::Kind::name, length).text = "inf";
      return;
    }
    if (code == '\\') return take_latex();
    if (takes_brace()) return;
    if (code == U'⁺') {
      token(Token::Kind::sign, length).text = "⁺";
      return;
    }
    take_sign();
  }

  const Token* last() const { return tokens_.empty() || space_ ? nullptr : &tokens_.back(); }

  // ‖x‖₂
  bool begins_subscript() const { return last() != nullptr && last()->is("‖"); }

  void take_latex() {
    const std::string_view word = latex_word(text_, at_);
    const LatexCommand command = latex_command(word);
    switch (command.kind) {
      case LatexCommand::Kind::sign:
        if (word == "sqrt" && peek(1 + word.size()) == '[')
          fail("a root of another degree is written x^(1/3), those of the entries x.^(1/3)");
        if (closes_ || word == "rVert" || word == "rangle") space_ = false;
        closes_ = false;
        take_sign(command.text, 1 + word.size());
        awaited_ = command.text == "\\frac" ? 2 : command.text == "√" ? 1 : 0;
        return;
      case LatexCommand::Kind::name: {
        const std::size_t length = name_length(at_ + 1);  // \theta_1 is one name
        const std::string_view behind = rest().substr(1 + word.size());
        const bool is_sigmoid = word == "sigma" && (behind.starts_with("(") || behind.starts_with("\\left("));
        const std::string_view name = is_sigmoid              ? "σ"
                                      : length == word.size() ? command.text
                                                              : text_.substr(at_ + 1, length);
        token(Token::Kind::name, 1 + length).text = name;
        return;
      }
      case LatexCommand::Kind::font:
      case LatexCommand::Kind::space:
        at_ += 1 + word.size();
        closes_ = word == "right";
        while (command.kind == LatexCommand::Kind::font && peek() == ' ') ++at_;
        if (command.kind == LatexCommand::Kind::font && peek() == '{') {
          braces_.push_back({.is_font = true});
          ++at_;
        }
        space_ = space_ || !is_latin_letter(word.front()) || word.ends_with("quad");
        return;
      default:
        fail(latex_hint(word, rest().substr(1 + word.size())));
    }
  }

  // A^{…}, ‖x‖_{…}, \frac{…}{…}, \sqrt{…}, \mathbf{…} and what closes these.
  bool takes_brace() {
    if (peek() == '}' && !braces_.empty()) {
      const Brace brace = braces_.back();
      braces_.pop_back();
      if (brace.is_font) {
        ++at_;
      } else {
        take_sign("}", 1);
        awaited_ = brace.awaited;
      }
      return true;
    }
    if (peek() != '{' || tokens_.empty()) return false;
    const Token& before = tokens_.back();
    const bool is_argument = awaited_ > 0 && (before.is("\\frac") || before.is("√") || before.is("}"));
    const bool is_script = before.is("^") || before.is(".^") || (last() != nullptr && before.text == "_");
    if (!is_argument && !is_script) return false;
    braces_.push_back({.awaited = is_argument ? awaited_ - 1 : 0});
    take_sign("{", 1);
    return true;
  }

  void take_sign() {
    if (const std::string hint = foreign_notation_hint(text_, at_); !hint.empty()) fail(hint);
    if (const auto spelling = sign_spelling(rest())) return take_sign(spelling->sign, spelling->written.size());
    const std::size_t length = character_at(text_, at_).length;
    const bool shown = static_cast<unsigned char>(peek()) >= 0x20 && peek() != 0x7F;
    fail(shown ? "the character " + std::string(rest().substr(0, length)) + " has no meaning here"
               : "a control character has no meaning here");
  }

  void take_sign(std::string_view text, std::size_t length) {
    if (continues_line(text) && !tokens_.empty() && tokens_.back().kind == Token::Kind::newline)
      tokens_.pop_back();
    token(Token::Kind::sign, length).text = text;
    awaited_ = 0;
    if (text == "(" || text == "[" || text == "⟨" || text == "{") ++open_;
    if ((text == ")" || text == "]" || text == "⟩" || text == "}") && open_ > 0) --open_;
  }

  // A line goes on inside of brackets, behind an operator, and in front of one that cannot begin a formula.
  void take_newline() {
    const bool begins = tokens_.empty() || tokens_.back().kind == Token::Kind::newline;
    const bool goes_on = !begins && tokens_.back().kind == Token::Kind::sign && is_continued(tokens_.back().text);
    if (open_ > 0 || begins || goes_on)
      ++at_;
    else
      token(Token::Kind::newline, 1);
    space_ = true;
  }

  void take_number() {
    std::size_t length = 0;
    while (is_digit(peek(length))) ++length;
    // In 2.*x, 2./x, 2.^x and 2.' the point belongs to the operator.
    const char behind = peek(length + 1);
    const bool point = peek(length) == '.' && behind != '*' && behind != '/' && behind != '^' && behind != '\'';
    if (point) {
      ++length;
      while (is_digit(peek(length))) ++length;
    }
    if (peek(length) == 'e' || peek(length) == 'E') {
      std::size_t digits = length + 1;
      if (peek(digits) == '+' || peek(digits) == '-') ++digits;
      if (is_digit(peek(digits))) {
        while (is_digit(peek(digits))) ++digits;
        length = digits;
      }
    }
    double value = 0;
    const auto result = std::from_chars(text_.data() + at_, text_.data() + at_ + length, value);
    if (result.ec == std::errc::result_out_of_range) fail("this number is too large or too small for a double");
    token(Token::Kind::number, length).value = value;
    take_size();
  }

  // 1₃ is a column of ones, 1₃ₓ₂ a matrix.
  void take_size() {
    std::size_t end = at_;
    while (end < text_.size() && is_size_character(character_at(text_, end).code))
      end += character_at(text_, end).length;
    if (end > at_) token(Token::Kind::size, end - at_);
  }

  void take_name() {
    if (peek() == '_' && last() != nullptr && last()->kind == Token::Kind::name && last()->text != "_")
      fail("a subscript stands beside its letter, as in x_1");
    std::size_t length = name_length(at_);
    // ∂L/∂W, the name of an adjoint, is one word.
    if (rest().starts_with("∂") && text_.substr(at_ + length).starts_with("/∂"))
      length += 1 + name_length(at_ + length + 1);
    token(Token::Kind::name, length);
  }

  std::size_t name_length(std::size_t begin) const {
    std::size_t end = begin;
    while (end < text_.size()) {
      const auto [code, length] = character_at(text_, end);
      if (continues_name(code)) {
        end += length;
      } else if (const std::size_t raised = raised_brackets(end); raised > 0) {
        end += raised;
      } else {
        break;
      }
    }
    return end - begin;
  }

  // The length of ⁽¹⁾.
  std::size_t raised_brackets(std::size_t begin) const {
    if (!text_.substr(begin).starts_with("⁽")) return 0;
    std::size_t end = begin + std::string_view("⁽").size();
    while (end < text_.size() && raised_digit(character_at(text_, end).code))
      end += character_at(text_, end).length;
    return text_.substr(end).starts_with("⁾") ? end + std::string_view("⁾").size() - begin : 0;
  }

  void take_raised() {
    std::size_t end = at_;
    const bool negative = character_at(text_, end).code == U'⁻';
    if (negative) end += character_at(text_, end).length;
    double value = 0;
    std::size_t digits = 0;
    for (; end < text_.size(); ++digits) {
      const auto [code, length] = character_at(text_, end);
      const std::optional<char> digit = raised_digit(code);
      if (!digit) break;
      value = 10 * value + (*digit - '0');
      end += length;
    }
    if (digits == 0) fail("⁻ must stand before raised digits");
    if (digits > 9) fail("this exponent is too large");
    token(Token::Kind::raised, end - at_).value = negative ? -value : value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  struct Brace {
    bool is_font = false;  // says nothing
    int awaited = 0;       // how many more are to follow this one
  };
  std::vector<Brace> braces_;
  int open_ = 0, awaited_ = 0;
  bool closes_ = false;  // \right stands in front
  bool space_ = false;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view text) { return Lexer(text).run(); }

}  // namespace matgrad
