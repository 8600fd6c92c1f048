#include "matgrad/autodiff/derive/derivation.hpp"
#include "matgrad/autodiff/derive/derivation_layout.hpp"
#include "matgrad/autodiff/show/text_table.hpp"

namespace matgrad {
namespace {

std::string table_text(const LayoutTable& table) {
  std::vector<std::vector<std::string>> rows;
  if (table.head_in_text) rows.push_back(table.head);
  for (const std::vector<Cell>& row : table.rows) {
    rows.emplace_back();
    for (const Cell& cell : row) rows.back().push_back(to_text(cell));
  }
  return text_table(rows, "  ");
}

std::string result_text(const LayoutResult& result) {
  std::string text = result.label + ": " + to_text(result.equation);
  for (std::size_t i = 0; i < result.where.size(); ++i)
    text += (i == 0 ? ", where " : ", ") + to_text(result.where[i]);
  return text + "  (" + result.shape + ")";
}

}  // namespace

std::string to_text(const Derivation& derivation) {
  std::string text;
  for (const LayoutSection& section : layout_of(derivation)) {
    text += (text.empty() ? "" : "\n") + to_text(section.heading) + "\n" + table_text(section.table);
    if (section.result) text += "  " + result_text(*section.result) + "\n";
    if (!section.note.empty()) text += "  " + section.note + "\n";
  }
  text.pop_back();
  return text;
}

}  // namespace matgrad
