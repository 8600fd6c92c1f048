#include "pages/math_lines.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include <matgrad/autodiff/expression/math_symbol.hpp>
#include "pages/markup.hpp"
#include "pages/math_tree.hpp"

namespace matgrad::pages {
namespace {

constexpr std::size_t longest_name = 20;  // in characters
constexpr std::string_view applied = "\u2061", times = "\u2062";

/// Elements that no line break parts.
using Piece = std::vector<MathNode>;
using Pieces = std::vector<Piece>;

MathNode text_element(std::string name, std::string_view text, std::string attributes = {}) {
  return {std::move(name), std::move(attributes), {}, {MathNode{{}, {}, std::string(text), {}}}};
}

MathNode bracket(std::string_view sign, bool opening) {
  return text_element("mo", sign,
                      opening ? " form=\"prefix\" stretchy=\"false\"" : " form=\"postfix\" stretchy=\"false\"");
}

std::string_view text_of(const MathNode& node) {
  return node.children.size() == 1 ? std::string_view(node.children[0].text) : std::string_view();
}

bool is_operator(const MathNode& node) { return node.name == "mo"; }
bool is_sign(const MathNode& node, std::string_view text) { return is_operator(node) && text_of(node) == text; }
bool is_prefix(const MathNode& node) { return is_operator(node) && node.has("form=\"prefix\""); }
bool is_postfix(const MathNode& node) { return is_operator(node) && node.has("form=\"postfix\""); }

/// A sign between two operands before which a line may end.
bool begins_line(const MathNode& node) {
  return is_operator(node) && !node.has("form=") && !node.has("lspace=") && text_of(node) != "," &&
         text_of(node) != times && text_of(node) != applied && text_of(node) != "·";
}

/// What a line may end with.
bool ends_line(const MathNode& node) { return is_sign(node, ",") || is_sign(node, times) || is_sign(node, "·"); }

/// The signs at the ends of a piece stay what they are in the whole formula.
MathNode as_infix(MathNode sign) {
  if (!sign.has("form=")) sign.attributes += " form=\"infix\"";
  return sign;
}

bool is_row(const MathNode& node) { return node.name == "mrow" || node.name == "mstyle"; }

/// Brackets that grow with what stands between them have nothing between them in a piece of their own.
MathNode as_high_as_a_fraction(MathNode sign) {
  if (sign.has("stretchy=\"true\"")) sign.attributes += " symmetric=\"true\" minsize=\"2.3em\"";
  return sign;
}

bool needs_brackets(const MathNode& node) {
  if (!is_row(node) || node.children.size() < 2) return false;
  const bool is_fenced = is_prefix(node.children.front()) && is_postfix(node.children.back());
  return !is_fenced;
}

class Cutter {
 public:
  Pieces of(const std::vector<MathNode>& nodes) const {
    Pieces pieces;
    bool glued = true;  // what comes next belongs to the last piece
    Piece before;       // signs in front of the next operand
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const MathNode& node = nodes[i];
      if (begins_line(node) && i > 0) {
        before.push_back(as_infix(node));
        glued = false;
      } else if (is_prefix(node)) {
        before.push_back(as_high_as_a_fraction(node));
      } else if (is_operator(node) || node.name == "mspace") {
        append(pieces, as_infix(as_high_as_a_fraction(node)), before);
        glued = node.name == "mspace" ? glued : !ends_line(node) || after_number(nodes, i);
      } else {
        const bool is_factor =
            (i > 0 && ends_line(nodes[i - 1])) || (i + 1 < nodes.size() && ends_line(nodes[i + 1]));
        add(pieces, of(node, is_factor), std::exchange(before, {}), glued);
        glued = true;
      }
    }
    if (!before.empty()) add(pieces, {{}}, std::move(before), glued);
    return without_crumbs(std::move(pieces));
  }

  Pieces of(const MathNode& node, bool is_factor) const {
    if (width_in_em(node) <= widest_piece) return {{node}};
    const std::vector<MathNode>& parts = node.children;
    if (is_row(node)) return std::ranges::any_of(parts, is_matrix) ? Pieces{{node}} : of(parts);
    if (node.name == "mi") return of_name(node);
    if (node.name == "mfrac") {
      Pieces pieces = with_brackets(of(parts[0], false), needs_brackets(parts[0]));
      Pieces below = with_brackets(of(parts[1], false), needs_brackets(parts[1]));
      add(pieces, std::move(below), {as_infix(text_element("mo", "/"))}, false);
      return with_brackets(std::move(pieces), is_factor);
    }
    if (node.name == "msqrt") {
      if (width_in_em(parts) <= widest_piece) return {{node}};
      Pieces pieces = with_brackets(of(parts), true);
      // By itself the sign hangs below its line in fonts for mathematics.
      MathNode sign{"mpadded", " voffset=\"0.7em\"", {}, {bracket("√", true)}};
      pieces.front().insert(pieces.front().begin(), std::move(sign));
      return pieces;
    }
    if (node.name == "msup" || node.name == "msub" || node.name == "msubsup") {
      Pieces pieces = of(parts[0], true);
      MathNode last = node;
      last.children[0] = MathNode{"mrow", {}, {}, std::move(pieces.back())};
      pieces.back() = {std::move(last)};
      return pieces;
    }
    return {{node}};
  }

