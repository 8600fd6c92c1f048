#include <string>

#include "matgrad/autodiff/check/derivation.hpp"
#include "matgrad/autodiff/check/derivation_layout.hpp"
#include "matgrad/autodiff/show/mathml.hpp"

namespace matgrad {
namespace {

std::string inline_math(const Notation& formula) { return math_element(formula, {}, MathDisplay::inline_text); }

std::string html(const Cell& cell) {
  std::string text;
  for (const auto& piece : cell) {
    const Notation* formula = std::get_if<Notation>(&piece);
    text += formula != nullptr ? inline_math(*formula) : escaped_html(std::get<std::string>(piece));
  }
  return text;
}

std::string html(const LayoutTable& table) {
  if (table.rows.empty()) return {};
  std::string text = "<table class=\"" + table.kind + "\">\n<thead><tr>";
  for (const std::string& head : table.head) text += "<th scope=\"col\">" + escaped_html(head) + "</th>";
  text += "</tr></thead>\n<tbody>\n";
  for (const std::vector<Cell>& row : table.rows) {
    text += "<tr>";
    for (std::size_t i = 0; i < table.head.size(); ++i)
      text += "<td>" + (i < row.size() ? html(row[i]) : std::string()) + "</td>";
    text += "</tr>\n";
  }
  return text + "</tbody>\n</table>\n";
}

std::string html(const LayoutResult& result) {
  std::string text =
      "<p class=\"closed-form\">" + escaped_html(result.label) + ": " + inline_math(result.equation);
  for (std::size_t i = 0; i < result.where.size(); ++i)
    text += (i == 0 ? ", where " : ", ") + inline_math(result.where[i]);
  return text + " (" + escaped_html(result.shape) + ")</p>\n";
}

}  // namespace

std::string to_html(const Derivation& derivation) {
  std::string text = "<section class=\"derivation\">\n";
  for (const LayoutSection& section : layout_of(derivation)) {
    text += "<h3>" + html(section.heading) + "</h3>\n" + html(section.table);
    if (section.result) text += html(*section.result);
    if (!section.note.empty()) text += "<p>" + escaped_html(section.note) + "</p>\n";
  }
  return text + "</section>\n";
}

}  // namespace matgrad
