#include <string>

#include "matgrad/autodiff/derive/derivation.hpp"
#include "matgrad/autodiff/derive/derivation_layout.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/show/mathml.hpp"
#include "matgrad/autodiff/show/text_table.hpp"

namespace matgrad {
namespace {

constexpr std::size_t longest_line = 45;  // of an equation, in columns of plain text

std::string inline_math(const Notation& formula) { return math_element(formula, {}, MathDisplay::inline_text); }

std::string html(const Cell& cell) {
  std::string text;
  for (const auto& piece : cell) {
    const Notation* formula = std::get_if<Notation>(&piece);
    text += formula != nullptr ? inline_math(*formula) : escaped_html(std::get<std::string>(piece));
  }
  return text;
}

/// Two cells of a table, so that the equations below each other stand with their first signs in a line. A long
/// chain a = b = c has a line for each right side.
std::string equation_cells(const Notation& equation) {
  const bool breaks = display_width(to_text(equation)) > longest_line;
  std::string right;
  for (std::size_t i = 1; i < equation.parts.size(); ++i) {
    const std::string sign = "<mo>" + escaped_html(equation.text) + "</mo>";
    const std::string side =
        math_element(sign + to_mathml(equation.parts[i]), equation.text + " " + to_text(equation.parts[i]),
                     MathDisplay::inline_text);
    right += breaks ? "<div>" + side + "</div>" : side;
  }
  return "<td class=\"left\">" + inline_math(equation.parts[0]) + "</td><td class=\"right\">" + right + "</td>";
}

/// The first column holds equations.
std::string first_cells(const Cell& cell, bool equations) {
  const Notation* formula = cell.size() == 1 ? std::get_if<Notation>(&cell[0]) : nullptr;
  if (!equations) return "<td>" + html(cell) + "</td>";
  if (formula != nullptr && formula->kind == Notation::Kind::relation) return equation_cells(*formula);
  return "<td colspan=\"2\">" + html(cell) + "</td>";
}

std::string html(const LayoutTable& table) {
  if (table.rows.empty()) return {};
  const bool equations = table.kind != "check";
  std::string text = "<table class=\"" + table.kind + "\">\n<thead><tr>";
  for (std::size_t i = 0; i < table.head.size(); ++i)
    text += std::string(i == 0 && equations ? "<th scope=\"col\" colspan=\"2\">" : "<th scope=\"col\">") +
            escaped_html(table.head[i]) + "</th>";
  text += "</tr></thead>\n<tbody>\n";
  for (const std::vector<Cell>& row : table.rows) {
    text += "<tr>" + first_cells(row[0], equations);
    for (std::size_t i = 1; i < table.head.size(); ++i)
      text += "<td data-label=\"" + escaped_html(table.head[i]) + "\">" +
              (i < row.size() ? html(row[i]) : std::string()) + "</td>";
    text += "</tr>\n";
  }
  return text + "</tbody>\n</table>\n";
}

std::string html(const LayoutResult& result) {
  std::string text =
      "<p class=\"closed-form\">" + escaped_html(result.label) + ": " + inline_math(result.equation);
  for (std::size_t i = 0; i < result.where.size(); ++i)
    text += (i == 0 ? ", where " : ", ") + inline_math(result.where[i]);
  return text + " <span class=\"shape\">(" + escaped_html(result.shape) + ")</span></p>\n";
}

}  // namespace

std::string to_html(const Derivation& derivation) {
  std::string text = "<section class=\"derivation\">\n";
  for (const LayoutSection& section : typeset_layout_of(derivation)) {
    text += "<h3>" + html(section.heading) + "</h3>\n" + html(section.table);
    if (section.result) text += html(*section.result);
    if (!section.note.empty()) text += "<p>" + escaped_html(section.note) + "</p>\n";
  }
  return text + "</section>\n";
}

}  // namespace matgrad
