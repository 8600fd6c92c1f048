#include <algorithm>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/language/character.hpp"
#include "matgrad/autodiff/language/formula_parser.hpp"

// What is written as on paper or in other languages: A^T, ‖x‖₁, x(2), AX.

namespace matgrad {
namespace {

std::string braced(std::string_view subscript) {
  return subscript.size() > 1 ? "_{" + std::string(subscript) + "}" : "_" + std::string(subscript);
}

}  // namespace

void FormulaParser::note(std::string text) {
  if (std::ranges::find(syntax_.notes, text) == syntax_.notes.end()) syntax_.notes.push_back(std::move(text));
}

// What stands behind ‖x‖: ₂, _F, _*, _{∞}; nothing if that is no subscript.
std::string FormulaParser::norm_subscript() {
  if (peek().after_space) return {};
  if (peek().kind == Token::Kind::size) {
    const std::vector<double> sizes = sizes_in(next().text);
    return sizes.size() == 1 ? std::to_string(static_cast<long>(sizes[0])) : "?";
  }
  if (peek().kind != Token::Kind::name || !peek().text.starts_with("_")) return {};
  if (peek().text != "_") return std::string(next().text.substr(1));
  next();
  const bool in_braces = take("{");
  const Token inside = next();
  if (in_braces) expect("}", "the subscript");
  return std::string(inside.text);
}

std::size_t FormulaParser::norm(Index inside, const Token& open) {
  const std::size_t at = peek().begin;
  const std::string subscript = norm_subscript();
  const auto built = [&](const LanguageFunction& function) { return operation(function, {inside}, open.begin); };
  if (subscript.empty() || subscript == "F" || subscript == "fro") return built(*find_function("norm2", 1, 0));
  if (subscript == "2") return built(find_operator("‖₂", 1));
  if (subscript == "1") return built(find_operator("‖₁", 1));
  if (subscript == "*") return built(*find_function("nuclear_norm", 1, 0));
  if (subscript == "inf" || subscript == "infty") return built(find_operator("‖∞", 1));
  fail(at, "there is no norm ‖A‖" + braced(subscript) +
               "; there are ‖A‖_1, ‖A‖_2, ‖A‖_F, ‖A‖_* and ‖A‖_∞, and without a subscript the Euclidean norm");
}

// ‖z‖² has a derivative where ‖z‖ has none.
std::optional<std::size_t> FormulaParser::squared_norm(Index base) {
  const SyntaxNode& it = node(base);
  if (it.kind != SyntaxNode::Kind::call) return std::nullopt;
  const LanguageFunction* squared = it.function == find_function("norm2", 1, 0)
                                        ? find_function("squared_norm", 1, 0)
                                    : it.function == &find_operator("‖₂", 1) ? &find_operator("‖₂²", 1)
                                                                             : nullptr;
  if (squared == nullptr) return std::nullopt;
  return operation(*squared, {it.inputs[0]}, it.begin);
}

// x(2), M(1, 1) from 1; x[0], M[0, 1], M[0][1] from 0. Nothing is taken where that is no entry.
std::optional<std::size_t> FormulaParser::entry(const Token& name, const std::string& spelling) {
  const bool from_one = peek().is("(");
  const std::string_view close = from_one ? ")" : "]";
  std::vector<double> positions;
  std::size_t i = 0;
  const auto take_position = [&] {
    const Token& number = peek(i);
    const bool is_position = number.kind == Token::Kind::number && number.value == std::trunc(number.value) &&
                             number.text.find_first_not_of("0123456789") == std::string_view::npos;
    if (is_position) positions.push_back(number.value);
    ++i;
    return is_position;
  };
  ++i;
  if (!take_position()) return std::nullopt;
  const bool is_nested = !from_one && peek(i).is("]") && peek(i + 1).is("[") && !peek(i + 1).after_space;
  if (is_nested) ++i;
  if ((is_nested || peek(i).is(",")) && (++i, !take_position())) return std::nullopt;
  if (!peek(i++).is(close)) return std::nullopt;
  const Token& open = peek();
  at_ += i;
  const std::string written(text_.substr(name.begin, tokens_[at_ - 1].end - name.begin));
  note(written + " read as an entry, counted from " + (from_one ? "1" : "0") +
       (from_one ? "; a product is written " + std::string(name.text) + "*(…)" : ""));
  for (double& position : positions) {
    if (from_one && position == 0)
      fail(open.begin, "in round brackets entries count from 1, in square ones from 0");
    position -= from_one ? 1 : 0;
  }
  const Index of = leaf(name, spelling);
  const bool is_new = node(of).kind == SyntaxNode::Kind::name && !node(of).definition && !is_value(spelling);
  const LanguageFunction& function = find_operator("entry", 1, positions.size());
  const Index result = operation(function, {of}, name.begin, std::move(positions));
  node(result).word = is_new ? "of no scalar" : "";
  node(result).end = tokens_[at_ - 1].end;
  return result;
}

// AX, where A and X are names and AX is none. Marks belong to the last: AX' is A Xᵀ.
std::size_t FormulaParser::side_by_side(const Token& word, const std::vector<std::string_view>& parts) {
  std::string shown;
  Index product = 0;
  std::size_t begin = word.begin;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Token name = word;
    name.text = parts[i];
    name.begin = begin;
    name.end = begin += parts[i].size();
    const Index part = leaf(name, spelled(name.text));
    const Index factor = i + 1 < parts.size() ? part : with_marks(part);
    product = i == 0 ? factor : side_by_side(product, factor, name.begin);
    shown += (i == 0 ? "" : " ") + std::string(parts[i]);
  }
  note(std::string(word.text) + " read as " + shown + "; declare " + std::string(word.text) +
       " for a name of its own");
  return product;
}

}  // namespace matgrad
