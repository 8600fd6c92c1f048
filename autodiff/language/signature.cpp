#include "matgrad/autodiff/language/signature.hpp"

#include <algorithm>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>

#include "matgrad/autodiff/expression/error.hpp"

namespace matgrad {
namespace {

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max() / 4;

SizeTerm size_term(const std::string& text) {
  using Kind = SizeTerm::Kind;
  if (text == "1" || text == "3") return {Kind::fixed, static_cast<char>(text[0] - '0')};
  if (text == "?") return {Kind::built};
  if (text.size() == 2 && text[0] == '$') return {Kind::argument, static_cast<char>(text[1] - '0')};
  if (text.size() == 1) return {Kind::letter, text[0]};
  if (text.size() != 3) throw Error("signature: " + text + " is no size");
  const Kind kind = text[1] == '+'   ? Kind::sum
                    : text[1] == '*' ? Kind::product
                    : text[1] == '-' ? Kind::difference
                                     : Kind::least;
  return {kind, text[0], text[2]};
}

ShapeTerm shape_term(const std::string& text) {
  std::istringstream words(text);
  std::string rows, cols;
  words >> rows >> cols;
  if (cols.empty()) cols = rows;
  return {size_term(rows), size_term(cols)};
}

}  // namespace

Signature::Signature(const char* written) {
  const std::string_view text = written;
  const std::size_t arrow = text.find(" -> ");
  if (arrow == std::string_view::npos) {
    rule = text == "product"    ? Rule::product
           : text == "diagonal" ? Rule::diagonal
           : text == "entry"    ? Rule::entry
                                : Rule::blocks;
    if (rule == Rule::blocks)
      blocks = {!text.ends_with("beside"), !text.ends_with("below"), text.starts_with("part ")};
    least_numbers = most_numbers = blocks.is_part ? 1 : 0;
    if (rule == Rule::entry) least_numbers = 1, most_numbers = 2;
    least_inputs = rule == Rule::product || blocks.is_part ? 2 : 1;
    most_inputs = rule == Rule::product ? 2 : rule == Rule::blocks ? any_number : 1;
    return;
  }
  std::string_view before = text.substr(0, arrow);
  if (const std::size_t semicolon = before.find(';'); semicolon != std::string_view::npos) {
    const std::string_view count = before.substr(semicolon + 2);
    least_numbers = static_cast<std::size_t>(count[0] - '0');
    most_numbers = count.back() == '+' ? any_number : static_cast<std::size_t>(count.back() - '0');
    before = before.substr(0, semicolon);
  }
  std::istringstream parts{std::string(before)};
  for (std::string part; std::getline(parts, part, ',');) {
    if (part.find("…") != std::string::npos) {
      most_inputs = any_number;
      continue;
    }
    if (part.find('~') != std::string::npos) rule = Rule::entrywise;
    ++least_inputs;
    if (rule == Rule::shapes) inputs.push_back(shape_term(part));
  }
  most_inputs = std::max(most_inputs, least_inputs);
  if (rule == Rule::shapes) output = shape_term(std::string(text.substr(arrow + 4)));
}

}  // namespace matgrad
