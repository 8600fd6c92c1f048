#include "matgrad/autodiff/show/mathml_elements.hpp"

#include <cstddef>
#include <vector>

#include "matgrad/autodiff/show/mathml.hpp"

namespace matgrad {

std::string escaped_html(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:  // HTML and XML have no other control characters than line breaks and tabs
        result += static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t' ? ' ' : c;
    }
  }
  return result;
}

namespace mathml {
namespace {

/// A sign, in the place of text that stands for it.
std::string sign_text(std::string_view text) {
  if (text == "==") return "=";
  if (text == "/" || text == "./") return "⊘";
  if (text == "…") return "…";
  return escaped_html(text);
}

bool is_capital_greek(std::string_view letter) { return letter >= "Α" && letter <= "Ω"; }

/// What is no operation in a script, so that it takes no room on its sides: the transpose in W^{d⊤}.
bool is_mark(std::string_view sign) { return sign == "⊤" || sign == "*" || sign == "∘"; }

bool is_prime(std::string_view sign) { return sign == "′" || sign == "″" || sign == "‴"; }

std::string accent_text(std::string_view combining) {
  if (combining == "\u0304" || combining == "\u0305") return "¯";
  if (combining == "\u0303") return "~";
  if (combining == "\u0307") return "˙";
  if (combining == "\u0308") return "¨";
  if (combining == "\u030C") return "ˇ";
  if (combining == "\u0306") return "˘";
  if (combining == "\u0301") return "´";
  return combining == "\u20D7" ? "→" : "^";
}

/// Fonts draw a prime above the line already: it stands beside its base, not over it.
std::string primed(const std::string& base, std::string_view primes) {
  if (primes.empty()) return base;
  return row(base + "<mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">" + std::string(primes) + "</mo>");
}

}  // namespace

std::string element(std::string_view name, std::string_view content) {
  return "<" + std::string(name) + ">" + std::string(content) + "</" + std::string(name) + ">";
}

std::string row(std::string_view content) { return element("mrow", content); }

std::string sign(std::string_view text) { return element("mo", sign_text(text)); }

std::string digits(std::string_view text) {
  if (text == "½") return "<mstyle displaystyle=\"false\"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle>";
  return element("mn", text);
}

std::string identifier(std::string_view text) {
  if (text == "…") return sign(text);
  if (is_capital_greek(text)) return "<mi mathvariant=\"normal\">" + std::string(text) + "</mi>";
  return element("mi", escaped_html(text));
}

std::string script(std::string_view text) {
  std::string content;
  const std::vector<ScriptToken> tokens = script_tokens(text);
  for (const ScriptToken& token : tokens) {
    if (token.kind == ScriptToken::Kind::number)
      content += element("mn", token.text);
    else if (token.kind == ScriptToken::Kind::sign)
      content += (tokens.size() > 1 && is_mark(token.text) ? "<mo stretchy=\"false\" lspace=\"0\" rspace=\"0\">"
                                                           : "<mo stretchy=\"false\">") +
                 (token.text == "*" ? "∗" : escaped_html(token.text)) + "</mo>";  // * is raised twice
    else
      content += identifier(token.text);
  }
  return tokens.size() == 1 ? content : row(content);
}

std::string with_scripts(const std::string& base, const std::string& below, const std::string& above) {
  if (!below.empty() && !above.empty()) return element("msubsup", base + script(below) + script(above));
  if (!below.empty()) return element("msub", base + script(below));
  const std::vector<std::string_view> signs = characters(above);
  std::size_t begin = 0, end = signs.size();
  while (begin < end && is_prime(signs[begin])) ++begin;
  while (end > begin && is_prime(signs[end - 1])) --end;
  std::string before, higher, behind;
  for (std::size_t i = 0; i < signs.size(); ++i) (i < begin ? before : i < end ? higher : behind) += signs[i];
  const std::string inside = primed(base, before);
  return primed(higher.empty() ? inside : element("msup", inside + script(higher)), behind);
}

std::string symbol_element(const MathSymbol& symbol, const std::string& base, std::string_view mark,
                           std::string_view indices) {
  std::string text = base;
  for (const std::string_view c : characters(symbol.accent))
    text = "<mover accent=\"true\">" + text + "<mo stretchy=\"false\">" + accent_text(c) + "</mo></mover>";
  const std::string comma = symbol.subscript.empty() || indices.empty() ? "" : ",";
  return with_scripts(text, symbol.subscript + comma + std::string(indices),
                      symbol.superscript + std::string(mark));
}

}  // namespace mathml
}  // namespace matgrad
