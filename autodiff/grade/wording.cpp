#include "matgrad/autodiff/grade/wording.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/composed_functions.hpp"
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

bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// Whether a name stands in a text by itself, and is not only defined there. Subscripts are the bytes E2 82 8x.
bool is_spoken_of(const std::string& name, const std::string& text) {
  bool spoken = false;
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const std::string_view rest = std::string_view(text).substr(at + name.size());
    if (at > 0 && is_alphanumeric(text[at - 1])) continue;
    if (rest.starts_with("\xe2\x82") || (!rest.empty() && is_alphanumeric(rest.front()))) continue;
    if (rest.starts_with(" = ")) return false;
    spoken = true;
  }
  return spoken;
}

/// A power would be read as a second derivative, as in ∂L/∂a².
bool is_word(std::string_view text) {
  const auto has = [text](std::string_view part) { return text.find(part) != std::string_view::npos; };
  return text.find_first_of(" (/^") == std::string_view::npos && !has("²") && !has("³");
}

}  // namespace

Wording::Wording(const Question& question, Names names) : question_(question) {
  for (const Expr& node : question.graph().nodes()) {
    if (node.symbol().empty()) continue;
    if (is_named(node) && names_.emplace(node.input(0).id(), std::string(node.symbol())).second)
      given_.emplace_back(node.input(0), std::string(node.symbol()));
    const auto adjoint = question.adjoint(node);
    if (adjoint && adjoint->symbol().empty() && !number_value(*adjoint))
      given_.emplace_back(*adjoint, question.adjoint_name(node.symbol()));
  }
  for (const Expr& node : question.graph().nodes())
    if (const std::optional<ComposedFunction> call = composed_function(node)) {
      calls_.emplace(node.id(), call->before + of(call->argument) + call->after);
      given_.emplace_back(node, calls_.at(node.id()));
    }
  if (names == Names::of_question) return;
  for (const auto& [part, name] : question.forms().names())
    if (names_.emplace(part.id(), name).second) given_.emplace_back(part, name);
}

std::string Wording::of(const Expr& expr) const {
  if (!expr.symbol().empty()) return std::string(expr.symbol());
  if (const auto name = names_.find(expr.id()); name != names_.end()) return name->second;
  for (const auto& [part, name] : given_)
    if (part == expr) return name;
  return cut(to_text(notation_of(expr, given_)));
}

std::string Wording::definition(const Expr& node) const {
  const auto call = calls_.find(is_named(node) ? node.input(0).id() : node.id());
  return call != calls_.end() ? call->second : cut(to_text(notation_of(node, given_)));
}

std::string Wording::adjoint(const Expr& node) const {
  const std::string name = of(node);
  return question_.adjoint_name(!node.symbol().empty() || is_word(name) ? name : "(" + name + ")");
}

std::string Wording::with_definitions(std::string text) const {
  std::vector<std::string> said;
  std::string stated;
  // What a name stands for may hold further names: the text grows while it is read.
  for (std::size_t i = 0; i < question_.definitions().size(); ++i)
    for (const auto& [name, formula] : question_.definitions()) {
      if (std::ranges::find(said, name) != said.end() || !is_spoken_of(name, text + " " + stated)) continue;
      said.push_back(name);
      stated += (stated.empty() ? "" : ", ") + name + " = " + cut(formula);
    }
  return stated.empty() ? text : text + " Here " + stated + ".";
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
  for (int below = 2; below <= greatest_simple; ++below)
    if (is_near(number * below, std::round(number * below)))
      return fmt::format("{:.0f}/{}", number * below, below);
  return fmt::format("{:.6g}", number);
}

std::string factor_in_words(double times) {
  const double size = std::abs(times);
  if (is_near(times, -1)) return "the sign is wrong";
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