 private:
  static bool is_matrix(const MathNode& node) { return node.name == "mtable"; }

  /// Short pieces stay together: a line does not end after the first of many factors.
  static Pieces without_crumbs(Pieces pieces) {
    Pieces merged;
    for (Piece& piece : pieces) {
      const bool begins = is_operator(piece.front()) && !is_prefix(piece.front()) && text_of(piece.front()) != "∘";
      if (merged.empty() || begins || width_in_em(merged.back()) + width_in_em(piece) > widest_piece / 2)
        merged.push_back(std::move(piece));
      else
        std::ranges::move(piece, std::back_inserter(merged.back()));
    }
    return merged;
  }

  /// 2 A is read as one.
  static bool after_number(const std::vector<MathNode>& nodes, std::size_t i) {
    return i > 0 && nodes[i - 1].name == "mn" && width_in_em(nodes[i - 1]) < widest_piece / 2;
  }

  static void append(Pieces& pieces, MathNode node, Piece& before) {
    if (before.empty() && !pieces.empty())
      pieces.back().push_back(std::move(node));
    else
      before.push_back(std::move(node));
  }

  /// `more` with `before` at its front, as new pieces or with the first one at the end of the last.
  static void add(Pieces& pieces, Pieces more, Piece before, bool glued) {
    more.front().insert(more.front().begin(), before.begin(), before.end());
    if (glued && !pieces.empty()) {
      std::ranges::move(more.front(), std::back_inserter(pieces.back()));
      more.erase(more.begin());
    }
    std::ranges::move(more, std::back_inserter(pieces));
  }

  static Pieces with_brackets(Pieces pieces, bool wanted) {
    if (!wanted) return pieces;
    pieces.front().insert(pieces.front().begin(), bracket("(", true));
    pieces.back().push_back(bracket(")", false));
    return pieces;
  }

  /// A long name goes on in the next line: after an underscore or a space, or where it must.
  static Pieces of_name(const MathNode& node) {
    Pieces pieces;
    std::string part;
    std::size_t length = 0;
    const std::vector<std::string_view> letters = characters(text_of(node));
    for (std::size_t i = 0; i < letters.size(); ++i) {
      part += letters[i];
      ++length;
      const bool at_gap = letters[i] == "_" || letters[i] == " " || letters[i] == "\u00A0";
      const bool few_left = letters.size() - i < 4;
      if ((length < longest_name && !(at_gap && length > longest_name / 2)) || few_left) continue;
      pieces.push_back({text_element("mi", std::exchange(part, {}), node.attributes)});
      length = 0;
    }
    if (!part.empty()) pieces.push_back({text_element("mi", part, node.attributes)});
    return pieces;
  }
};

std::string piece_html(const Piece& piece) {
  const double width = width_in_em(piece);
  const std::string size = width > widest_piece ? fmt::format(" style=\"--em:{:.0f}\"", std::ceil(width)) : "";
  return "<math aria-hidden=\"true\"" + size + ">" + to_mathml(piece) + "</math>";
}

/// The formula read aloud is one, whatever it is cut into.
std::string breaking(const MathNode& math) {
  std::string html = "<span class=\"formula";
  html += math.has("display=\"block\"") ? " block" : "";
  html +=
      "\" role=\"math\" aria-label=\"" + std::string(attribute(math.attributes, "alttext").value_or("")) + "\">";
  // A row around the whole formula has no meaning.
  const std::vector<MathNode>* parts = &math.children;
  while (parts->size() == 1 && is_row(parts->front())) parts = &parts->front().children;
  std::string_view between;
  for (const Piece& piece : Cutter().of(*parts))
    html += std::string(std::exchange(between, "<wbr>")) + piece_html(piece);
  return html + "</span>";
}

}  // namespace

std::string with_breaking_formulas(const std::string& html) {
  constexpr std::string_view opening = "<math ", closing = "</math>";
  std::string result;
  for (std::size_t begin = 0;;) {
    const std::size_t at = html.find(opening, begin);
    result.append(html, begin, at == std::string::npos ? at : at - begin);
    if (at == std::string::npos) return result;
    const std::size_t end = html.find(closing, at) + closing.size();
    const std::string element = html.substr(at, end - at);
    const std::vector<MathNode> math = read_mathml(element);
    result += width_in_em(math[0].children) <= widest_piece ? element : breaking(math[0]);
    begin = end;
  }
}

}  // namespace matgrad::pages
