#include "pages/plain_math.hpp"

#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/expression/notation.hpp>
#include <matgrad/autodiff/show/latex.hpp>
#include <matgrad/autodiff/show/mathml.hpp>
#include "pages/plain_math_tokens.hpp"

namespace matgrad::pages {
namespace {

using Kind = MathToken::Kind;
using Tokens = std::vector<MathToken>;

/// How the pieces are written in one of the two languages.
class Setter {
 public:
  virtual ~Setter() = default;
  virtual std::string name(const std::string& name) const = 0;
  virtual std::string quotient(const std::string& above, const std::string& below) const = 0;
  virtual std::string half() const = 0;
  virtual std::string differential() const = 0;
  virtual std::string number(const std::string& digits, const std::string& exponent) const = 0;
  virtual std::string sum(const std::string& index) const = 0;
  virtual std::string fence(const std::string& bracket, bool opening) const = 0;
  virtual std::string sign(const std::string& sign, bool before_its_operand) const = 0;
  virtual std::string with_mark(const std::string& base, const std::string& mark) const = 0;
  virtual std::string gap() const = 0;
};

class MathmlSetter : public Setter {
 public:
  explicit MathmlSetter(bool on_a_line_of_its_own) : high_(on_a_line_of_its_own) {}
  std::string name(const std::string& name) const override { return to_mathml(Notation::symbol(name)); }
  std::string quotient(const std::string& above, const std::string& below) const override {
    if (high_) return "<mfrac><mrow>" + above + "</mrow><mrow>" + below + "</mrow></mfrac>";
    return "<mrow>" + above + "<mo lspace=\"0\" rspace=\"0\" stretchy=\"false\">/</mo>" + below + "</mrow>";
  }
  std::string half() const override { return "<mfrac><mn>1</mn><mn>2</mn></mfrac>"; }
  std::string differential() const override { return "<mi>∂</mi>"; }
  std::string number(const std::string& digits, const std::string& exponent) const override {
    const std::string number = "<mn>" + digits + "</mn>";
    if (exponent.empty()) return number;
    const bool negative = exponent.starts_with('-');
    return number + "<mo>×</mo><msup><mn>10</mn><mrow>" + (negative ? "<mo form=\"prefix\">−</mo>" : "") + "<mn>" +
           exponent.substr(negative ? 1 : 0) + "</mn></mrow></msup>";
  }
  std::string sum(const std::string& index) const override {
    const std::string sign = "<mo stretchy=\"false\">∑</mo>";
    return index.empty() ? sign : "<msub>" + sign + "<mi>" + index + "</mi></msub>";
  }
  std::string fence(const std::string& bracket, bool opening) const override {
    return std::string("<mo stretchy=\"false\" form=\"") + (opening ? "prefix" : "postfix") + "\">" + bracket +
           "</mo>";
  }
  std::string sign(const std::string& sign, bool before_its_operand) const override {
    return std::string(before_its_operand ? "<mo form=\"prefix\">" : "<mo>") + escaped_html(sign) + "</mo>";
  }
  std::string with_mark(const std::string& base, const std::string& mark) const override {
    const std::string script = mark == "ᵀ"   ? "<mo>⊤</mo>"
                               : mark == "²" ? "<mn>2</mn>"
                                             : "<mrow><mo form=\"prefix\">−</mo><mn>1</mn></mrow>";
    return "<msup>" + (base.empty() ? "<mrow></mrow>" : base) + script + "</msup>";
  }
  std::string gap() const override { return "<mspace width=\"0.17em\"></mspace>"; }

