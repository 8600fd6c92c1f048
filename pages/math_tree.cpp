#include "pages/math_tree.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/math_symbol.hpp>

namespace matgrad::pages {
namespace {

constexpr double script_scale = 0.72, matrix_column_gap = 0.8, operator_room = 0.55;

class MathTreeReader {
 public:
  explicit MathTreeReader(std::string_view mathml) : rest_(mathml) {}

  std::vector<MathNode> nodes() {
    std::vector<MathNode> found;
    while (!rest_.empty() && !rest_.starts_with("</"))
      found.push_back(rest_.front() == '<' ? element() : MathNode{{}, {}, std::string(until('<')), {}});
    return found;
  }

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view until(char c) {
    const std::string_view part = rest_.substr(0, rest_.find(c));
    rest_.remove_prefix(part.size());
    return part;
  }

  MathNode element() {
    rest_.remove_prefix(1);
    std::string_view tag = until('>');
    if (rest_.empty()) throw Error("no > in MathML");
    rest_.remove_prefix(1);
    const bool is_closed = tag.ends_with('/');
    if (is_closed) tag.remove_suffix(1);
    const std::size_t end = std::min(tag.find(' '), tag.size());
    MathNode node{std::string(tag.substr(0, end)), std::string(tag.substr(end)), {}, {}};
    if (is_closed) return node;
    node.children = nodes();
    const std::string closing = "</" + node.name + ">";
    if (!rest_.starts_with(closing)) throw Error("no " + closing + " in MathML");
    rest_.remove_prefix(closing.size());
    return node;
  }

  std::string_view rest_;
};

double character_width(std::string_view c) {
  if (c.size() > 1) return c == "\u2061" || c == "\u2062" ? 0.0 : c == "⊤" || c == "′" ? 0.55 : 0.8;
  const auto byte = static_cast<unsigned char>(c[0]);
  if (std::string_view("mwMW").find(c[0]) != std::string_view::npos) return 0.95;
  if (std::isupper(byte) != 0) return 0.8;
  if (std::string_view(".,;:!'|()[] fijlrt").find(c[0]) != std::string_view::npos) return 0.42;
  return std::isdigit(byte) != 0 ? 0.51 : 0.54;
}

/// The columns below each other.
double matrix_width(const MathNode& table) {
  std::vector<double> columns;
  for (const MathNode& row : table.children)
    for (std::size_t i = 0; i < row.children.size(); ++i) {
      if (i == columns.size()) columns.push_back(0);
      columns[i] = std::max(columns[i], width_in_em(row.children[i]));
    }
  double width = 0;
  for (const double column : columns) width += column + matrix_column_gap;
  return width;
}

/// Of children beside each other, or of the widest one.
double widest(const MathNode& node) {
  double width = 0;
  for (const MathNode& child : node.children) width = std::max(width, width_in_em(child));
  return width;
}

double space_width(const MathNode& node) {
  const std::size_t at = node.attributes.find("width=\"");
  return at == std::string::npos ? 0 : std::strtod(node.attributes.c_str() + at + 7, nullptr);
}

}  // namespace

std::vector<MathNode> read_mathml(std::string_view mathml) {
  MathTreeReader reader(mathml);
  std::vector<MathNode> nodes = reader.nodes();
  if (!reader.at_end()) throw Error("an element of MathML ends that was not begun");
  return nodes;
}

std::string to_mathml(const MathNode& node) {
  if (node.name.empty()) return node.text;
  return "<" + node.name + node.attributes + ">" + to_mathml(node.children) + "</" + node.name + ">";
}

std::string to_mathml(const std::vector<MathNode>& nodes) {
  std::string text;
  for (const MathNode& node : nodes) text += to_mathml(node);
  return text;
}

double word_width_in_em(std::string_view word) {
  double width = 0;
  for (std::size_t at = 0; at < word.size();) {
    if (word[at] == '&') {  // an entity is one character
      at = std::min(word.find(';', at), word.size() - 1) + 1;
      width += 0.8;
      continue;
    }
    const std::size_t next = word.find('&', at);
    const std::string_view part = word.substr(at, next == std::string_view::npos ? next : next - at);
    for (const std::string_view c : characters(part)) width += character_width(c);
    at += part.size();
  }
  return width;
}

double width_in_em(const MathNode& node) {
  if (node.name.empty()) return word_width_in_em(node.text);
  if (node.name == "mspace") return space_width(node);
  if (node.name == "mtable") return matrix_width(node);
  if (node.name == "mfrac") return widest(node) + 0.25;
  if (node.name == "msqrt") return width_in_em(node.children) + 1;
  if (node.name == "munder" || node.name == "mover") return widest(node) + 0.3;
  if (node.name == "msup" || node.name == "msub" || node.name == "msubsup") {
    double script = 0;
    for (std::size_t i = 1; i < node.children.size(); ++i)
      script = std::max(script, script_scale * width_in_em(node.children[i]));
    return width_in_em(node.children.at(0)) + script;
  }
  const double width = width_in_em(node.children);
  const bool has_room = node.name == "mo" && width > 0 && !node.has("form=") && !node.has("lspace=");
  return has_room && !node.has("stretchy=") ? width + operator_room : width;
}

double width_in_em(const std::vector<MathNode>& nodes) {
  double width = 0;
  for (const MathNode& node : nodes) width += width_in_em(node);
  return width;
}

}  // namespace matgrad::pages
