#include "matgrad/autodiff/check/grading/wording.hpp"

#include <fmt/core.h>

#include <cctype>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/show/text_table.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t longest = 64;  // columns of a formula in a sentence
constexpr int greatest_simple = 12;

std::string cut(std::string text) {
  if (display_width(text) <= longest) return text;
  std::size_t end = 0, columns = 0;
  while (end < text.size() && columns < longest - 1) {
    ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
    ++columns;
  }
  return text.substr(0, end) + "…";
}

bool is_word(std::string_view text) { return text.find_first_of(" (/") == std::string_view::npos; }

}  // namespace

Wording::Wording(const Question& question) : question_(question) {
  for (const Expr& node : question.graph().nodes()) {
    if (node.symbol().empty()) continue;
    if (is_named(node)) names_.emplace(node.input(0).id(), std::string(node.symbol()));
    const auto adjoint = question.adjoint(node);
    if (adjoint && adjoint->symbol().empty() && !number_value(*adjoint))
      adjoints_.emplace_back(*adjoint, question.adjoint_name(node.symbol()));
  }
}

std::string Wording::of(const Expr& expr) const {
  if (!expr.symbol().empty()) return std::string(expr.symbol());
  if (const auto name = names_.find(expr.id()); name != names_.end()) return name->second;
  for (const auto& [adjoint, name] : adjoints_)
    if (adjoint == expr) return name;
  return cut(to_text(notation_of(expr, adjoints_)));
}

std::string Wording::definition(const Expr& node) const { return cut(to_text(notation_of(node, adjoints_))); }

std::string Wording::adjoint(const Expr& node) const {
  const std::string name = of(node);
  return question_.adjoint_name(is_word(name) ? name : "(" + name + ")");
}

std::optional<std::string> Wording::size(double number) const {
  for (const Expr& leaf : question_.graph().leaves()) {
    const std::string name(leaf.symbol());
    if (static_cast<double>(leaf.cols()) == number && leaf.cols() > 1) return "the number of columns of " + name;
    if (static_cast<double>(leaf.rows()) == number && leaf.rows() > 1) return "the number of rows of " + name;
  }
  for (const Expr& node : question_.graph().nodes())
    if (static_cast<double>(node.shape().size()) == number && number > 1)
      return "the number of entries of " + of(node);
  return std::nullopt;
}

bool is_near(double a, double b) { return std::abs(a - b) <= 1e-6 * std::max(std::abs(a), std::abs(b)); }

std::string number_in_words(double number) {
  if (number < 0) return "−" + number_in_words(-number);
  if (is_near(number, 0.5)) return "½";
  if (is_near(number, std::round(number))) return fmt::format("{:.0f}", number);
  if (is_near(1 / number, std::round(1 / number))) return fmt::format("1/{:.0f}", 1 / number);
  return fmt::format("{:.6g}", number);
}

std::string factor_in_words(double times) {
  const double size = std::abs(times);
  const std::string text = size < 1 ? "the factor " + number_in_words(1 / size) + " is missing"
                                    : "the factor " + number_in_words(size) + " is too much";
  return times < 0 ? text + " and the sign is wrong" : text;
}

bool is_simple(double number, const Wording& wording) {
  const double size = std::abs(number);
  if (size == 0) return true;
  for (const double whole : {size, 1 / size}) {
    if (!is_near(whole, std::round(whole))) continue;
    if (whole < greatest_simple + 0.5 || wording.size(std::round(whole))) return true;
  }
  // Halves and quarters of the greater ones, and the sixth of a cube: 3/2, 2/3, 3/4.
  return is_near(size * 12, std::round(size * 12)) && size < greatest_simple;
}

std::string capitalised(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string sentence(std::string text) {
  if (text.empty()) return text;
  text = capitalised(std::move(text));
  return text.ends_with('.') || text.ends_with('?') ? text : text + ".";
}

std::string enumerated(const std::vector<std::string>& texts) {
  std::string text;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) text += i + 1 < texts.size() ? ", " : " and ";
    text += texts[i];
  }
  return text;
}

}  // namespace matgrad::grading