 private:
  bool high_;
};

class LatexSetter : public Setter {
 public:
  explicit LatexSetter(bool on_a_line_of_its_own) : high_(on_a_line_of_its_own) {}
  std::string name(const std::string& name) const override { return latex_symbol(name) + " "; }
  std::string quotient(const std::string& above, const std::string& below) const override {
    return high_ ? "\\frac{" + above + "}{" + below + "}" : above + "/" + below;
  }
  std::string half() const override { return "\\tfrac{1}{2} "; }
  std::string differential() const override { return "\\partial "; }
  std::string number(const std::string& digits, const std::string& exponent) const override {
    return exponent.empty() ? digits : digits + " \\times 10^{" + exponent + "}";
  }
  std::string sum(const std::string& index) const override { return "\\sum_{" + index + "} "; }
  std::string fence(const std::string& bracket, bool opening) const override {
    if (bracket == "⟨") return "\\langle ";
    if (bracket == "⟩") return "\\rangle ";
    if (bracket == "‖") return opening ? "\\lVert " : "\\rVert ";
    if (bracket == "|") return opening ? "\\lvert " : "\\rvert ";
    return bracket;
  }
  std::string sign(const std::string& sign, bool) const override {
    static const std::vector<std::pair<std::string, std::string>> commands = {
        {"−", "-"},        {"∘", "\\circ "},       {"·", "\\cdot "},      {"×", "\\times "},
        {"∇", "\\nabla "}, {"←", "\\gets "},       {"≠", "\\neq "},       {"≤", "\\le "},
        {"≥", "\\ge "},    {"∈", "\\in "},         {"∞", "\\infty "},     {"…", "\\dots "},
        {"→", "\\to "},    {"~", "\\sim "},        {"%", "\\% "},         {"&", "\\& "},
        {"#", "\\# "},     {"\\", "\\backslash "}, {"_", "\\_ "},         {"□", "\\fbox{\\phantom{x}} "},
        {"{", "\\{ "},     {"}", "\\} "},          {"ε", "\\varepsilon "}};
    for (const auto& [unicode, command] : commands)
      if (sign == unicode) return command;
    return sign;
  }
  std::string with_mark(const std::string& base, const std::string& mark) const override {
    return "{" + base + "}^{" + (mark == "ᵀ" ? "\\top" : mark == "²" ? "2" : "-1") + "}";
  }
  std::string gap() const override { return "\\, "; }

 private:
  bool high_;
};

/// A sign before which nothing stands belongs to what follows.
bool begins_operand(const Tokens& tokens, std::size_t i) {
  while (i > 0 && tokens[i - 1].kind == Kind::space) --i;
  return i == 0 || tokens[i - 1].kind == Kind::sign || tokens[i - 1].kind == Kind::opening;
}

/// A word and its argument without brackets stand apart.
bool needs_gap(const Tokens& tokens, std::size_t i) {
  if (i + 2 >= tokens.size() || tokens[i + 1].kind != Kind::space) return false;
  const auto is_word = [](const MathToken& t) { return t.kind == Kind::name && math_symbol(t.text).is_word(); };
  const Kind next = tokens[i + 2].kind;
  return next != Kind::sign && next != Kind::closing && (is_word(tokens[i]) || is_word(tokens[i + 2]));
}

std::string set(std::string_view math, const Setter& setter);

std::string set_derivative(const std::string& text, const Setter& setter) {
  const std::size_t sign = std::string_view("∂").size(), slash = text.find("/∂");
  return setter.quotient(setter.differential() + set(text.substr(sign, slash - sign), setter),
                         setter.differential() + set(text.substr(slash + 1 + sign), setter));
}

std::string set_number(const std::string& text, const Setter& setter) {
  const std::size_t e = text.find('e');
  if (e == std::string::npos) return setter.number(text, {});
  return setter.number(text.substr(0, e), std::to_string(std::stoi(text.substr(e + 1))));
}

std::string set_token(const Tokens& tokens, std::size_t i, const Setter& setter) {
  const std::string& text = tokens[i].text;
  switch (tokens[i].kind) {
    case Kind::name:
      return setter.name(text);
    case Kind::derivative:
      return set_derivative(text, setter);
    case Kind::number:
      return set_number(text, setter);
    case Kind::half:
      return setter.half();
    case Kind::sum:
      return setter.sum(math_symbol("x" + text.substr(std::string_view("Σ").size())).subscript);
    case Kind::opening:
      return setter.fence(text, true);
    case Kind::closing:
      return setter.fence(text, false);
    case Kind::sign:
      if (text == "∂") return setter.differential();
      return setter.sign(text, begins_operand(tokens, i));
    case Kind::mark:
    case Kind::space:
      break;
  }
  return {};
}

std::string set(std::string_view math, const Setter& setter) {
  const Tokens tokens = math_tokens(math);
  std::string done, last;  // a mark belongs to the last piece
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == Kind::mark) {
      last = setter.with_mark(last, tokens[i].text);
    } else if (tokens[i].kind != Kind::space) {
      done += last;
      last = set_token(tokens, i, setter);
    }
    if (tokens[i].kind != Kind::space && needs_gap(tokens, i)) {
      done += last;
      last = setter.gap();
    }
  }
  return done + last;
}

}  // namespace

std::string plain_math_to_mathml(std::string_view math, bool on_a_line_of_its_own) {
  return math_element(set(math, MathmlSetter(on_a_line_of_its_own)), math,
                      on_a_line_of_its_own ? MathDisplay::block : MathDisplay::inline_text);
}

std::string plain_math_to_latex(std::string_view math, bool on_a_line_of_its_own) {
  return set(math, LatexSetter(on_a_line_of_its_own));
}

}  // namespace matgrad::pages
